/* What == means, for all that compare values: conditions, choices, points. */
#include "expr.h"

#include <math.h>
#include <string.h>

#include "buf.h"
#include "jsonl.h"

static bool
is_in_range(double x)
{
	const double end = ldexp(1, 63); /* of json_int_t */

	return -end <= x && x < end;
}

/* The whole number that a real is, into *whole; false if it is none. */
static bool
is_whole(double x, json_int_t *whole)
{
	if (x != trunc(x) || !is_in_range(x))
		return false;
	*whole = (json_int_t)x;
	return true;
}

static int
compare_integers(json_int_t a, json_int_t b)
{
	return (a > b) - (a < b);
}

static int
compare_reals(double a, double b)
{
	return (a > b) - (a < b);
}

/* a against b, exactly: a double holds not every whole number. */
static int
compare_mixed(json_int_t a, double b)
{
	json_int_t whole;

	if (!is_in_range(b))
		return b < 0 ? 1 : -1;
	if (is_whole(b, &whole))
		return compare_integers(a, whole);
	/* what is not whole is so small that floor() is exact */
	return a <= (json_int_t)floor(b) ? -1 : 1;
}

static int
compare_numbers(const json_t *a, const json_t *b)
{
	if (json_is_integer(a) && json_is_integer(b))
		return compare_integers(
		    json_integer_value(a), json_integer_value(b));
	if (json_is_integer(a))
		return compare_mixed(json_integer_value(a), json_real_value(b));
	if (json_is_integer(b))
		return -compare_mixed(
		    json_integer_value(b), json_real_value(a));
	return compare_reals(json_real_value(a), json_real_value(b));
}

/* Numbers are one type. */
static int
rank(const json_t *value)
{
	return json_is_real(value) ? (int)JSON_INTEGER
				   : (int)json_typeof(value);
}

int
expr_compare(const json_t *a, const json_t *b)
{
	if (rank(a) != rank(b))
		return rank(a) < rank(b) ? -1 : 1;
	if (json_is_number(a))
		return compare_numbers(a, b);
	if (json_is_string(a))
		return strcmp(json_string_value(a), json_string_value(b));
	return 0; /* the same of true, false and null */
}

char *
expr_key(json_t *value)
{
	struct buf key = {0};
	json_int_t whole;

	if (json_is_real(value) && is_whole(json_real_value(value), &whole))
		buf_printf(&key, "%lld", (long long)whole);
	else
		jsonl_write(&key, value);
	return buf_steal(&key);
}
