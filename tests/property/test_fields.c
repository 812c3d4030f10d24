/*
 * Parameters that are lists: what is drawn of a subset, a permutation and a
 * simplex is uniform, by chi-square of all that there may be and by Kolmogorov
 * and Smirnov's test of each share; seeds are fixed, alpha is 1e-6.  What is
 * encoded is decoded again, and what is written is read again.
 */
#include <gsl/gsl_cdf.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "encode.h"
#include "jsonl.h"
#include "numbers.h"
#include "point.h"
#include "tap.h"
#include "uniform.h"
#include "xalloc.h"

enum { DRAWS = 20000, LARGE = 100, FEW = 2000, SEED = 11 };

static void
open_space(struct space *space, const char *text)
{
	struct err e;
	json_t *json = jsonl_parse(text, strlen(text), &e);

	space_init(space, json);
	json_decref(json);
}

static json_t *
draw(const struct space *space, uint32_t i, double *row)
{
	return uniform_row(space, SEED, i, row) ? point_params(space, row)
						: NULL;
}

/* How often each list was drawn, an object by its text. */
static json_t *
count_lists(const struct space *space)
{
	double *row = xcalloc(space->n + 1, sizeof(*row));
	json_t *counts = jsonl_object();

	for (uint32_t i = 0; i < DRAWS; i++) {
		json_t *params = draw(space, i, row);
		struct buf text = {0};
		json_int_t n;

		jsonl_write(&text, json_object_get(params, "x"));
		n = json_integer_value(
		    json_object_get(counts, buf_text(&text)));
		json_object_set_new(
		    counts, buf_text(&text), json_integer(n + 1));
		buf_release(&text);
		json_decref(params);
	}
	free(row);
	return counts;
}

/* All lists that there are, and how many these are. */
static const struct {
	const char *domain;
	size_t lists;
} counted[] = {
    {"{\"type\":\"permutation\",\"choices\":[\"a\",\"b\",3,null]}", 24},
    {"{\"type\":\"permutation\",\"choices\":[1,2,3,4,5]}", 120},
    {"{\"type\":\"subset\",\"choices\":[1,2,3,4,5]}", 32},
    {"{\"type\":\"subset\",\"choices\":[1,2,3,4,5],\"min\":2,\"max\":2}", 10},
    {"{\"type\":\"subset\",\"choices\":[1,2,3,4,5,6],\"min\":1,\"max\":3}", 41},
    {"{\"type\":\"subset\",\"choices\":[1,2,3,4],\"min\":3}", 5},
    {"{\"type\":\"subset\",\"choices\":[1,2,3,4],\"min\":4}", 1},
    {"{\"type\":\"subset\",\"choices\":[1,2,3,4],\"max\":0}", 1},
    {"{\"type\":\"subset\",\"choices\":[1,2,3,4,5,6,7],\"max\":1}", 8},
    {"{\"type\":\"ordinal\",\"choices\":[1,2,3],\"shape\":3}", 27},
};

static void
test_counted(const char *domain, size_t lists)
{
	const double want = (double)DRAWS / (double)lists;
	struct buf text = {0};
	struct space space;
	double chi = 0;
	json_t *counts, *n;
	const char *key;

	buf_printf(&text, "{\"x\":%s}", domain);
	open_space(&space, buf_text(&text));
	counts = count_lists(&space);
	json_object_foreach (counts, key, n)
		chi += pow((double)json_integer_value(n) - want, 2) / want;
	ok(json_object_size(counts) == lists &&
		(lists == 1 ||
		    gsl_cdf_chisq_Q(chi, (double)lists - 1) > chance_alpha),
	    "%s: %zu lists, chi-square %g", domain, json_object_size(counts),
	    chi);
	ok(space_count(&space) == lists, "of %zu", lists);
	json_decref(counts);
	space_release(&space);
	buf_release(&text);
}

/* Each share of k has the distribution function 1 - (1 - x)^(k - 1). */
static void
test_simplex(size_t k)
{
	const size_t n = k < LARGE ? DRAWS : FEW;
	double *p = xcalloc(k * n, sizeof(*p));
	double *row = xcalloc(k, sizeof(*row));
	double worst = 0;
	struct buf text = {0};
	struct space space;

	buf_printf(&text, "{\"x\":{\"type\":\"simplex\",\"shape\":%zu}}", k);
	open_space(&space, buf_text(&text));
	for (uint32_t i = 0; i < n; i++) {
		json_t *params = draw(&space, i, row);
		const json_t *list = json_object_get(params, "x");
		double sum = 0;

		for (size_t j = 0; j < k; j++) {
			const double x =
			    json_number_value(json_array_get(list, j));

			sum += x;
			p[j * n + i] = 1 - pow(1 - x, (double)k - 1);
		}
		worst = fmax(worst, fabs(sum - 1));
		json_decref(params);
	}
	ok(worst <= 1e-12, "the sum of %zu is 1 but for %g", k, worst);
	for (size_t j = 0; j < k && j < 4; j++)
		ok(are_uniform(p + j * n, n), "share %zu of %zu", j, k);
	ok(are_uniform(p + (k - 1) * n, n), "the last of %zu", k);
	free(row);
	free(p);
	space_release(&space);
	buf_release(&text);
}

