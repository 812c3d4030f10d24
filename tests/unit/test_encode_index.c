/*
 * The points of small spaces, numbered, against brute force: every combination
 * of levels, in the order of the header, those that are no points left out.
 */
#include <stdlib.h>
#include <string.h>

#include "encode.h"
#include "jsonl.h"
#include "points.h"
#include "space.h"
#include "tap.h"

#define INT(name, high)                                                        \
	"\"" name "\":{\"type\":\"int\",\"low\":1,\"high\":" high
#define WHEN(condition) ",\"when\":\"" condition "\""

static const struct {
	const char *space;
	size_t points;
} spaces[] = {
    {"{}", 1},
    {"{" INT("a", "1") "}}", 1},
    {"{" INT("a", "4") "}," INT("b", "3") "}}", 12},
    {"{" INT("a", "4") "}," INT("b", "3") WHEN("a == 2") "}}", 6},
    {"{" INT("b", "3") WHEN("a == 2") "}," INT("a", "4") "}}", 6},
    {"{" INT("a", "3") "}," INT("b", "2") WHEN("a == 1") "}," INT("c", "4")
	    WHEN("a in (1, 3)") "}}",
	2 * 4 + 1 + 4},
    {"{" INT("a", "3") "}," INT("b", "3")
	    WHEN("a == 2 or a == 3") "}," INT("c", "2") WHEN("b == 2") "}}",
	1 + 2 * 4},
    {"{\"k\":{\"type\":\"const\",\"value\":1}," INT("a", "2")
	    WHEN("k == 1") "}," INT("b", "3") "}}",
	6},
    {"{\"a\":{\"type\":\"bool\"},\"b\":{\"type\":\"bool\","
     "\"when\":\"a == true\"},\"c\":{\"type\":\"bool\","
     "\"when\":\"b == true\"},\"d\":{\"type\":\"bool\"}}",
	2 * (1 + 1 + 2)},
};

/* All of what encode_index() gives, as one text a point. */
static char **
all_points(const struct space *space, size_t n)
{
	char **list = calloc(n + 1, sizeof(*list));

	for (size_t i = 0; i < n; i++) {
		json_t *params = encode_index(space, i);
		struct buf text = {0};

		jsonl_write(&text, params);
		list[i] = buf_steal(&text);
		json_decref(params);
	}
	return list;
}

/* The points among all level combinations, by decoding cell centres. */
static size_t
count_by_force(const struct space *space, char **list, size_t n)
{
	size_t combinations = 1, found = 0;
	unsigned char *seen = calloc(n + 1, 1);

	for (size_t i = 0; i < space->n; i++)
		combinations *= (size_t)space->params[i].levels;
	for (size_t k = 0; k < combinations; k++) {
		double u[8];
		size_t rest = k;
		struct buf text = {0};
		json_t *params;

		for (size_t i = 0; i < space->n; i++) {
			const struct param *p = &space->params[i];
			const size_t levels = (size_t)p->levels;

			if (p->coordinate != SPACE_NONE)
				u[p->coordinate] =
				    ((double)(rest % levels) + 0.5) /
				    (double)levels;
			rest /= levels;
		}
		params = params_at(space, u);
		jsonl_write(&text, params);
		for (size_t i = 0; i < n; i++) {
			if (strcmp(buf_text(&text), list[i]) == 0 && !seen[i]) {
				seen[i] = 1;
				found++;
			}
		}
		json_decref(params);
		buf_release(&text);
	}
	free(seen);
	return found;
}

static int
are_distinct(char **list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(list[i], list[k]) == 0)
				return 0;
	return 1;
}

/* Whether every one is a point of the space. */
static int
are_points(const struct space *space, size_t n)
{
	int good = 1;

	for (size_t i = 0; i < n; i++) {
		struct err e = {0};
		json_t *params = encode_index(space, i);

		good &= encode_check(space, params, &e) == 0;
		json_decref(params);
	}
	return good;
}

static void
test_space(const char *text, size_t points)
{
	struct err e = {0};
	json_t *json = jsonl_parse(text, strlen(text), &e);
	struct space space;
	char **list;

	space_init(&space, json);
	json_decref(json);
	list = all_points(&space, points);
	ok(space_count(&space) == points, "%zu points: %s", points, text);
	ok(are_distinct(list, points) && are_points(&space, points),
	    "they are points, and differ");
	ok(count_by_force(&space, list, points) == points,
	    "each combination of levels is among them");
	for (size_t i = 0; i < points; i++)
		free(list[i]);
	free(list);
	space_release(&space);
}

/* The order: the first parameter slowest. */
static void
test_order(void)
{
	static const char *const want[] = {"{\"a\":1,\"c\":1}",
	    "{\"a\":1,\"c\":2}", "{\"a\":2,\"b\":1,\"c\":1}",
	    "{\"a\":2,\"b\":1,\"c\":2}", "{\"a\":2,\"b\":2,\"c\":1}",
	    "{\"a\":2,\"b\":2,\"c\":2}", "{\"a\":3,\"c\":1}",
	    "{\"a\":3,\"c\":2}"};
	static const char text[] = "{" INT("a", "3") "}," INT("b", "2")
	    WHEN("a == 2") "}," INT("c", "2") "}}";
	struct err e = {0};
	json_t *json = jsonl_parse(text, strlen(text), &e);
	struct space space;
	char **list;

	space_init(&space, json);
	json_decref(json);
	list = all_points(&space, 8);
	for (size_t i = 0; i < 8; i++) {
		ok(strcmp(list[i], want[i]) == 0, "point %zu: %s", i, list[i]);
		free(list[i]);
	}
	free(list);
	space_release(&space);
}

/* A parent with many values, of which children name few, costs nothing. */
static void
test_large(void)
{
	static const char text[] =
	    "{\"a\":{\"type\":\"int\",\"low\":1,\"high\":4000000000},"
	    "\"b\":{\"type\":\"int\",\"low\":1,\"high\":3,"
	    "\"when\":\"a == 3999999999\"}}";
	struct err e = {0};
	json_t *json = jsonl_parse(text, strlen(text), &e);
	json_t *params;
	struct space space;

	space_init(&space, json);
	json_decref(json);
	ok(space_count(&space) == 4000000002U, "a large parent");
	params = encode_index(&space, 4000000000U);
	ok(json_integer_value(json_object_get(params, "a")) == 3999999999 &&
		json_integer_value(json_object_get(params, "b")) == 3,
	    "its child at the value that names it");
	json_decref(params);
	params = encode_index(&space, 4000000001U);
	ok(json_integer_value(json_object_get(params, "a")) == 4000000000 &&
		!json_object_get(params, "b"),
	    "the last point");
	json_decref(params);
	space_release(&space);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(spaces) / sizeof(*spaces); i++)
		test_space(spaces[i].space, spaces[i].points);
	test_order();
	test_large();
	return tap_done();
}
