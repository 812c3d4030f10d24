/* Spaces: order, names, and the number of points against counting them. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "jsonl.h"
#include "point.h"
#include "space.h"
#include "study.h"
#include "tap.h"
#include "xalloc.h"

static void
make(struct space *space, const char *text)
{
	struct err e = {0};
	json_t *json = jsonl_parse(text, strlen(text), &e);

	space_init(space, json);
	json_decref(json);
}

/* The same by way of a header, so that mistakes are found. */
static int
parse(struct study *study, const char *space, struct err *e)
{
	struct buf line = {0};
	int rc;

	buf_printf(&line, "{\"minimize\":\"e\",\"space\":%s}", space);
	rc = study_parse(study, line.data, line.len, e);
	buf_release(&line);
	return rc;
}

/* Value number k of a parameter, a new reference. */
static json_t *
value_of(const struct param *p, uint64_t k)
{
	if (p->choices)
		return json_incref(json_array_get(p->choices, (size_t)k));
	if (p->type == PARAM_POW2)
		return json_integer((json_int_t)p->low << k);
	return json_real(p->low + (double)k * p->step);
}

enum { WIDTH = 4 }; /* parameters of a generated space, at most */

static int
is_active(const struct space *s, size_t i, json_t *const *values)
{
	double row[WIDTH];

	for (size_t k = 0; k < s->n; k++)
		if (!values[k] ||
		    !point_number(&s->params[k], values[k], &row[k]))
			row[k] = NAN;
	return point_active(s, i, row);
}

/* Points whose first `depth` parameters in order have these values. */
static uint64_t
brute_force(const struct space *s, size_t depth, json_t **values)
{
	uint64_t n = 0;
	size_t i;

	if (depth == s->n)
		return 1;
	i = s->order[depth];
	values[i] = NULL;
	if (!is_active(s, i, values))
		return brute_force(s, depth + 1, values);
	for (uint64_t k = 0; k < s->params[i].levels; k++) {
		values[i] = value_of(&s->params[i], k);
		n += brute_force(s, depth + 1, values);
		json_decref(values[i]);
		values[i] = NULL;
	}
	return n;
}

static const char *const domains[] = {
    "{\"type\":\"bool\"",
    "{\"type\":\"categorical\",\"choices\":[1.0,\"1\",null]",
    "{\"type\":\"int\",\"low\":0,\"high\":2",
    "{\"type\":\"float\",\"low\":0,\"high\":1,\"step\":0.5",
    "{\"type\":\"pow2\",\"low\":1,\"high\":4",
    "{\"type\":\"const\",\"value\":1",
};

static const char *const conditions[] = {
    "", " == 1", " == true", " in (1, 2)", " in (1, 1.0, 0)",
    NULL, /* two comparisons */
};

enum {
	DOMAINS = sizeof(domains) / sizeof(*domains),
	CONDITIONS = sizeof(conditions) / sizeof(*conditions),
};

/* A parameter called name, below parent if condition is not the first. */
static void
add_param(struct buf *b, const char *name, size_t domain, const char *parent,
    size_t condition)
{
	buf_printf(
	    b, "%s\"%s\":%s", b->len > 1 ? "," : "", name, domains[domain]);
	if (!conditions[condition])
		buf_printf(
		    b, ",\"when\":\"%s == '1' or %s == null\"", parent, parent);
	else if (condition > 0)
		buf_printf(
		    b, ",\"when\":\"%s%s\"", parent, conditions[condition]);
	buf_puts(b, "}");
}

/* All spaces of four parameters, each below the first or its neighbour, whose
 * conditions name values that there are. */
