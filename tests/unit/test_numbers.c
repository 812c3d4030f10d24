/* Rows of numbers against points as encode.h has them. */
#include "numbers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "encode.h"
#include "jsonl.h"
#include "points.h"
#include "rng.h"
#include "study.h"
#include "tap.h"

enum { POINTS = 500, WIDTH = 12 };

static const char header[] =
    "{\"hpo\":1,\"space\":{"
    "\"kind\":{\"type\":\"categorical\",\"choices\":[\"a\",\"b\\\"q\",3,"
    "null]},"
    "\"x\":{\"type\":\"float\",\"low\":-2.385,\"high\":4},"
    "\"lr\":{\"type\":\"float\",\"low\":1e-05,\"high\":10,\"log\":true,"
    "\"when\":\"kind in ('a', 3)\"},"
    "\"n\":{\"type\":\"int\",\"low\":-3,\"high\":30,\"when\":\"kind == 'a'\"},"
    "\"m\":{\"type\":\"int\",\"low\":1,\"high\":1000,\"log\":true},"
    "\"wide\":{\"type\":\"int\",\"low\":7,\"high\":900,\"log\":true},"
    "\"s\":{\"type\":\"float\",\"low\":0,\"high\":0.5,\"step\":0.1,"
    "\"when\":\"n == 7\"},"
    "\"w\":{\"type\":\"pow2\",\"low\":16,\"high\":1024},"
    "\"o\":{\"type\":\"ordinal\",\"choices\":[1,2.385,\"x\",true]},"
    "\"f\":{\"type\":\"bool\"},"
    "\"c\":{\"type\":\"const\",\"value\":2.385},"
    "\"deep\":{\"type\":\"float\",\"low\":0,\"high\":1,\"when\":\"s == 0.3\"}},"
    "\"objectives\":[{\"metric\":\"e\",\"goal\":\"minimize\"}]}";

static int
equal(const double *a, const double *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (a[i] != b[i] && !(isnan(a[i]) && isnan(b[i])))
			return 0;
	return 1;
}

/* A random point; *u its coordinates. */
static json_t *
random_point(const struct space *space, uint32_t i, double *u)
{
	struct rng rng;

	rng_init(&rng, 7, i, "test", 0);
	for (size_t k = 0; k < space->dim; k++)
		u[k] = rng_uniform(&rng);
	return params_at(space, u);
}

static void
test_points(const struct numbers *numbers)
{
	const struct space *space = numbers->space;
	int same = 1, coordinates = 1, activity = 1;

	for (uint32_t i = 0; i < POINTS; i++) {
		double u[WIDTH], a[WIDTH], b[WIDTH];
		struct buf text = {0};
		json_t *params = random_point(space, i, u);

		jsonl_write(&text, params);
		same &= numbers_read(numbers, text.data, text.len, a) == 0 &&
			numbers_take(numbers, params, b) == 0 &&
			equal(a, b, space->n);
		coordinates_of(space, params, u);
		for (size_t k = 0; k < space->n; k++) {
			const struct param *p = &space->params[k];
			const bool active =
			    json_object_get(params, p->name) != NULL;

			activity &= active == !isnan(a[k]) &&
				    point_active(space, k, a) == active;
			if (active && p->coordinate != SPACE_NONE)
				coordinates &= value_coordinate(p,
						   &numbers->domain[k].range,
						   a[k]) == u[p->coordinate];
		}
		buf_release(&text);
		json_decref(params);
	}
	ok(same, "text and object give the same row");
	ok(coordinates, "coordinates are those of the point");
	ok(activity, "activity, too");
}

/* Points that are not as we write them, and what are none. */
static void
test_odd(const struct numbers *numbers)
{
#define REST "\"m\":5,\"wide\":7,\"w\":16,\"o\":1.0,\"f\":false,\"c\":2.385"
	static const struct {
		const char *text;
		int rc;
	} cases[] = {
	    {"{\"kind\":null,\"x\":1," REST "}", 0},
	    {" { \"x\" : 1e0 , \"kind\" : null , " REST " } ", 0},
	    {"{\"\\u006bind\":null,\"x\":1," REST "}", 0},
	    {"{\"kind\":\"\\u0061\",\"lr\":1,\"n\":3.0,\"x\":-0.0," REST "}",
		0},
	    {"{\"kind\":3.0,\"lr\":10,\"x\":4," REST "}", 0},
	    {"{\"x\":9,\"kind\":null,\"x\":1," REST "}", 0},
	    {"{\"kind\":null,\"x\":1,\"lr\":1," REST "}", -1},
	    {"{\"kind\":null," REST "}", -1},
	    {"{\"kind\":null,\"x\":4.001," REST "}", -1},
	    {"{\"kind\":null,\"x\":\"1\"," REST "}", -1},
	    {"{\"kind\":\"c\",\"x\":1," REST "}", -1},
	    {"{\"kind\":null,\"x\":1,\"y\":1," REST "}", -1},
	    {"{\"kind\":\"a\",\"lr\":1,\"n\":3.5,\"x\":1," REST "}", -1},
	    {"{}", -1},
	    {"[]", -1},
	    {"5", -1},
	};
	const size_t n = numbers->space->n;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		double a[WIDTH], b[WIDTH];
		json_t *params =
		    jsonl_value(cases[i].text, strlen(cases[i].text));
		const int rc = numbers_read(
		    numbers, cases[i].text, strlen(cases[i].text), a);

		ok(rc == cases[i].rc &&
			rc == numbers_take(numbers, params, b) &&
			(rc == -1 || equal(a, b, n)),
		    "%s", cases[i].text);
		json_decref(params);
	}
}

