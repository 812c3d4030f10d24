/*
 * Made up spaces with conditions, bounds and rules: what samplers ask is held
 * against C that says the same as each expression.  SPACES=1000 ASKS=250 is the
 * long form.
 */
#include <stdlib.h>

#include "rng.h"
#include "sampling.h"
#include "xalloc.h"

/* Values of a point; what is inactive is NAN, or NULL. */
struct values {
	double a, b, n, x, y, z;
	const char *c;
};

static double
number_in(json_t *params, const char *name)
{
	json_t *value = json_object_get(params, name);

	return value ? json_number_value(value) : NAN;
}

static struct values
values_of(json_t *params)
{
	return (struct values){
	    .a = number_in(params, "a"),
	    .b = number_in(params, "b"),
	    .n = number_in(params, "n"),
	    .x = number_in(params, "x"),
	    .y = number_in(params, "y"),
	    .z = number_in(params, "z"),
	    .c = json_string_value(json_object_get(params, "c")),
	};
}

/* An expression with %d for a number from 1 to 9, and what it says. */
struct saying {
	const char *text;
	bool (*holds)(const struct values *v, int k);
};

static bool
is_red(const struct values *v, int k)
{
	(void)k;
	return strcmp(v->c, "red") == 0;
}

static bool
is_above(const struct values *v, int k)
{
	return v->a > k;
}

static bool
is_small_and_not_red(const struct values *v, int k)
{
	return v->a + v->b <= k + 4 && strcmp(v->c, "red") != 0;
}

static bool
is_listed_or_low(const struct values *v, int k)
{
	return strcmp(v->c, "green") == 0 || strcmp(v->c, "blue") == 0 ||
	       v->b < k;
}

/* Of y: a, b and c are always active. */
static const struct saying conditions[] = {
    {"c == 'red'", is_red},
    {"a > %d", is_above},
    {"a + b <= %d + 4 and not c = 'red'", is_small_and_not_red},
    {"c in ('green', 'blue') or b < %d", is_listed_or_low},
};

static bool
below_smaller(const struct values *v, int k)
{
	return v->n <= (v->a < k ? v->a : k);
}

static bool
below_square(const struct values *v, int k)
{
	return v->n <= floor(sqrt(v->a * k));
}

/* Of n, from 1. */
static const struct saying bounds[] = {
    {"min(a, %d)", below_smaller},
    {"floor(sqrt(a * %d))", below_square},
};

static bool
sum_is_small(const struct values *v, int k)
{
	return v->a + v->b <= k + 3;
}

static bool
product_is_small(const struct values *v, int k)
{
	return !(v->x * v->y > k); /* or y is inactive */
}

static bool
is_even_or_low(const struct values *v, int k)
{
	return fmod(v->a, 2) == 0 || v->x < k / 10.0;
}

static bool
is_thin(const struct values *v, int k)
{
	return fabs(v->x - v->z) <= k / 1000.0;
}

static const struct saying required[] = {
    {"a + b <= %d + 3", sum_is_small},
    {"x * y <= %d", product_is_small},
    {"a %% 2 == 0 or x < %d / 10", is_even_or_low},
    {"abs(x - z) <= %d / 1000", is_thin},
};

static bool
is_green_and_high(const struct values *v, int k)
{
	return strcmp(v->c, "green") == 0 && v->x > k / 10.0;
}

static bool
is_equal_and_on(const struct values *v, int k)
{
	return v->a == v->b && v->y > k / 10.0;
}

static const struct saying forbidden[] = {
    {"c == 'green' and x > %d / 10", is_green_and_high},
    {"a == b and y > %d / 10", is_equal_and_on},
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* A space: which of each, and with which number. */
struct made {
	const struct saying *condition, *bound, *require, *forbid;
	int k[4];
	char header[1200];
};

static void
add_text(struct buf *b, const struct saying *s, int k)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	buf_printf(b, s->text, k);
#pragma GCC diagnostic pop
}