static const char *const spaces[] = {
    "{\"w\":{\"type\":\"float\",\"low\":1e-3,\"high\":1e3,\"log\":true,"
    "\"shape\":4},\"m\":{\"type\":\"simplex\",\"shape\":5},"
    "\"o\":{\"type\":\"permutation\",\"choices\":[1,\"1\",null,true,2.5]},"
    "\"f\":{\"type\":\"subset\",\"choices\":[\"a\",\"b\",\"c\",7],\"min\":1,"
    "\"max\":2}}",
    "{\"f\":{\"type\":\"subset\",\"choices\":[\"a\",\"b\",\"c\"]},"
    "\"n\":{\"type\":\"int\",\"low\":1,\"high\":9,\"shape\":2,"
    "\"when\":\"'a' in f and 'b' not in f\"},"
    "\"v\":{\"type\":\"int\",\"low\":\"n[0]\",\"high\":\"n[0] + n[1]\","
    "\"shape\":3,\"when\":\"n[0] is not null\"},"
    "\"b\":{\"type\":\"bool\",\"shape\":2},"
    "\"p\":{\"type\":\"pow2\",\"low\":1,\"high\":8,\"shape\":2}}",
};

/* Whether coordinates lead back to the row, and its text to the same one. */
static bool
is_read_again(const struct space *space, const struct numbers *numbers,
    const double *row, double *u, double *back)
{
	json_t *params = point_params(space, row);
	struct buf text = {0};
	struct err e;
	bool good = true;

	point_encode(space, row, u);
	good = point_decode(space, u, back) &&
	       encode_check(space, params, &e) == 0;
	for (size_t i = 0; good && i < space->n; i++)
		good = (isnan(row[i]) && isnan(back[i])) ||
		       fabs(row[i] - back[i]) <=
			   1e-11 * fmax(1, fabs(space->params[i].high));
	jsonl_write(&text, params);
	good = good && numbers_read(numbers, text.data, text.len, back) == 0;
	for (size_t i = 0; good && i < space->n; i++)
		good = row[i] == back[i] || (isnan(row[i]) && isnan(back[i]));
	buf_release(&text);
	json_decref(params);
	return good;
}

static void
test_again(const char *text)
{
	struct numbers numbers;
	struct space space;
	double *row, *back, *u;
	size_t good = 0;

	open_space(&space, text);
	numbers_init(&numbers, &space);
	row = xcalloc(3 * (space.n + 1), sizeof(*row));
	back = row + space.n + 1;
	u = back + space.n + 1;
	for (uint32_t i = 0; i < DRAWS / 10; i++)
		good += uniform_row(&space, SEED, i, row) &&
			is_read_again(&space, &numbers, row, u, back);
	ok(good == DRAWS / 10, "%zu are read again: %.60s...", good, text);
	free(row);
	numbers_release(&numbers);
	space_release(&space);
}

/* Texts of points, right and wrong: read as their JSON is. */
static void
test_texts(void)
{
	static const char *const texts[] = {"[0.25,1]", "[ 0.25 , 1 ]",
	    "[0.25]", "[0.25,1,1]", "[]", "[0.25,2]", "[0.25,]", "[,1]",
	    "[0.25,\"1\"]", "[0.25,[1]]", "[0.25,null]", "[1e-1,1.0]", "1",
	    "\"[0.25,1]\"", "{}", "[0.25,1e999]", "[-0.0,0]"};
	struct numbers numbers;
	struct space space;

	open_space(&space, "{\"x\":{\"type\":\"float\",\"low\":0,\"high\":1,"
			   "\"shape\":2}}");
	numbers_init(&numbers, &space);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		double a[2] = {0}, b[2] = {0};
		struct buf text = {0};
		json_t *params;
		int read, taken;

		buf_printf(&text, "{\"x\":%s}", texts[i]);
		params = jsonl_value(text.data, text.len);
		read = numbers_read(&numbers, text.data, text.len, a);
		taken = numbers_take(&numbers, params, b);
		ok(read == taken &&
			(read == -1 || memcmp(a, b, sizeof(a)) == 0),
		    "%s is read as its JSON is, %d", texts[i], read);
		json_decref(params);
		buf_release(&text);
	}
	numbers_release(&numbers);
	space_release(&space);
}

/* A large one: all at once, and each within its sizes. */
static void
test_large(void)
{
	struct buf text = {0};
	struct space space;
	double *row;
	bool good = true;

	buf_puts(&text, "{\"x\":{\"type\":\"subset\",\"choices\":[0");
	for (int i = 1; i < FIELD_TIED; i++)
		buf_printf(&text, ",%d", i);
	buf_puts(&text, "],\"min\":100,\"max\":101}}");
	open_space(&space, buf_text(&text));
	row = xcalloc(space.n + 1, sizeof(*row));
	for (uint32_t i = 0; i < 50; i++) {
		json_t *params = draw(&space, i, row);
		const size_t n = json_array_size(json_object_get(params, "x"));

		good = good && (n == 100 || n == 101);
		json_decref(params);
	}
	ok(good, "100 or 101 of %d", FIELD_TIED);
	free(row);
	space_release(&space);
	buf_release(&text);
}

int
main(void)
{
	for (size_t k = 0; k < sizeof(counted) / sizeof(*counted); k++)
		test_counted(counted[k].domain, counted[k].lists);
	test_simplex(2);
	test_simplex(3);
	test_simplex(12);
	test_simplex(FIELD_TIED);
	for (size_t k = 0; k < sizeof(spaces) / sizeof(*spaces); k++)
		test_again(spaces[k]);
	test_texts();
	test_large();
	return tap_done();
}
