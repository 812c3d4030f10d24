/* Conditions: what is read, what is refused at which byte, what is equal. */
#include <stdlib.h>
#include <string.h>

#include "expr.h"
#include "jsonl.h"
#include "tap.h"

static const struct {
	const char *text, *parent, *allowed;
} good[] = {
    {"a == 1", "a", "[1]"},
    {"a=1", "a", "[1]"},
    {" ( ( a  =  'x' ) ) ", "a", "[\"x\"]"},
    {"a in (1, 2.0, -3e2)", "a", "[1,2.0,-300.0]"},
    {"a in ('x') or a == \"y\"", "a", "[\"x\",\"y\"]"},
    {"a == 1 or (a == 2 or a in (1, 1.0, 3))", "a", "[1,2,3]"},
    {"a.b_c == true or a.b_c == false", "a.b_c", "[true,false]"},
    {"`a-b` == null", "a-b", "[null]"},
    {"`in` in ('it''s', 'a\\'b', \"c\\\\d\")", "in",
	"[\"it's\",\"a'b\",\"c\\\\d\"]"},
    {"a == '1' or a == 1", "a", "[\"1\",1]"},
    {"orc == .5", "orc", "[0.5]"},
    {"a == 9007199254740992", "a", "[9007199254740992]"},
};

static const struct {
	const char *text;
	int column;
} bad[] = {
    {"", 1},
    {"   ", 4},
    {"a", 2},
    {"a ==", 5},
    {"== 1", 1},
    {"a == b", 6},
    {"a == 1 and a == 2", 8},
    {"not a == 1", 1},
    {"a != 1", 3},
    {"a < 1", 3},
    {"a <= 1", 3},
    {"a is null", 3},
    {"a like 'x'", 3},
    {"a + 1 == 2", 3},
    {"a == 1 or b == 2", 11},
    {"a in 1", 6},
    {"a in ()", 7},
    {"a in (1", 8},
    {"a in (1,)", 9},
    {"a in (1 2)", 9},
    {"(a == 1", 8},
    {"a == 1)", 7},
    {"a == 1 a", 8},
    {"a == 'x", 6},
    {"a == '\xff'", 6},
    {"`a == 1", 1},
    {"a == 1x", 6},
    {"a == 1e999", 6},
    {"a == $", 6},
    {"log(a) == 1", 4},
    {"1 == a", 1},
    {"a-b == 1", 2},
    {"a == 1;", 7},
    {"in == 1", 1},
};

static int
equals(json_t *value, const char *text)
{
	struct buf b = {0};
	int same;

	jsonl_write(&b, value);
	same = strcmp(buf_text(&b), text) == 0;
	buf_release(&b);
	return same;
}

/*
 * Scalars in order, equal ones in one string: numbers around those that only
 * one of integer and double can hold.
 */
static const char *const ascending[] = {
    "[\"\"]",
    "[\"1\",\"1\"]",
    "[\"a\"]",
    "[-1e300]",
    "[-9223372036854775808,-9223372036854775808.0]",
    "[-9223372036854775807]",
    "[-3,-3.0]",
    "[-2.385]",
    "[-2,-2.0]",
    "[-0.5]",
    "[0,0.0,-0.0]",
    "[1e-300]",
    "[1,1.0,1e0]",
    "[1.0000000000000002]",
    "[4503599627370495]",
    "[4503599627370495.5]",
    "[4503599627370496,4503599627370496.0]",
    "[9007199254740992,9007199254740992.0]",
    "[9007199254740993]",
    "[9007199254740994,9007199254740994.0]",
    "[9223372036854775807]",
    "[9223372036854775808.0,9223372036854775807.0]",
    "[1e300]",
    "[true,true]",
    "[false]",
    "[null,null]",
};

static int
sign(int x)
{
	return (x > 0) - (x < 0);
}

/* Whether all of a are to all of b as order says, by their keys, too. */
static int
is_order(json_t *a, json_t *b, int order)
{
	int right = 1;

	for (size_t i = 0; i < json_array_size(a); i++) {
		json_t *x = json_array_get(a, i);
		char *x_key = expr_key(x);

		for (size_t k = 0; k < json_array_size(b); k++) {
			json_t *y = json_array_get(b, k);
			char *y_key = expr_key(y);

			right &= sign(expr_compare(x, y)) == order;
			right &= (strcmp(x_key, y_key) == 0) == (order == 0);
			free(y_key);
		}
		free(x_key);
	}
	return right;
}

static void
test_compare(void)
{
	enum { N = sizeof(ascending) / sizeof(*ascending) };
	json_t *list[N];
	struct err e = {0};

	for (size_t i = 0; i < N; i++)
		list[i] = jsonl_parse(ascending[i], strlen(ascending[i]), &e);
	for (size_t i = 0; i < N; i++) {
		int right = 1;

		for (size_t k = 0; k < N; k++)
			right &= is_order(list[i], list[k],
			    i < k   ? -1
			    : i > k ? 1
				    : 0);
		ok(right, "in order, and key alike: %s", ascending[i]);
		ok(expr_compare(list[i], json_array_get(list[i], 0)) != 0,
		    "an array equals no scalar");
	}
	for (size_t i = 0; i < N; i++)
		json_decref(list[i]);
}

int
main(void)
{
	struct condition c;
	struct err e;
	char deep[200];

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		const int rc = expr_condition(good[i].text, &c, &e);

		ok(rc == 0 && strcmp(c.parent, good[i].parent) == 0 &&
			equals(c.allowed, good[i].allowed),
		    "%s", good[i].text);
		if (rc == 0)
			condition_release(&c);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		const int rc = expr_condition(bad[i].text, &c, &e);

		ok(rc == -1 && e.column == bad[i].column && !c.parent &&
			!c.allowed,
		    "refused at byte %d: %s (%s)", e.column, bad[i].text,
		    rc ? e.text : "");
	}
	memset(deep, '(', sizeof(deep) - 1);
	deep[sizeof(deep) - 1] = '\0';
	ok(expr_condition(deep, &c, &e) == -1 && e.column == EXPR_DEPTH_MAX + 1,
	    "too deep");
	test_compare();
	return tap_done();
}
