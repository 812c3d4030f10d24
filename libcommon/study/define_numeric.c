/* The keys of numeric long forms: low, high, log, step. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "define_parts.h"
#include "define_reading.h"
#include "expr.h"
#include "steps.h"

/* Whole numbers up to here are doubles, too, and none is rounded to them. */
#define WHOLE_MAX (0x1p53 - 1)

enum { BASE_MAX = 1000000000 }; /* of a pow2 */

/* A number of a float's domain: 1e3, 1000.0 and 1000 are one. */
static json_t *
canonical(double x)
{
	return x == trunc(x) && fabs(x) <= WHOLE_MAX
		   ? json_integer((json_int_t)x)
		   : json_real(x);
}

/*
 * Whether a bound is an expression, quoted or not: it names a parameter, or is
 * a misspelt one that was not meant to be a number.
 */
static bool
is_expression(const struct node *node)
{
	struct err ignored = {0};
	struct expr *expr;
	bool names;

	if (node->type != NODE_STRING)
		return false;
	expr = expr_parse(node->text, &ignored);
	names = expr ? expr_names(expr) > 0 : !define_looks_numeric(node);
	expr_free(expr);
	return names;
}

/*
 * Keep a bound that is an expression, which define_dependences() checks: it is
 * open here.
 */
static bool
keep_expression(struct reading *r, const char *key, double *x)
{
	const struct node *node = reading_member(r, key);

	if (!node || !is_expression(node))
		return false;
	*x = strcmp(key, "low") == 0 ? -INFINITY : INFINITY;
	json_object_set(r->json, key, node->value);
	return true;
}

/* The number at key, with its canonical JSON; false after a complaint. */
static bool
read_bound(struct reading *r, const char *key, double *x)
{
	const struct node *node = reading_member(r, key);

	if (!node) {
		reading_complain_missing(r, key);
		return false;
	}
	if (keep_expression(r, key, x))
		return true;
	if (!define_number(node, r->field, x, r->p))
		return false;
	json_object_set_new(r->json, key, canonical(*x));
	return true;
}

static bool
read_whole_bound(struct reading *r, const char *key, double *x)
{
	const struct node *node = reading_member(r, key);

	if (!node) {
		reading_complain_missing(r, key);
		return false;
	}
	if (keep_expression(r, key, x))
		return true;
	if (!define_whole(node, r->field, -WHOLE_MAX, WHOLE_MAX, r->p))
		return false;
	*x = json_number_value(node->value);
	json_object_set_new(r->json, key, json_integer((json_int_t)*x));
	return true;
}

/* Both bounds, in order; false after a complaint. */
static bool
read_bounds(struct reading *r, bool whole, double *low, double *high)
{
	bool (*read)(struct reading *, const char *, double *) =
	    whole ? read_whole_bound : read_bound;
	const bool good = read(r, "low", low);
	const struct node *node;

	if (!read(r, "high", high) || !good)
		return false;
	if (isinf(*low) || isinf(*high))
		return true;
	node = reading_member(r, "low");
	if (*low > *high)
		problem_add(r->p, node->at, r->field,
		    "low is above high (%.12g > %.12g)", *low, *high);
	else if (*low == *high)
		problem_add(r->p, node->at, r->field,
		    "low equals high: const(%.12g) is what has one value",
		    *low);
	else if (!isfinite(*high - *low))
		problem_add(r->p, node->at, r->field,
		    "the range is too wide for a number");
	else if (*high - *low < DBL_MIN)
		problem_add(r->p, node->at, r->field,
		    "the range is too narrow for a number");
	else
		return true;
	return false;
}

/* Whether the switch called key is on, which is kept then. */
static bool
read_switch(struct reading *r, const char *key)
{
	const struct node *node = reading_member(r, key);

	if (!node || !define_expect(node, NODE_BOOL, r->field, r->p) ||
	    !json_is_true(node->value))
		return false;
	json_object_set_new(r->json, key, json_true());
	return true;
}

/* has_low: there is a low to hold against it, right or wrong otherwise. */
static void
read_log(struct reading *r, double low, bool has_low)
{
	const bool whole =
	    strcmp(json_string_value(json_object_get(r->json, "type")),
		"int") == 0;
	const struct node *at;

	if (!read_switch(r, "log") || !has_low || low > 0 || isinf(low))
		return;
	at = reading_member(r, "low");
	problem_add(r->p, at->at, r->field,
	    whole ? "must be at least 1 with log" : "must be above 0 with log");
}

