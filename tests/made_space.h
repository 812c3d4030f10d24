/*
 * Made up spaces with conditions, bounds and rules, and C that says the same as
 * each of their expressions.
 */
#ifndef HPO_MADE_SPACE_TEST_H
#define HPO_MADE_SPACE_TEST_H
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "rng.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Values of a point; what is inactive is NAN, or NULL. */
struct values {
	double a, b, n, v, w, x, y, z;
	const char *c;
	json_t *s, *m; /* lists; only in spaces that are not finite */
};

static inline double
number_in(json_t *params, const char *name)
{
	json_t *value = json_object_get(params, name);

	return value ? json_number_value(value) : NAN;
}

static inline struct values
values_of(json_t *params)
{
	return (struct values){
	    .a = number_in(params, "a"),
	    .b = number_in(params, "b"),
	    .n = number_in(params, "n"),
	    .v = number_in(params, "v"),
	    .w = number_in(params, "w"),
	    .x = number_in(params, "x"),
	    .y = number_in(params, "y"),
	    .z = number_in(params, "z"),
	    .c = json_string_value(json_object_get(params, "c")),
	    .s = json_object_get(params, "s"),
	    .m = json_object_get(params, "m"),
	};
}

/* An expression with %d for a number from 1 to 9, and what it says. */
struct saying {
	const char *text;
	bool (*holds)(const struct values *v, int k);
};

static inline bool
is_red(const struct values *v, int k)
{
	(void)k;
	return strcmp(v->c, "red") == 0;
}

static inline bool
is_above(const struct values *v, int k)
{
	return v->a > k;
}

static inline bool
is_small_and_not_red(const struct values *v, int k)
{
	return v->a + v->b <= k + 4 && strcmp(v->c, "red") != 0;
}

static inline bool
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

static inline bool
below_smaller(const struct values *v, int k)
{
	return v->n <= (v->a < k ? v->a : k);
}

static inline bool
below_square(const struct values *v, int k)
{
	return v->n <= floor(sqrt(v->a * k));
}

/* Of n, from 1. */
static const struct saying bounds[] = {
    {"min(a, %d)", below_smaller},
    {"floor(sqrt(a * %d))", below_square},
};

static inline bool
sum_is_small(const struct values *v, int k)
{
	return v->a + v->b <= k + 3;
}

static inline bool
product_is_small(const struct values *v, int k)
{
	return !(v->x * v->y > k); /* or y is inactive */
}

static inline bool
is_even_or_low(const struct values *v, int k)
{
	return fmod(v->a, 2) == 0 || v->x < k / 10.0;
}

static inline bool
is_thin(const struct values *v, int k)
{
	return fabs(v->x - v->z) <= k / 1000.0;
}

static inline bool
is_null_or_large(const struct values *v, int k)
{
	return isnan(v->v) || v->n + v->v > k / 3.0;
}

static const struct saying required[] = {
    {"a + b <= %d + 3", sum_is_small},
    {"x * y <= %d", product_is_small},
    {"a %% 2 == 0 or x < %d / 10", is_even_or_low},
    {"abs(x - z) <= %d / 1000", is_thin},
    {"v is null or n + v > %d / 3", is_null_or_large},
};

static inline bool
is_green_and_high(const struct values *v, int k)
{
	return strcmp(v->c, "green") == 0 && v->x > k / 10.0;
}

static inline bool
is_equal_and_on(const struct values *v, int k)
{
	return v->a == v->b && v->y > k / 10.0;
}

static const struct saying forbidden[] = {
    {"c == 'green' and x > %d / 10", is_green_and_high},
    {"a == b and y > %d / 10", is_equal_and_on},
};

/* A space: which of each, and with which number. */
struct made {
	const struct saying *condition, *bound, *require, *forbid;
	int k[4];
	bool finite;
	char header[1600];
};

static inline void
add_text(struct buf *b, const struct saying *s, int k)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	buf_printf(b, s->text, k);
#pragma GCC diagnostic pop
}

/* What n is at most, by its bound. */
static inline int
most_of_n(const struct made *m, double a)
{
	struct values v = {.a = a, .n = 1};

	while (m->bound->holds(&v, m->k[1]))
		v.n++;
	return (int)v.n - 1;
}

/* Whether v is active: below a condition on what is below one. */
static inline bool
has_v(const struct values *v)
{
	return v->y > 0.3 && strcmp(v->c, "blue") != 0;
}

/*
 * Parameters in an order that is not that of their dependence.  w and the lists
 * are there only in a space that need not be finite; without them, and with
 * steps, all is.
 */
