#include "endings.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "feasible.h"
#include "xalloc.h"

static int
earliest_first(const void *a, const void *b)
{
	const struct ending *x = a, *y = b;

	return (x->line > y->line) - (x->line < y->line);
}

void
endings_collect(struct endings *ends, struct history *h, size_t from)
{
	const size_t n = history_count(h);
	bool sorted = true;

	ends->list = xcalloc(n + 1, sizeof(*ends->list));
	ends->n = 0;
	for (size_t i = 0; i < n; i++) {
		const struct trial *t = history_at(h, i);

		if (!trial_is_final(t->state) || t->final_line <= from)
			continue;
		ends->list[ends->n] = (struct ending){t->final_line, t};
		sorted =
		    sorted && (ends->n == 0 ||
				  ends->list[ends->n - 1].line < t->final_line);
		ends->n++;
	}
	if (!sorted)
		qsort(ends->list, ends->n, sizeof(*ends->list), earliest_first);
}

void
endings_release(struct endings *ends)
{
	free(ends->list);
	*ends = (struct endings){0};
}

const struct trial *
endings_best(const struct endings *ends, const struct history *h, size_t *since)
{
	const bool up = h->study.objectives[0].maximize;
	const struct trial *best = NULL;
	double best_loss = NAN, best_fidelity = NAN;

	*since = 0;
	for (size_t i = 0; i < ends->n; i++) {
		const struct trial *t = ends->list[i].trial;
		const double value = feasible_value(h, t);
		const double loss = up ? -value : value;
		const double fidelity =
		    history_number(h, t->fidelity, INFINITY);

		if (!isnan(loss) &&
		    (!best || fidelity > best_fidelity ||
			(fidelity == best_fidelity && loss < best_loss))) {
			best = t;
			best_loss = loss;
			best_fidelity = fidelity;
			*since = 0;
		} else if (best && t->state != TRIAL_CANCELLED) {
			++*since;
		}
	}
	return best;
}