static void
test_count(void)
{
	int good = 1, spaces = 0;

	for (size_t i = 0; i < (size_t)DOMAINS * DOMAINS * CONDITIONS *
				   CONDITIONS * CONDITIONS * 2;
	     i++) {
		const size_t a = i % DOMAINS, b = i / DOMAINS % DOMAINS;
		size_t rest = i / DOMAINS / DOMAINS;
		struct buf text = {0};
		struct study s;
		struct err e;
		json_t *values[WIDTH] = {0};

		buf_puts(&text, "{");
		add_param(
		    &text, "d", 2, rest % 2 ? "a" : "b", rest / 2 % CONDITIONS);
		rest /= 2 * CONDITIONS;
		add_param(&text, "b", b, "a", rest % CONDITIONS);
		add_param(&text, "a", a, "", 0);
		add_param(&text, "c", 0, "b", rest / CONDITIONS);
		buf_puts(&text, "}");
		if (parse(&s, buf_text(&text), &e) == 0) {
			good &= space_count(&s.space) ==
				brute_force(&s.space, 0, values);
			spaces++;
			study_release(&s);
		}
		buf_release(&text);
	}
	good &= spaces > 1000;
	ok(good, "%d small spaces have as many points as are counted", spaces);
}

static void
test_order(void)
{
	struct space s;

	make(&s, "{\"c\":{\"type\":\"bool\",\"when\":\"b == true\"},"
		 "\"b\":{\"type\":\"bool\",\"when\":\"a = true\"},"
		 "\"x\":{\"type\":\"const\",\"value\":3},"
		 "\"a\":{\"type\":\"bool\",\"default\":true},"
		 "\"y\":{\"type\":\"float\",\"low\":0,\"high\":1}}");
	ok(s.n == 5 && s.order[0] == 3 && s.order[1] == 1 && s.order[2] == 0 &&
		s.order[3] == 2 && s.order[4] == 4,
	    "parents come first, else the header's order");
	ok(s.dim == 4 && s.params[0].coordinate == 0 &&
		s.params[2].coordinate == SPACE_NONE &&
		s.params[4].coordinate == 3,
	    "what has one value has no coordinate");
	ok(s.standard, "a default is noticed");
	ok(space_find(&s, "a") == 3 && space_find(&s, "y") == 4 &&
		space_find(&s, "z") == SPACE_NONE &&
		space_find(&s, "") == SPACE_NONE,
	    "names are found");
	ok(formula_names(s.params[0].when, 1) && s.params[1].when->n == 1 &&
		!s.params[2].when,
	    "what conditions depend on is known");
	ok(space_count(&s) == 0, "a float is not finite");
	space_release(&s);
}

/* 10000 names in one long chain, and the count that overflows. */
static void
test_large(void)
{
	enum { N = 10000 };
	struct buf text = {0};
	struct space s;
	int good = 1;

	buf_puts(&text, "{");
	for (int i = 0; i < N; i++) {
		buf_printf(
		    &text, "%s\"p%d\":{\"type\":\"bool\"", i ? "," : "", i);
		if (i < N - 1)
			buf_printf(&text, ",\"when\":\"p%d == true\"", i + 1);
		buf_puts(&text, "}");
	}
	buf_puts(&text, "}");
	make(&s, buf_text(&text));
	for (size_t i = 0; i < s.n; i++)
		good &= space_find(&s, s.params[i].name) == i &&
			s.order[i] == s.n - 1 - i;
	ok(good, "a chain of %zu is put in order", s.n);
	ok(space_count(&s) == N + 1, "and has %d points", N + 1);
	space_release(&s);
	buf_drop(&text, text.len);
	buf_puts(&text, "{");
	for (int i = 0; i < 64; i++)
		buf_printf(
		    &text, "%s\"p%d\":{\"type\":\"bool\"}", i ? "," : "", i);
	buf_puts(&text, "}");
	make(&s, buf_text(&text));
	ok(space_count(&s) == UINT64_MAX, "2^64 points are as many as counted");
	space_release(&s);
	buf_release(&text);
}

int
main(void)
{
	test_order();
	test_large();
	test_count();
	return tap_done();
}
