/* Points as users see them and as samplers do. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "encode.h"
#include "jsonl.h"
#include "points.h"
#include "rng.h"
#include "space.h"
#include "tap.h"

enum { DIM_MAX = 8, DRAWS = 2000 };

static json_t *
parse(const char *text)
{
	struct err e = {0};
	json_t *value = jsonl_parse(text, strlen(text), &e);

	if (!value)
		printf("# %s: %s\n", text, e.text);
	return value;
}

static void
make_space(struct space *space, const char *text)
{
	json_t *json = parse(text);

	space_init(space, json);
	json_decref(json);
}

/* The text of a value, to be freed; value is given up. */
static char *
text_of(json_t *value)
{
	struct buf b = {0};

	if (value)
		jsonl_write(&b, value);
	json_decref(value);
	return buf_steal(&b);
}

static const char *const spaces[] = {
    "{\"x\":{\"type\":\"float\",\"low\":-2.385,\"high\":7.1}}",
    "{\"x\":{\"type\":\"float\",\"low\":1e-12,\"high\":1e12,\"log\":true}}",
    "{\"x\":{\"type\":\"float\",\"low\":-1e308,\"high\":1.7e308}}",
    "{\"x\":{\"type\":\"float\",\"low\":-0.3,\"high\":0.9,\"step\":0.1}}",
    "{\"x\":{\"type\":\"float\",\"low\":0.01,\"high\":2,\"step\":0.01,"
    "\"log\":true}}",
    "{\"x\":{\"type\":\"float\",\"low\":0,\"high\":1e-25,\"step\":1e-26}}",
    "{\"x\":{\"type\":\"int\",\"low\":-3,\"high\":1000000}}",
    "{\"x\":{\"type\":\"int\",\"low\":1,\"high\":1000,\"log\":true}}",
    "{\"x\":{\"type\":\"int\",\"low\":2,\"high\":20,\"step\":4}}",
    "{\"x\":{\"type\":\"int\",\"low\":5,\"high\":5}}",
    "{\"x\":{\"type\":\"pow2\",\"low\":1,\"high\":1125899906842624}}",
    "{\"x\":{\"type\":\"pow2\",\"low\":9,\"high\":1162261467,\"base\":3}}",
    "{\"x\":{\"type\":\"float\",\"low\":0.9,\"high\":0.999,\"rlog\":true}}",
    "{\"x\":{\"type\":\"float\",\"low\":-1e9,\"high\":0.999999,"
    "\"rlog\":true}}",
    "{\"x\":{\"type\":\"float\",\"low\":-2,\"high\":0.9,\"step\":0.1,"
    "\"rlog\":true}}",
    "{\"x\":{\"type\":\"ordinal\",\"choices\":[1,2,5,10,30],"
    "\"spacing\":\"log\"}}",
    "{\"x\":{\"type\":\"ordinal\",\"choices\":[-3,-2.5,0,40],"
    "\"spacing\":\"value\"}}",
    "{\"x\":{\"type\":\"ordinal\",\"choices\":[0.1,1,\"all\"]}}",
    "{\"x\":{\"type\":\"categorical\",\"choices\":[null,[1,2],{\"a\":1}]}}",
    "{\"x\":{\"type\":\"bool\"},\"c\":{\"type\":\"const\",\"value\":7.5}}",
    "{\"a\":{\"type\":\"int\",\"low\":1,\"high\":3},"
    "\"b\":{\"type\":\"float\",\"low\":0,\"high\":1,\"when\":\"a == 2\"},"
    "\"c\":{\"type\":\"bool\",\"when\":\"a in (1, 3)\"},"
    "\"d\":{\"type\":\"int\",\"low\":1,\"high\":9,\"when\":\"c == true\"}}",
};

/* u on the grid gives a point that is one, and comes back as it was. */
static int
comes_back(const struct space *space, uint32_t number)
{
	double u[DIM_MAX], v[DIM_MAX];
	struct err e = {0};
	struct rng rng;
	json_t *params, *again;
	int good;

	rng_init(&rng, 7, number, "test", 0);
	for (size_t k = 0; k < space->dim; k++)
		u[k] = rng_uniform(&rng);
	params = params_at(space, u);
	good = encode_check(space, params, &e) == 0;
	coordinates_of(space, params, v);
	for (size_t i = 0; i < space->n; i++) {
		const struct param *p = &space->params[i];

		if (p->coordinate != SPACE_NONE)
			good &= v[p->coordinate] >= 0 && v[p->coordinate] < 1;
	}
	again = params_at(space, v);
	good &= json_equal(params, again);
	json_decref(again);
	again = encode_complete(space, params, &e);
	good &= json_equal(params, again);
	json_decref(params);
	json_decref(again);
	return good;
}

