#include "scale.h"

#include <math.h>

#include "expr.h"

/* The place of a choice among all, or NAN. */
static double
choice_position(const struct param *p, json_t *value)
{
	const size_t n = json_array_size(p->choices);

	for (size_t i = 0; i < n; i++)
		if (expr_compare(json_array_get(p->choices, i), value) == 0)
			return n > 1 ? (double)i / (double)(n - 1) : 0.5;
	return NAN;
}

double
scale_position(const struct param *p, json_t *value)
{
	const double x = json_number_value(value);

	if (!value)
		return NAN;
	if (p->choices)
		return choice_position(p, value);
	if (!json_is_number(value) || x < p->low || x > p->high)
		return NAN;
	if (p->low == p->high)
		return 0.5;
	if (p->log || p->type == PARAM_POW2)
		return (log(x) - log(p->low)) / (log(p->high) - log(p->low));
	if (p->rlog)
		return (log1p(-p->low) - log1p(-x)) /
		       (log1p(-p->low) - log1p(-p->high));
	/* Halved, so that a range as wide as doubles go does not overflow. */
	return (x / 2 - p->low / 2) / (p->high / 2 - p->low / 2);
}