/* has_high: likewise. */
static void
read_rlog(struct reading *r, double high, bool has_high, bool whole)
{
	const struct node *node;
	const char *why = NULL;

	if (!read_switch(r, "rlog"))
		return;
	node = reading_member(r, "rlog");
	if (whole)
		why = "is for a float, whose high is below 1";
	else if (json_object_get(r->json, "log"))
		why = "is another scale than log: one of them";
	if (why) {
		problem_add(r->p, node->at, r->field, "%s", why);
		return;
	}
	if (!has_high || high < 1 || isinf(high))
		return;
	node = reading_member(r, "high");
	problem_add(r->p, node->at, r->field, "must be below 1 with rlog");
}

/* Put the highest value on the grid of step; bounds are in order. */
static void
lower_high(struct reading *r, double low, double high, double step)
{
	const double steps = steps_count(low, high, step);
	const struct node *node = reading_member(r, "high");
	double last;

	if (steps < 1 || !steps_apart(low, high, step)) {
		node = reading_member(r, "step");
		problem_add(r->p, node->at, r->field,
		    steps < 1 ? "is wider than the range"
			      : "is too small for the range");
		return;
	}
	if (steps_have(low, high, step))
		return;
	last = steps_at(low, high, step, (uint64_t)steps);
	problem_warn(r->p, node->at, r->field,
	    "%.15g is between two steps, lowered to %.15g", high, last);
	json_object_set_new(r->json, "high", canonical(last));
}

static void
read_step(struct reading *r, bool whole, double low, double high, bool bounds)
{
	const struct node *node = reading_member(r, "step");
	double step;

	if (!node)
		return;
	if (whole ? !define_whole(node, r->field, 1, WHOLE_MAX, r->p)
		  : !define_number(node, r->field, &step, r->p))
		return;
	step = json_number_value(node->value);
	if (step <= 0) {
		problem_add(r->p, node->at, r->field, "must be above 0");
		return;
	}
	if (whole && step == 1)
		return;
	json_object_set_new(r->json, "step", canonical(step));
	if (isinf(low) && bounds)
		problem_add(r->p, node->at, r->field,
		    "a step needs a low that is a number");
	else if (bounds && !isinf(high))
		lower_high(r, low, high, step);
}

static void
read_numeric(struct reading *r, bool whole)
{
	double low = 0, high = 0;
	const bool bounds = read_bounds(r, whole, &low, &high);

	read_log(r, low, json_object_get(r->json, "low") != NULL);
	read_rlog(r, high, json_object_get(r->json, "high") != NULL, whole);
	read_step(r, whole, low, high, bounds);
}

void
reading_float(struct reading *r)
{
	read_numeric(r, false);
}

void
reading_int(struct reading *r)
{
	read_numeric(r, true);
}

/* 2 if it is not given, or wrong. */
static double
read_base(struct reading *r)
{
	const double usual = 2;
	const struct node *node = reading_member(r, "base");
	double base;

	if (!node || !define_whole(node, r->field, usual, BASE_MAX, r->p))
		return usual;
	base = json_number_value(node->value);
	if (base != usual)
		json_object_set_new(
		    r->json, "base", json_integer((json_int_t)base));
	return base;
}

void
reading_pow2(struct reading *r)
{
	static const char *const keys[] = {"low", "high", NULL};
	double bound[2] = {1, 1};
	double base;

	(void)read_bounds(r, true, &bound[0], &bound[1]);
	base = read_base(r);
	for (size_t i = 0; keys[i]; i++) {
		const struct node *node = reading_member(r, keys[i]);

		if (isinf(bound[i]))
			problem_add(r->p, node->at, r->field,
			    "must be a number, bounds of a pow2 are fixed");
		else if (node && json_object_get(r->json, keys[i]) &&
			 !steps_is_power(bound[i], base))
			problem_add(r->p, node->at, r->field,
			    "must be a power of %.0f (1, %.0f, %.0f, ...)",
			    base, base, base * base);
	}
}