static void
test_round_trip(void)
{
	for (size_t i = 0; i < sizeof(spaces) / sizeof(*spaces); i++) {
		struct space space;
		int good = 1;

		make_space(&space, spaces[i]);
		for (uint32_t k = 1; k <= DRAWS; k++)
			good &= comes_back(&space, k);
		ok(good, "decode(encode) is identity: %s", spaces[i]);
		space_release(&space);
	}
}

/* What one coordinate gives. */
static const struct {
	const char *space;
	double u;
	const char *params;
} decoded[] = {
    {"{\"x\":{\"type\":\"float\",\"low\":0,\"high\":10}}", 0.25, "{\"x\":2.5}"},
    {"{\"x\":{\"type\":\"float\",\"low\":0,\"high\":0.5,\"step\":0.1}}", 0.6,
	"{\"x\":0.3}"},
    {"{\"x\":{\"type\":\"float\",\"low\":-0.3,\"high\":0.3,\"step\":0.1}}", 0.5,
	"{\"x\":0.0}"},
    {"{\"x\":{\"type\":\"float\",\"low\":1.1,\"high\":9.9,\"step\":1.1}}", 0.3,
	"{\"x\":3.3}"},
    {"{\"x\":{\"type\":\"float\",\"low\":0,\"high\":1,\"step\":0.3}}", 0.999,
	"{\"x\":0.9}"},
    {"{\"x\":{\"type\":\"int\",\"low\":1,\"high\":4}}", 0.2499, "{\"x\":1}"},
    {"{\"x\":{\"type\":\"int\",\"low\":1,\"high\":4}}", 0.7501, "{\"x\":4}"},
    {"{\"x\":{\"type\":\"int\",\"low\":1,\"high\":2,\"log\":true}}", 0.682,
	"{\"x\":1}"}, /* ln 3 / ln 5 = .6826 */
    {"{\"x\":{\"type\":\"int\",\"low\":1,\"high\":2,\"log\":true}}", 0.683,
	"{\"x\":2}"},
    {"{\"x\":{\"type\":\"pow2\",\"low\":16,\"high\":128}}", 0.6, "{\"x\":64}"},
    {"{\"x\":{\"type\":\"pow2\",\"low\":0.25,\"high\":2}}", 0.6, "{\"x\":1.0}"},
    {"{\"x\":{\"type\":\"pow2\",\"low\":9,\"high\":81,\"base\":3}}", 0.6,
	"{\"x\":27}"},
    {"{\"x\":{\"type\":\"float\",\"low\":0.9,\"high\":0.99,\"rlog\":true}}",
	0.5, "{\"x\":0.968377223398}"}, /* 1 - sqrt(0.1 0.01) */
    {"{\"x\":{\"type\":\"ordinal\",\"choices\":[1,2,5,10,30],"
     "\"spacing\":\"log\"}}",
	0.1612,
	"{\"x\":1}"}, /* ln 2 / (ln 30 + ln 2 / 2 + ln 3 / 2) = .16131 */
    {"{\"x\":{\"type\":\"ordinal\",\"choices\":[1,2,5,10,30],"
     "\"spacing\":\"log\"}}",
	0.1614, "{\"x\":2}"},
    {"{\"x\":{\"type\":\"ordinal\",\"choices\":[0,1,5],"
     "\"spacing\":\"value\"}}",
	0.46, "{\"x\":1}"}, /* from 1/7.5 to 3.5/7.5 */
    {"{\"x\":{\"type\":\"ordinal\",\"choices\":[0,1,5],"
     "\"spacing\":\"value\"}}",
	0.47, "{\"x\":5}"},
    {"{\"x\":{\"type\":\"categorical\",\"choices\":[1.0,\"1\",1]}}", 0.1,
	"{\"x\":1.0}"},
    {"{\"x\":{\"type\":\"bool\"}}", 0.6, "{\"x\":true}"},
};

static void
test_decode(void)
{
	for (size_t i = 0; i < sizeof(decoded) / sizeof(*decoded); i++) {
		struct space space;
		char *text;

		make_space(&space, decoded[i].space);
		text = text_of(params_at(&space, &decoded[i].u));
		ok(strcmp(text, decoded[i].params) == 0, "%s at %g: %s",
		    decoded[i].space, decoded[i].u, text);
		free(text);
		space_release(&space);
	}
}

