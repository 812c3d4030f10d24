#include "feasible.h"

#include <math.h>

/* A constraint at a trial. */
struct at {
	const struct history *h;
	const struct trial *t;
	const struct expr *expr;
};

static struct expr_value
value_of(const void *arg, size_t i)
{
	const struct at *at = arg;
	const double x = history_metric(
	    at->h, at->t, constraint_metric(expr_name(at->expr, i, NULL)));

	if (isnan(x))
		return (struct expr_value){.kind = EXPR_UNKNOWN};
	return (struct expr_value){.kind = EXPR_NUMBER, .number = x};
}

void
feasible_measure(const struct history *h, const struct trial *t, double *c)
{
	const struct constraints *all = &h->study.constraints;

	for (size_t i = 0; i < all->n; i++) {
		const struct at at = {h, t, all->list[i].expr};

		c[i] = expr_violation(at.expr, value_of, &at);
	}
}

bool
feasible_not(const struct history *h, const struct trial *t)
{
	const struct constraints *all = &h->study.constraints;

	if (t->state != TRIAL_COMPLETE && t->state != TRIAL_PRUNED)
		return false;
	for (size_t i = 0; i < all->n; i++) {
		const struct at at = {h, t, all->list[i].expr};

		if (expr_test(at.expr, value_of, &at) == EXPR_FALSE)
			return true;
	}
	return false;
}

double
feasible_value(const struct history *h, const struct trial *t)
{
	if (t->state != TRIAL_COMPLETE || feasible_not(h, t))
		return NAN;
	return history_metric(h, t, h->study.objectives[0].metric);
}
