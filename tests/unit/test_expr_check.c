/* The types of expressions: what can never be is a mistake, and where. */
#include <string.h>

#include "expr.h"
#include "tap.h"

/* What the names may be: U unknown, Z null, B, N, S. */
enum { U = 1 << EXPR_UNKNOWN, Z = 1 << EXPR_NULL, B = 1 << EXPR_BOOL };
enum { N = 1 << EXPR_NUMBER, S = 1 << EXPR_STRING };

static const struct {
	const char *name;
	unsigned kinds;
} names[] = {
    {"x", N},
    {"y", N | U},
    {"s", S},
    {"t", B},
    {"m", N | S | Z},
    {"absent", U},
};

static const struct {
	const char *text;
	unsigned wanted;
	int column; /* 0: it is right */
} cases[] = {
    {"x < 1", B, 0},
    {"x + y * 2 >= 3 and s == 'a' or t", B, 0},
    {"m == 1 or m == 'a' or m is null or m == null", B, 0},
    {"m < 1 or m < 'a' or m + 1 > 2", B, 0},
    {"m in (1, 'a', null)", B, 0},
    {"m like 'a%'", B, 0},
    {"absent == 1 and absent like 'a' and absent < s and not absent", B, 0},
    {"absent", B, 0},
    {"absent + 1", N, 0},
    {"t == true", B, 0},
    {"(x < 1) == t", B, 0},
    {"x is null", B, 0},
    {"min(x, 3, m)", N, 0},
    {"x", N, 0},
    {"m", N, 0},
    {"t", B, 0},
    {"x == 1", N | B, 0},
    {"x == 'a'", B, 6},
    {"'a' = x", B, 7},
    {"x == true", B, 6},
    {"x == null", B, 6},
    {"s != 1", B, 6},
    {"s == t", B, 6},
    {"m == true", B, 6},
    {"x in (1, 'a')", B, 10},
    {"x not in ('a')", B, 11},
    {"s in ('a', -1)", B, 12},
    {"x < 'a'", B, 5},
    {"x < s + 1", B, 5},
    {"t < true", B, 1},
    {"null < m", B, 1},
    {"m < null", B, 5},
    {"x + 'a'", N, 5},
    {"'a' * 2 > 1", B, 1},
    {"-s > 1", B, 2},
    {"x ^ t", N, 5},
    {"min(1, s)", N, 8},
    {"log(s) < 1", B, 5},
    {"x like 'a'", B, 1},
    {"t and x", B, 7},
    {"not x", B, 5},
    {"x + 1 or t", B, 1},
    {"(x or t)", B, 2},
    {"t or (2 + log(x))", B, 7},
    {"t and -(x + 1)", B, 7},
    {"x", B, 1},
    {"2 + abs(x)", B, 1},
    {"s", B | N, 1},
    {"x < 1", N, 1},
    {"(-x)", B, 2},
    {"log(x)", B, 1},
    {"'a'", N, 1},
};

static unsigned
kinds_of(const char *name)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i].name, name) == 0)
			return names[i].kinds;
	return 0;
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct err e = {0};
		struct expr *x = expr_parse(cases[i].text, &e);
		unsigned kinds[8];
		int rc = -2;

		if (x) {
			for (size_t k = 0; k < expr_names(x); k++)
				kinds[k] = kinds_of(expr_name(x, k, NULL));
			rc = expr_check(x, kinds, cases[i].wanted, &e);
		}
		ok(rc == (cases[i].column == 0 ? 0 : -1) &&
			e.column == cases[i].column,
		    "%s: %d %s", cases[i].text, e.column, e.text);
		expr_free(x);
	}
	return tap_done();
}
