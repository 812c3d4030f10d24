/* What expressions may become in one box: as narrow as it can be told. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "expr.h"
#include "jsonl.h"
#include "tap.h"

enum { F = 1, T = 2, U = 4 };

/* The box: numbers, which may be inactive if so, and choices. */
static const struct {
	const char *name;
	double low, high;
	bool inactive;
	const char *choices;
} box[] = {
    {"x", 1, 10, false, NULL},
    {"y", -2, 3, false, NULL},
    {"w", -4, -0.5, false, NULL},
    {"z", 0, 2.5, true, NULL},
    {"p", 7, 7, false, NULL},
    {"k", 0, 0, false, "[\"rbf\",\"poly\",\"sigmoid\"]"},
    {"g", 0, 0, true, "[\"rbf\"]"},
    {"m", 0, 0, false, "[1,\"a\",null,true]"},
    {"n", 0, 0, false, "[2,4.0,8]"},
    {"b", 0, 0, false, "[9007199254740993]"},
};

enum { NAMES = sizeof(box) / sizeof(*box) };

static const struct {
	const char *text;
	unsigned may;
} conditions[] = {
    {"x >= 1", T},
    {"x > 1", T | F},
    {"x < 1", F},
    {"x <= 10", T},
    {"x == 11", F},
    {"x == 3", T | F},
    {"x != 11", T},
    {"x in (0, 11)", F},
    {"x in (0, 10)", T | F},
    {"p == 7", T},
    {"p in (1, 7.0)", T},
    {"p not in (1, 7)", F},
    {"p == x", T | F},
    {"w == x", F},
    {"z >= 0", T | U},
    {"z < 0", F | U},
    {"z < 0 and x > 5", F | U},
    {"z < 0 or x >= 1", T},
    {"not (z < 0)", T | U},
    {"z is null", T | F},
    {"x is null", F},
    {"1 / y is null", T | F},
    {"absent is null", T},
    {"absent == 1", U},
    {"absent == 1 and x < 1", F},
    {"k == 'rbf'", T | F},
    {"k == 'RBF'", F},
    {"k in ('rbf', 'poly', 'sigmoid')", T},
    {"k in ('rbf', 'poly')", T | F},
    {"k not in ('a', 1)", T},
    {"k like '%o%'", T | F},
    {"k like '%x%'", F},
    {"k ilike '_%'", T},
    {"k < 'poly'", F},
    {"k <= 'poly'", T | F},
    {"k >= 'poly'", T},
    {"k < 'x'", T},
    {"k > g", T | F | U},
    {"k == g", T | F | U},
    {"g == 'rbf'", T | U},
    {"k == n", F},
    {"k < 1", U},
    {"m == 1", T | F},
    {"m == 2", F},
    {"m in (1, 'a', null, true)", T},
    {"m < 2", T | U},
    {"m == null", T | F},
    {"m like 'a'", T | U},
    {"m and x > 0", T | U},
    {"n == 3", F},
    {"n == 8.0", T | F},
    {"n == m", F},
    {"n < 8", T | F},
    {"n < 9", T},
    {"b == 9007199254740993", T},
    {"b == 9007199254740992", F},
    {"b > 9007199254740992", T | F},
    {"b < 9007199254740997", T},
    {"x + y >= -1", T},
    {"x * y < -20", F},
    {"x ^ 2 <= 100", T},
    {"y ^ 2 >= 0", T},
    {"2 ^ x > 1024", F},
    {"y % 2 < 2", T},
    {"log(x) < 0", F},
    {"exp(y) < 0", F},
    {"'a' < 'b'", T},
    {"null == null", T},
    {"1 == '1'", F},
    {"x", U},
    {"x == 3 or x == 30 and y > 9", T | F},
};

