/* What == means: values in order, those that are equal. */
#include <stdlib.h>
#include <string.h>

#include "expr.h"
#include "jsonl.h"
#include "tap.h"

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
	test_compare();
	return tap_done();
}