/* The cells of a parameter's levels fill [0, 1] and hold what they should. */
static void
test_cells(const struct numbers *numbers, size_t i)
{
	const struct param *p = &numbers->space->params[i];
	const struct range *r = &numbers->domain[i].range;
	double low, high, middle, end = 0;
	int good = 1;

	for (uint64_t k = 0; k < p->levels; k++) {
		value_cell(p, r, k, &low, &high);
		good &= fabs(low - end) < 1e-15 && high > low &&
			fabs(value_cell_width(p, r, k, &middle) / (high - low) -
			     1) < 1e-9 &&
			middle > low && middle < high &&
			value_level_at(p, r, low + 1e-9) == k &&
			value_level_at(p, r, high - 1e-9) == k &&
			value_coordinate(p, r, (double)k) > low &&
			value_coordinate(p, r, (double)k) < high;
		end = high;
	}
	ok(good && end == 1, "cells of %s", p->name);
}

/* Of the widest domain as well each level has a cell, where it should be. */
static void
test_wide(void)
{
	static const char wide[] =
	    "{\"hpo\":1,\"space\":{\"n\":{\"type\":\"int\",\"low\":1,\"high\":"
	    "9007199254740991,\"log\":true}},\"objectives\":[{\"metric\":"
	    "\"e\",\"goal\":\"minimize\"}]}";
	const double all = log(9007199254740991.5) - log(.5);
	struct study study;
	struct range r;
	struct err e = {0};
	int good = 1;

	study_parse(&study, wide, strlen(wide), &e);
	r = value_range(&study.space.params[0]);
	for (double x = 1; x < 9e15; x *= 3) {
		double middle;
		const double width = value_cell_width(
		    &study.space.params[0], &r, (uint64_t)x - 1, &middle);

		good &= fabs(width * all / log1p(1 / (floor(x) - .5)) - 1) <
			    1e-12 &&
			fabs(middle * all - log(floor(x)) + log(.5)) < .2;
	}
	ok(good, "cells of 1 to 2^53 - 1");
	study_release(&study);
}

/* Levels that are spaced by their values, and those next to 1. */
static void
test_spaced(void)
{
	static const char spaced[] =
	    "{\"hpo\":1,\"space\":{\"logs\":{\"type\":\"ordinal\",\"choices\":"
	    "[1,2,5,10,30],\"spacing\":\"log\"},\"values\":{\"type\":"
	    "\"ordinal\",\"choices\":[-7,0.5,0.75,100],\"spacing\":\"value\"},"
	    "\"rlog\":{\"type\":\"float\",\"low\":0.1,\"high\":0.9,\"step\":"
	    "0.1,\"rlog\":true},\"near\":{\"type\":\"float\",\"low\":-3,"
	    "\"high\":0.75,\"step\":0.75,\"rlog\":true}},\"objectives\":[{"
	    "\"metric\":\"e\",\"goal\":\"minimize\"}]}";
	const double logs[] = {log(1), log(2), log(5), log(10), log(30)};
	struct study study;
	struct numbers numbers;
	struct err e = {0};
	double u[5];
	int good = 1;

	if (study_parse(&study, spaced, strlen(spaced), &e) == -1)
		printf("Bail out! %s\n", e.text);
	numbers_init(&numbers, &study.space);
	for (size_t i = 0; i < study.space.n; i++)
		test_cells(&numbers, i);
	for (int k = 0; k < 5; k++)
		u[k] = value_coordinate(
		    &study.space.params[0], &numbers.domain[0].range, k);
	for (int k = 0; k < 5; k++)
		good &= fabs((u[k] - u[0]) / (u[4] - u[0]) -
			     logs[k] / logs[4]) < 1e-12;
	ok(good, "coordinates are as far apart as logarithms");
	numbers_release(&numbers);
	study_release(&study);
}

int
main(void)
{
	struct study study;
	struct numbers numbers;
	struct err e = {0};

	if (study_parse(&study, header, strlen(header), &e) == -1)
		printf("Bail out! %s\n", e.text);
	numbers_init(&numbers, &study.space);
	test_points(&numbers);
	test_odd(&numbers);
	test_wide();
	test_spaced();
	for (size_t i = 0; i < study.space.n; i++)
		if (study.space.params[i].levels > 0)
			test_cells(&numbers, i);
	numbers_release(&numbers);
	study_release(&study);
	return tap_done();
}
