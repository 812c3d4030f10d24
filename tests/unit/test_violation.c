/*
 * How far conditions are from holding: known values, and that the sign agrees
 * with their truth.
 */
#include <float.h>
#include <math.h>
#include <string.h>

#include "constraint.h"
#include "expr.h"
#include "tap.h"

/* The values of a and b; all other names are absent. */
static const double *world;
static const struct expr *asked;

static struct expr_value
value_of(const void *arg, size_t i)
{
	const char *name = expr_name(asked, i, NULL);

	(void)arg; /* it is in world */
	if (strcmp(name, "a") != 0 && strcmp(name, "b") != 0)
		return (struct expr_value){.kind = EXPR_UNKNOWN};
	return (struct expr_value){
	    .kind = EXPR_NUMBER, .number = world[name[0] - 'a']};
}

/* Of text at a and b; its truth, too. */
static double
violation(const char *text, const double *ab, enum expr_truth *truth)
{
	struct err e = {0};
	struct expr *expr = expr_parse(text, &e);
	double far;

	if (!expr) {
		printf("Bail out! %s: %s\n", text, e.text);
		return NAN;
	}
	world = ab;
	asked = expr;
	far = expr_violation(expr, value_of, NULL);
	*truth = expr_test(expr, value_of, NULL);
	expr_free(expr);
	return far;
}

static const struct {
	const char *text;
	double far; /* at a = 3, b = 5; NAN: unknown */
} cases[] = {
    {"a <= 1", 2},
    {"a <= 3", 0},
    {"a <= b", -2},
    {"a >= b", 2},
    {"a < 1", 2},
    {"a < 3", DBL_MIN},
    {"a > 3", DBL_MIN},
    {"3 > a", DBL_MIN},
    {"a > b", 2},
    {"a + b < 10", -2},
    {"a == b", 2},
    {"b == a", 2},
    {"a == 3", 0},
    {"a != 3", DBL_MIN},
    {"a != b", -2},
    {"not a <= 1", -2},
    {"not a == 3", DBL_MIN},
    {"not not a == 3", -DBL_MIN},
    {"a <= 1 and b <= 1", 4},
    {"a <= 1 and b <= 100", 2},
    {"a <= 4 and b <= 100", -1},
    {"a <= 1 or b <= 1", 2},
    {"a <= 1 or b <= 100", -95},
    {"a in (1, 2, 7)", 1},
    {"a in (1, 3)", 0},
    {"a not in (1, 3)", DBL_MIN},
    {"a not in (1, 2, 7)", -1},
    {"a in ('x')", 1},
    {"a in ('x', 10)", 7},
    {"a is null", 1},
    {"a is not null", -1},
    {"absent is not null", 1},
    {"true", -1},
    {"false", 1},
    {"'x' like 'x%'", -1},
    {"'x' < 'a'", 1},
    {"a == 'x'", 1},
    {"(a < 1) == (b < 1)", -1},
    {"absent <= 1", NAN},
    {"absent <= 1 and a <= 1", 2},
    {"absent <= 1 and a <= 4", NAN},
    {"absent <= 1 or a <= 1", NAN},
    {"absent <= 1 or a <= 4", -1},
    {"1 / 0 <= a", NAN},
    {"a < 'x'", NAN},
    {"a", NAN},
    {"a * 1e308 >= -1e308", NAN},
    {"a - 1.7e308 <= a + 1.7e308", -DBL_MAX},
    {"a + 1.7e308 <= a - 1.7e308", DBL_MAX},
    {"9007199254740993 <= 9007199254740992", 1},
    {"9007199254740992 < 9007199254740993", -1},
};

static void
test_values(void)
{
	static const double ab[] = {3, 5};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		enum expr_truth truth = EXPR_MAYBE;
		const double far = violation(cases[i].text, ab, &truth);

		ok(isnan(cases[i].far) ? isnan(far) : far == cases[i].far,
		    "%s is %g", cases[i].text, far);
	}
}

/* Above 0 is false, at most 0 true, NAN unknown. */
static void
test_sign(void)
{
	static const double numbers[] = {
	    -DBL_MAX, -5, -1, -0.0, 0, DBL_TRUE_MIN, 1, 1.5, 3, DBL_MAX};
	const size_t n = sizeof(numbers) / sizeof(*numbers);
	const char *wrong = NULL;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		for (size_t k = 0; k < n * n; k++) {
			const double ab[] = {numbers[k / n], numbers[k % n]};
			enum expr_truth truth = EXPR_MAYBE;
			const double far = violation(cases[i].text, ab, &truth);

			if ((far > 0) != (truth == EXPR_FALSE) ||
			    (far <= 0) != (truth == EXPR_TRUE))
				wrong = cases[i].text;
		}
	ok(!wrong, "the sign is the truth at %zu points of each: %s", n * n,
	    wrong ? wrong : "all");
}

static void
test_total(void)
{
	static const double c[] = {1, 10, -3, 30, 2, NAN, NAN, -20};
	static const double large[] = {DBL_MAX, DBL_MAX};
	static const double small[] = {DBL_MIN, -DBL_MAX, -DBL_MAX};
	double total[4];

	/* medians 2 and 20 */
	constraints_total(c, 4, 2, total);
	ok(total[0] == 1 && total[1] == 1.5 && total[2] == 1 && total[3] == 0,
	    "each in units of its median: %g %g %g %g", total[0], total[1],
	    total[2], total[3]);
	constraints_total(c + 4, 2, 1, total);
	ok(total[0] == 1 && total[1] == 0,
	    "what is unknown counts for nothing");
	constraints_total((const double[]){0, 0, 5}, 3, 1, total);
	ok(total[2] == 5, "a median of 0 is no unit");
	constraints_total(large, 1, 2, total);
	ok(isfinite(total[0]) && total[0] == 2, "large ones");
	constraints_total(small, 3, 1, total);
	ok(total[0] > 0, "what is broken stays above 0");
}

int
main(void)
{
	test_values();
	test_sign();
	test_total();
	return tap_done();
}
