/* What == means, for all that compare values: conditions, choices, points. */
#include "expr.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "buf.h"
#include "expr_node.h"
#include "jsonl.h"

static struct expr_value
of_integer(json_int_t n)
{
	struct expr_value v = {.kind = EXPR_NUMBER, .number = (double)n};

	/* a double is within 512 of it; 2^63 is no json_int_t */
	if (v.number == ldexp(1, 63))
		v.rest = (short)(n - INT64_MAX - 1);
	else
		v.rest = (short)(n - (json_int_t)v.number);
	return v;
}

struct expr_value
expr_from_json(const json_t *value)
{
	if (json_is_integer(value))
		return of_integer(json_integer_value(value));
	if (json_is_real(value))
		return (struct expr_value){
		    .kind = EXPR_NUMBER, .number = json_real_value(value)};
	if (json_is_string(value))
		return (struct expr_value){
		    .kind = EXPR_STRING, .string = json_string_value(value)};
	if (json_is_boolean(value))
		return (struct expr_value){
		    .kind = EXPR_BOOL, .truth = json_is_true(value)};
	return (struct expr_value){
	    .kind = json_is_null(value) ? EXPR_NULL : EXPR_UNKNOWN};
}

/* A double is monotonic in the whole number that it stands for. */
static int
compare_numbers(struct expr_value a, struct expr_value b)
{
	if (a.number != b.number)
		return a.number < b.number ? -1 : 1;
	return (a.rest > b.rest) - (a.rest < b.rest);
}

int
expr_order(struct expr_value a, struct expr_value b)
{
	return a.kind == EXPR_NUMBER ? compare_numbers(a, b)
				     : strcmp(a.string, b.string);
}

bool
expr_equal(struct expr_value a, struct expr_value b)
{
	if (a.kind != b.kind)
		return false;
	if (a.kind == EXPR_BOOL)
		return a.truth == b.truth;
	return a.kind == EXPR_NULL || expr_order(a, b) == 0;
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
	if (json_is_number(a) || json_is_string(a))
		return expr_order(expr_from_json(a), expr_from_json(b));
	return 0; /* the same of true, false and null */
}

char *
expr_key(json_t *value)
{
	struct buf key = {0};
	const double x = json_real_value(value); /* 0 of what is none */
	const double end = ldexp(1, 63);         /* of json_int_t */

	if (json_is_real(value) && x == trunc(x) && -end <= x && x < end)
		buf_printf(&key, "%lld", (long long)x);
	else
		jsonl_write(&key, value);
	return buf_steal(&key);
}