static const struct {
	const char *text;
	double low, high;
	bool partial;
} numbers[] = {
    {"x + y", -1, 13, false},
    {"x - y", -2, 12, false},
    {"x * y", -20, 30, false},
    {"y * y", -6, 9, false},
    {"x / 4", 0.25, 2.5, false},
    {"1 / x", 0.1, 1, false},
    {"1 / y", -DBL_MAX, DBL_MAX, true},
    {"x / z", 0.4, DBL_MAX, true},
    {"w / z", -DBL_MAX, -0.2, true},
    {"y / w", -6, 4, false},
    {"x % 20", 1, 10, false},
    {"w % 20", -4, -0.5, false},
    {"y ^ 2", 0, 9, false},
    {"y ^ 3", -8, 27, false},
    {"w ^ 2", 0.25, 16, false},
    {"w ^ 3", -64, -0.125, false},
    {"x ^ 0", 1, 1, false},
    {"2 ^ p", 128, 128, false},
    {"min(x, y)", -2, 3, false},
    {"max(x, y, 2)", 2, 10, false},
    {"abs(y)", 0, 3, false},
    {"abs(w)", 0.5, 4, false},
    {"-x", -10, -1, false},
    {"+x", 1, 10, false},
    {"sqrt(x * x)", 1, 10, false},
    {"sqrt(y + 6)", 2, 3, false},
    {"sqrt(y)", 0, 1.7320508075688772, true},
    {"round(z)", 0, 3, true},
    {"floor(w)", -4, -1, false},
    {"ceil(w)", -4, 0, false},
    {"log(x)", 0, 2.302585092994046, false},
    {"exp(y - y)", 0.006737946999085467, 148.4131591025766, false},
    {"x * 1e308", 1e308, DBL_MAX, true},
    {"x + z", 1, 12.5, true},
    {"n * 2", 4, 16, false},
    {"m + 1", 2, 2, true},
};

struct boxed {
	const struct expr *expr;
	json_t *choices[NAMES];
};

static struct expr_span
get(const void *arg, size_t i)
{
	const struct boxed *b = arg;
	struct expr_span s = {.kinds = 1 << EXPR_UNKNOWN};
	size_t k = 0;

	while (
	    k < NAMES && strcmp(box[k].name, expr_name(b->expr, i, NULL)) != 0)
		k++;
	if (k == NAMES)
		return s;
	if (b->choices[k])
		s = expr_span_choices(
		    b->choices[k], 0, json_array_size(b->choices[k]));
	else
		s = (struct expr_span){.kinds = 1 << EXPR_NUMBER,
		    .low = box[k].low,
		    .high = box[k].high};
	if (box[k].inactive)
		s.kinds |= 1 << EXPR_UNKNOWN;
	return s;
}

/* As near as two libraries of mathematics are. */
static bool
is_near(double a, double b)
{
	return a == b || fabs(a - b) <= 4 * DBL_EPSILON * fabs(b);
}

static void
test_conditions(struct boxed *b)
{
	for (size_t i = 0; i < sizeof(conditions) / sizeof(*conditions); i++) {
		struct err e = {0};
		struct expr *x = expr_parse(conditions[i].text, &e);
		unsigned may = 0;

		b->expr = x;
		if (x)
			may = expr_may(x, get, b);
		ok(may == conditions[i].may, "%s: %u (%s)", conditions[i].text,
		    may, e.text);
		expr_free(x);
	}
}

static void
test_numbers(struct boxed *b)
{
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		struct err e = {0};
		struct expr *x = expr_parse(numbers[i].text, &e);
		struct expr_span s = {0};
		const unsigned kinds =
		    1 << EXPR_NUMBER |
		    (numbers[i].partial ? 1 << EXPR_UNKNOWN : 0);

		b->expr = x;
		if (x)
			s = expr_span(x, get, b);
		ok(s.kinds == kinds && is_near(s.low, numbers[i].low) &&
			is_near(s.high, numbers[i].high),
		    "%s: %.17g to %.17g (%s)", numbers[i].text, s.low, s.high,
		    e.text);
		expr_free(x);
	}
}

int
main(void)
{
	struct boxed b = {0};
	struct err e;

	for (size_t k = 0; k < NAMES; k++)
		if (box[k].choices)
			b.choices[k] = jsonl_parse(
			    box[k].choices, strlen(box[k].choices), &e);
	test_conditions(&b);
	test_numbers(&b);
	for (size_t k = 0; k < NAMES; k++)
		json_decref(b.choices[k]);
	return tap_done();
}
