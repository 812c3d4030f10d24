#include "ranking.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "feasible.h"
#include "reason.h"
#include "xalloc.h"

static double
loss_of(
    const struct history *h, const struct trial *t, const struct objective *o)
{
	const double value = t->state == TRIAL_COMPLETE && !feasible_not(h, t)
				 ? history_metric(h, t, o->metric)
				 : NAN;

	return o->maximize ? -value : value;
}

/* Whether a trial failed for a reason that has nothing to do with its point. */
static bool
is_outside(const struct history *h, const struct trial *t)
{
	char *reason = history_text(h, t->reason);
	const bool outside =
	    t->state == TRIAL_FAILED && reason_is_outside(reason);

	free(reason);
	return outside;
}

static int
compare(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	const int valued = (isnan(x->loss) != 0) - (isnan(y->loss) != 0);

	if (valued != 0)
		return valued;
	if (x->fidelity != y->fidelity)
		return x->fidelity > y->fidelity ? -1 : 1;
	if (x->loss < y->loss || x->loss > y->loss)
		return x->loss < y->loss ? -1 : 1;
	return x->trial->final_line < y->trial->final_line ? -1 : 1;
}

void
ranking_init(struct ranking *r, struct history *h, const struct objective *o)
{
	const size_t n = history_count(h);

	*r = (struct ranking){.list = xcalloc(n + 1, sizeof(*r->list))};
	for (size_t i = 0; i < n; i++) {
		const struct trial *t = history_at(h, i);
		const double loss = loss_of(h, t, o);

		if (!trial_is_final(t->state) || t->state == TRIAL_CANCELLED ||
		    (t->state == TRIAL_COMPLETE && isnan(loss) &&
			!feasible_not(h, t)) ||
		    is_outside(h, t))
			continue;
		r->list[r->n++] = (struct ranked){
		    t, history_number(h, t->fidelity, INFINITY), loss};
		r->valued += isnan(loss) ? 0 : 1;
	}
	qsort(r->list, r->n, sizeof(*r->list), compare);
}

void
ranking_release(struct ranking *r)
{
	free(r->list);
	*r = (struct ranking){0};
}
