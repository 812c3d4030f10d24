/*
 * Proofs that a space is empty, and counts of its points, held against trying
 * all of them: made up spaces of whole numbers, choices, conditions, bounds and
 * rules, a good part of which has no point.
 */
#include <limits.h>
#include <string.h>

#include "buf.h"
#include "empty.h"
#include "jsonl.h"
#include "product.h"
#include "rng.h"
#include "tap.h"

enum { SPACES = 800, RULES_MAX = 5, HIGH = 6 };

static struct rng rng;

static int
below(uint32_t n)
{
	return (int)rng_below(&rng, n);
}

#define ONE_OF(list) ((list)[below((uint32_t)(sizeof(list) / sizeof(*(list))))])

/* An expression over a to d: conditions, and rules. */
static void
add_rule(struct buf *b)
{
	static const char *const names[] = {"a", "b", "c", "d"};
	static const char *const orders[] = {"<", "<=", ">", ">=", "=="};
	static const char *const operators[] = {"+", "-", "*"};
	static const char *const kinds[] = {
	    "k == 'x'", "k != 'x'", "k in ('y', 'z')", "t", "not t"};

	if (below(3) == 0)
		buf_printf(b, "%s or ", ONE_OF(kinds));
	if (below(8) == 0) {
		buf_printf(b, "%s is not null", ONE_OF(names));
		return;
	}
	buf_printf(
	    b, "%s %s %s ", ONE_OF(names), ONE_OF(operators), ONE_OF(names));
	if (below(2) == 0)
		buf_printf(b, "%s %d", ONE_OF(orders), below(2 * HIGH));
	else
		buf_printf(b, "%s %s", ONE_OF(orders), ONE_OF(names));
}

static void
add_rules(struct buf *b, const char *key)
{
	buf_printf(b, "],\"%s\":[", key);
	for (int n = below(RULES_MAX); n > 0; n--) {
		buf_puts(b, "\"");
		add_rule(b);
		buf_puts(b, n > 1 ? "\"," : "\"");
	}
}

/* {"space":{...},"require":[...],"forbid":[...]} */
static json_t *
make(uint32_t i)
{
	static const char *const bounds[] = {
	    "6", "\"a\"", "\"a - b\"", "\"min(a, b)\"", "\"9 - a\""};
	static const char *const conditions[] = {"", ",\"when\":\"t\"",
	    ",\"when\":\"k == 'x'\"", ",\"when\":\"a > b\""};
	struct buf b = {0};
	struct err e;
	json_t *made;

	rng_init(&rng, 2385, i, "empty", 0);
	buf_printf(&b,
	    "{\"space\":{\"d\":{\"type\":\"int\",\"low\":1,\"high\":6%s},"
	    "\"c\":{\"type\":\"int\",\"low\":2,\"high\":%s%s},",
	    ONE_OF(conditions), ONE_OF(bounds), ONE_OF(conditions));
	buf_puts(&b,
	    "\"a\":{\"type\":\"int\",\"low\":1,\"high\":6},"
	    "\"b\":{\"type\":\"int\",\"low\":1,\"high\":6},"
	    "\"t\":{\"type\":\"bool\"},\"k\":{\"type\":\"categorical\","
	    "\"choices\":[\"x\",\"y\",\"z\"]}},\"x\":[");
	add_rules(&b, "require");
	add_rules(&b, "forbid");
	buf_puts(&b, "]}");
	made = jsonl_parse(buf_text(&b), b.len, &e);
	buf_release(&b);
	return made;
}

/* What a search told: a set of limits of each empty part. */
struct told {
	size_t times;
	size_t limits[RULES_MAX * 2 + 2], n; /* the last time */
};

static void
tell(void *arg, const size_t *limits, size_t n)
{
	struct told *told = arg;

	told->times++;
	told->n = n;
	memcpy(told->limits, limits, n * sizeof(*limits));
}

static uint64_t
count(json_t *json, json_t *require, json_t *forbid)
{
	struct space space;
	uint64_t n;

	space_init(&space, json);
	space_rules(&space, require, forbid);
	n = product_points(&space);
	space_release(&space);
	return n;
}

/* The rules that were told, but for number `without` of them. */
static uint64_t
count_told(json_t *made, const struct told *told, size_t without)
{
	json_t *list[2] = {
	    json_object_get(made, "require"), json_object_get(made, "forbid")};
	const size_t required = json_array_size(list[0]);
	json_t *kept[2] = {json_array(), json_array()};
	uint64_t n;

	for (size_t k = 0; k < told->n; k++) {
		const size_t l = told->limits[k];
		const bool forbids = l >= required;

		if (k != without && l < required + json_array_size(list[1]))
			json_array_append(
			    kept[forbids], json_array_get(list[forbids],
					       forbids ? l - required : l));
	}
	n = count(json_object_get(made, "space"), kept[0], kept[1]);
	json_decref(kept[0]);
	json_decref(kept[1]);
	return n;
}

struct tally {
	size_t empty, proved, wrong, lax, miscounted;
};

static void
try_one(uint32_t i, struct tally *t)
{
	json_t *made = make(i), *json = json_object_get(made, "space");
	json_t *require = json_object_get(made, "require"),
	       *forbid = json_object_get(made, "forbid");
	const uint64_t points = count(json, require, forbid);
	const bool empty = points == 0;
	struct told told = {0};
	struct space space;
	uint64_t n = 0;

	space_init(&space, json);
	space_rules(&space, require, forbid);
	t->miscounted += !space_count_within(&space, LONG_MAX, &n) ||
			 n != points || space_count(&space) != points;
	empty_search(&space, tell, &told);
	t->empty += empty;
	t->proved += told.times > 0;
	t->wrong += told.times > 0 && !empty;
	if (told.times == 1) {
		bool lax = count_told(made, &told, told.n) != 0;

		for (size_t k = 0; k < told.n; k++)
			lax |= told.limits[k] < space.nrules &&
			       count_told(made, &told, k) == 0;
		t->lax += lax;
	}
	if (t->wrong + t->lax + t->miscounted > 0)
		printf("# space %u\n", i);
	space_release(&space);
	json_decref(made);
}

int
main(void)
{
	struct tally t = {0};

	for (uint32_t i = 0; i < SPACES && t.wrong + t.lax + t.miscounted == 0;
	     i++)
		try_one(i, &t);
	ok(t.wrong == 0, "no space that has a point is taken for empty");
	ok(t.empty > SPACES / 50 && t.proved == t.empty,
	    "of %d spaces %zu are empty, %zu of them proved so", SPACES,
	    t.empty, t.proved);
	ok(t.lax == 0, "the rules that are told leave no point, all of them "
		       "being needed");
	ok(t.miscounted == 0, "points are counted as trying all of them does");
	return tap_done();
}