/* Without floats where they are not wanted: all of it is finite then. */
static void
make(struct made *m, uint32_t i, bool finite)
{
	static const char real[] = "\"type\":\"float\",\"low\":0,\"high\":1";
	static const char step[] =
	    "\"type\":\"float\",\"low\":0,\"high\":1,\"step\":0.25";
	const char *kind = finite ? step : real;
	struct buf b = {0};
	struct rng rng;

	rng_init(&rng, 11, i, "spaces", 0);
	m->condition = &conditions[rng_below(&rng, COUNT(conditions))];
	m->bound = &bounds[rng_below(&rng, COUNT(bounds))];
	m->require = &required[rng_below(&rng, COUNT(required))];
	m->forbid = &forbidden[rng_below(&rng, COUNT(forbidden))];
	for (size_t k = 0; k < COUNT(m->k); k++)
		m->k[k] = 1 + (int)rng_below(&rng, 9);
	buf_printf(&b,
	    "{\"hpo\":1,\"seed\":\"%u\",\"space\":{"
	    "\"y\":{%s,\"when\":\"",
	    i, kind);
	add_text(&b, m->condition, m->k[0]);
	buf_puts(&b, "\"},\"n\":{\"type\":\"int\",\"low\":1,\"high\":\"");
	add_text(&b, m->bound, m->k[1]);
	buf_printf(&b,
	    "\"},\"a\":{\"type\":\"int\",\"low\":1,\"high\":9},"
	    "\"b\":{\"type\":\"int\",\"low\":1,\"high\":9,\"log\":true},"
	    "\"c\":{\"type\":\"categorical\",\"choices\":[\"red\",\"green\","
	    "\"blue\"]},\"x\":{%s},\"z\":{%s}},\"require\":[\"",
	    kind, kind);
	add_text(&b, m->require, m->k[2]);
	buf_puts(&b, "\"],\"forbid\":[\"");
	add_text(&b, m->forbid, m->k[3]);
	buf_puts(&b, "\"],\"objectives\":[{\"metric\":\"e\",\"goal\":"
		     "\"minimize\"}]}");
	snprintf(m->header, sizeof(m->header), "%s", buf_text(&b));
	buf_release(&b);
}

/* Whether a point keeps all that its space says. */
static bool
is_kept(const struct made *m, const struct values *v)
{
	return !isnan(v->y) == m->condition->holds(v, m->k[0]) && v->n >= 1 &&
	       m->bound->holds(v, m->k[1]) && m->require->holds(v, m->k[2]) &&
	       !m->forbid->holds(v, m->k[3]);
}

static size_t
size_from(const char *name, size_t standard)
{
	const char *text = getenv(name);

	return text ? strtoul(text, NULL, 10) : standard;
}

/* Ask n points; every third is complete, so that models have something. */
static size_t
count_broken(const struct made *m, const char *sampler, size_t n, size_t *asked)
{
	size_t broken = 0;
	struct run r;

	run_begin(&r, m->header, sampler, NULL, false);
	for (size_t i = 0; i < n; i++) {
		json_t *line = run_next(&r);
		struct values v;

		if (!line)
			break;
		v = values_of(json_object_get(line, "params"));
		broken += !is_kept(m, &v);
		if (r.past.keeps && i % 3 != 0) {
			struct observation *o = &r.past.evidence.at[i];

			r.past.evidence.count[o->class]--;
			o->class = EVIDENCE_COMPLETE;
			o->value = v.x + v.a + (isnan(v.y) ? 0 : v.y);
			r.past.evidence.count[o->class]++;
		}
		++*asked;
		json_decref(line);
	}
	run_end(&r);
	return broken;
}

static void
test_asks(const char *sampler, size_t spaces, size_t asks, bool finite)
{
	size_t broken = 0, asked = 0, empty = 0;

	for (uint32_t i = 0; i < spaces; i++) {
		const size_t before = asked;
		struct made m;

		make(&m, i, finite);
		broken += count_broken(&m, sampler, asks, &asked);
		empty += asked == before;
	}
	ok(broken == 0 && asked > 0 && (finite || empty == 0),
	    "%s: %zu points of %zu spaces, %zu against what these say", sampler,
	    asked, spaces, broken);
}

/* The points of a finite space by trying all values. */
static size_t
count_by_force(const struct made *m)
{
	static const char *const colours[] = {"red", "green", "blue"};
	size_t n = 0;

	for (int i = 0; i < 9 * 9 * 9 * 3 * 5 * 5 * 6; i++) {
		int rest = i;
		struct values v;

		v.a = 1 + rest % 9;
		v.b = 1 + (rest /= 9) % 9;
		v.n = 1 + (rest /= 9) % 9;
		v.c = colours[(rest /= 9) % 3];
		v.x = (rest /= 3) % 5 / 4.0;
		v.z = (rest /= 5) % 5 / 4.0;
		rest /= 5;
		v.y = rest < 5 ? rest / 4.0 : NAN;
		n += is_kept(m, &v);
	}
	return n;
}

/* A grid asks each point once, and no others. */
static void
test_grid(size_t spaces)
{
	bool same = true;

	for (uint32_t i = 0; i < spaces; i++) {
		size_t asked = 0, broken;
		struct made m;

		make(&m, i, true);
		broken = count_broken(&m, "grid", SIZE_MAX, &asked);
		same &= broken == 0 && asked == count_by_force(&m);
	}
	ok(same, "the grids of %zu spaces are what trying all values finds",
	    spaces);
}

int
main(void)
{
	const size_t spaces = size_from("SPACES", 60);
	const size_t asks = size_from("ASKS", 40);

	test_asks("random", spaces, asks, false);
	test_asks("sobol", spaces, asks, false);
	test_asks("tpe", spaces, asks, false);
	test_asks("random", spaces, asks, true);
	test_grid(size_from("GRIDS", 2));
	return tap_done();
}