static inline void
add_params(struct buf *b, const struct made *m)
{
	const char *real =
	    m->finite ? "\"type\":\"float\",\"low\":0,\"high\":1,\"step\":0.25"
		      : "\"type\":\"float\",\"low\":0,\"high\":1";

	buf_puts(b, "\"v\":{\"type\":\"int\",\"low\":1,\"high\":3,"
		    "\"when\":\"y > 0.3 and c != 'blue'\"},");
	buf_printf(b, "\"y\":{%s,\"when\":\"", real);
	add_text(b, m->condition, m->k[0]);
	buf_puts(b, "\"},\"n\":{\"type\":\"int\",\"low\":1,\"high\":\"");
	add_text(b, m->bound, m->k[1]);
	buf_printf(b,
	    "\"},\"a\":{\"type\":\"int\",\"low\":1,\"high\":9},"
	    "\"b\":{\"type\":\"int\",\"low\":1,\"high\":9,\"log\":true},"
	    "\"c\":{\"type\":\"categorical\",\"choices\":[\"red\",\"green\","
	    "\"blue\"]},\"x\":{%s},\"z\":{%s}",
	    real, real);
	if (!m->finite)
		buf_puts(b,
		    ",\"w\":{\"type\":\"float\",\"low\":\"x - 1\","
		    "\"high\":\"x * a\"},"
		    "\"s\":{\"type\":\"subset\",\"choices\":[\"p\",\"q\","
		    "\"r\"],\"min\":1,\"max\":2},"
		    "\"m\":{\"type\":\"simplex\",\"shape\":3}");
}

static inline void
make(struct made *m, uint32_t i, bool finite)
{
	struct buf b = {0};
	struct rng rng;

	rng_init(&rng, 11, i, "spaces", 0);
	m->finite = finite;
	m->condition = &conditions[rng_below(&rng, COUNT(conditions))];
	m->bound = &bounds[rng_below(&rng, COUNT(bounds))];
	m->require = &required[rng_below(&rng, COUNT(required))];
	m->forbid = &forbidden[rng_below(&rng, COUNT(forbidden))];
	for (size_t k = 0; k < COUNT(m->k); k++)
		m->k[k] = 1 + (int)rng_below(&rng, 9);
	buf_printf(&b, "{\"hpo\":1,\"seed\":\"%u\",\"space\":{", i);
	add_params(&b, m);
	buf_puts(&b, "},\"require\":[\"");
	add_text(&b, m->require, m->k[2]);
	if (!finite)
		buf_puts(&b, "\",\"'p' not in s or m[0] <= 1 / 2");
	buf_puts(&b, "\"],\"forbid\":[\"");
	add_text(&b, m->forbid, m->k[3]);
	buf_puts(&b, "\"],\"objectives\":[{\"metric\":\"e\",\"goal\":"
		     "\"minimize\"}]}");
	snprintf(m->header, sizeof(m->header), "%s", buf_text(&b));
	buf_release(&b);
}

/* Whether s has one or two of its choices, in their order. */
static inline bool
is_subset(json_t *s)
{
	const char *last = "";

	for (size_t i = 0; i < json_array_size(s); i++) {
		const char *x = json_string_value(json_array_get(s, i));

		if (!x || strcmp(x, last) <= 0 || !strchr("pqr", *x))
			return false;
		last = x;
	}
	return json_array_size(s) == 1 || json_array_size(s) == 2;
}

/* Whether m are three shares of 1. */
static inline bool
is_simplex(json_t *m)
{
	double sum = 0;

	for (size_t i = 0; i < json_array_size(m); i++) {
		const double x = json_number_value(json_array_get(m, i));

		if (!(x >= 0 && x <= 1))
			return false;
		sum += x;
	}
	return json_array_size(m) == 3 && fabs(sum - 1) <= 1e-12;
}

/* What is said of those that are not in a finite space. */
static inline bool
is_kept_beyond(const struct values *v)
{
	const char *first = json_string_value(json_array_get(v->s, 0));

	return v->w >= v->x - 1 && v->w <= v->x * v->a && is_subset(v->s) &&
	       is_simplex(v->m) &&
	       (strcmp(first, "p") != 0 ||
		   json_number_value(json_array_get(v->m, 0)) <= 0.5);
}

/* Whether a point keeps all that its space says. */
static inline bool
is_kept(const struct made *m, const struct values *v)
{
	return !isnan(v->y) == m->condition->holds(v, m->k[0]) &&
	       !isnan(v->v) == has_v(v) && v->n >= 1 &&
	       m->bound->holds(v, m->k[1]) &&
	       (m->finite || is_kept_beyond(v)) &&
	       m->require->holds(v, m->k[2]) && !m->forbid->holds(v, m->k[3]);
}

/* A finite space by trying all values: take() gets each that is kept. */
static inline void
by_force(const struct made *m, void (*take)(void *arg, const struct values *v),
    void *arg)
{
	static const char *const colours[] = {"red", "green", "blue"};

	for (int i = 0; i < 9 * 9 * 9 * 3 * 5 * 5 * 6 * 4; i++) {
		int rest = i;
		struct values v = {.w = NAN};

		v.a = 1 + rest % 9;
		v.b = 1 + (rest /= 9) % 9;
		v.n = 1 + (rest /= 9) % 9;
		v.c = colours[(rest /= 9) % 3];
		v.x = (rest /= 3) % 5 / 4.0;
		v.z = (rest /= 5) % 5 / 4.0;
		v.v = (rest /= 5) % 4;
		rest /= 4;
		v.y = rest < 5 ? rest / 4.0 : NAN;
		v.v = v.v > 0 ? v.v : NAN;
		if (is_kept(m, &v))
			take(arg, &v);
	}
}

#endif
