/* Which trials break what subject_to wants of them. */
#include <stdlib.h>

#include "feasible.h"
#include "summary.h"
#include "xalloc.h"

enum { SHOWN = 3 }; /* constraints */

/* The infeasible one of n complete trials that breaks constraints least, the
 * first of equals; c are their measures. */
static const struct trial *
find_nearest(const struct summary *s, const struct trial *const *trials,
    const double *c, size_t n)
{
	double *total = xcalloc(n + 1, sizeof(*total));
	size_t best = n;

	constraints_total(c, n, s->history->study.constraints.n, total);
	for (size_t i = 0; i < n; i++)
		if (total[i] > 0 && (best == n || total[i] < total[best]))
			best = i;
	free(total);
	return best < n ? trials[best] : NULL;
}

/* Count the constraints that a trial breaks. */
static void
count(struct constrained *to, const double *c, size_t k)
{
	bool any = false;

	for (size_t j = 0; j < k; j++) {
		to->broken[j] += c[j] > 0;
		any = any || c[j] > 0;
	}
	to->infeasible += any;
}

void
summary_constrain(struct summary *s)
{
	const size_t k = s->history->study.constraints.n;
	const struct trial **trials;
	size_t n = 0;
	double *c;

	if (k == 0)
		return;
	s->constrained.broken = xcalloc(k, sizeof(*s->constrained.broken));
	trials = xcalloc(s->rows.n + 1, sizeof(struct trial *));
	c = xcalloc(s->rows.n * k + 1, sizeof(*c));
	for (size_t i = 0; i < s->rows.n; i++) {
		const struct trial *t = s->rows.list[i].trial;

		if (t->state != TRIAL_COMPLETE)
			continue;
		feasible_measure(s->history, t, c + n * k);
		count(&s->constrained, c + n * k, k);
		trials[n++] = t;
	}
	s->constrained.nearest = find_nearest(s, trials, c, n);
	free(trials);
	free(c);
}

void
summary_constraints(struct summary *s)
{
	const struct constraints *all = &s->history->study.constraints;
	struct buf text = {0};
	size_t broken = 0;

	if (s->constrained.infeasible == 0)
		return;
	buf_printf(&text, "%zu of %zu complete trials",
	    s->constrained.infeasible, s->states[TRIAL_COMPLETE]);
	page_line(&s->page, "infeasible", &text);
	for (size_t i = 0; i < all->n; i++) {
		const size_t n = s->constrained.broken[i];

		if (n == 0 || broken++ >= SHOWN)
			continue;
		buf_printf(&text, "%zu break%s %s", n, n == 1 ? "s" : "",
		    all->list[i].text);
		page_line(&s->page, "", &text);
	}
	if (broken > SHOWN) {
		buf_printf(&text, "and %zu more constraints are broken",
		    broken - SHOWN);
		page_line(&s->page, "", &text);
	}
}