static const char conditional[] =
    "{\"kernel\":{\"type\":\"categorical\",\"choices\":[\"rbf\",\"poly\"]},"
    "\"C\":{\"type\":\"float\",\"low\":0.001,\"high\":1000,\"log\":true},"
    "\"gamma\":{\"type\":\"float\",\"low\":1e-05,\"high\":10,\"log\":true,"
    "\"default\":0.01,\"when\":\"kernel == 'rbf'\"},"
    "\"degree\":{\"type\":\"int\",\"low\":2,\"high\":6,\"step\":2,"
    "\"when\":\"kernel == 'poly'\"}}";

/* Points, and what becomes of them; NULL: refused, naming the parameter. */
static const struct {
	const char *params, *complete, *name;
} points[] = {
    {"{}", "{\"kernel\":\"rbf\",\"C\":1.0,\"gamma\":0.01}", NULL},
    {"{\"kernel\":\"poly\"}", "{\"kernel\":\"poly\",\"C\":1.0,\"degree\":4}",
	NULL},
    {"{\"degree\":6.0,\"C\":1,\"kernel\":\"poly\"}",
	"{\"kernel\":\"poly\",\"C\":1.0,\"degree\":6}", NULL},
    {"{\"kernel\":\"rbf\",\"degree\":2}", NULL, "'degree'"},
    {"{\"kernel\":\"poly\",\"degree\":3}", NULL, "'degree'"},
    {"{\"kernel\":\"poly\",\"degree\":2.5}", NULL, "'degree'"},
    {"{\"kernel\":\"poly\",\"degree\":\"2\"}", NULL, "'degree'"},
    {"{\"kernel\":\"sigmoid\"}", NULL, "'kernel'"},
    {"{\"C\":1001}", NULL, "'C'"},
    {"{\"C\":0.0009}", NULL, "'C'"},
    {"{\"kernal\":\"rbf\"}", NULL, "'kernel'"},
};

static void
test_points(void)
{
	struct space space;

	make_space(&space, conditional);
	for (size_t i = 0; i < sizeof(points) / sizeof(*points); i++) {
		struct err e = {0};
		json_t *params = parse(points[i].params);
		json_t *complete = encode_complete(&space, params, &e);
		char *text = text_of(complete);

		if (points[i].complete)
			ok(strcmp(text, points[i].complete) == 0, "%s: %s",
			    points[i].params, text);
		else
			ok(!complete && strstr(e.text, points[i].name),
			    "%s: %s", points[i].params, e.text);
		json_decref(params);
		free(text);
	}
	space_release(&space);
}

static void
test_missing(void)
{
	struct space space;
	struct err e = {0};
	json_t *params = parse("{\"kernel\":\"rbf\",\"C\":1}");

	make_space(&space, conditional);
	ok(encode_check(&space, params, &e) == -1 && strstr(e.text, "'gamma'"),
	    "a point must have all active parameters: %s", e.text);
	json_decref(params);
	space_release(&space);
}

/* Whether the two are one point. */
static int
same_key(const struct space *space, const char *a, const char *b)
{
	json_t *p = parse(a), *q = parse(b);
	const bool same = encode_equal(space, p, q);

	json_decref(p);
	json_decref(q);
	return same;
}

static void
test_keys(void)
{
	struct space space;

	make_space(&space, conditional);
	ok(same_key(&space, "{\"kernel\":\"poly\",\"C\":1,\"degree\":2}",
	       "{\"C\":1.0,\"degree\":2.0,\"kernel\":\"poly\"}"),
	    "numbers are equal by value, in any order");
	ok(!same_key(&space, "{\"kernel\":\"poly\",\"C\":1,\"degree\":2}",
	       "{\"kernel\":\"poly\",\"C\":1,\"degree\":4}") &&
		!same_key(&space, "{\"kernel\":\"rbf\",\"C\":1,\"gamma\":0.01}",
		    "{\"kernel\":\"rbf\",\"C\":1,\"gamma\":0.010000000001}"),
	    "points that differ have keys that differ");
	space_release(&space);
}

static void
test_grid(void)
{
	ok(value_quantise(0) == 0x1p-33 &&
		value_quantise(0.25) == 0.25 + 0x1p-33 &&
		value_quantise(nextafter(1, 0)) == 1 - 0x1p-33,
	    "the grid is (k + 0.5) 2^-32");
}

int
main(void)
{
	test_grid();
	test_round_trip();
	test_decode();
	test_points();
	test_missing();
	test_keys();
	return tap_done();
}
