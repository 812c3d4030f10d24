#include "incumbent.h"

#include <math.h>
#include <stdlib.h>

#include "shrink.h"
#include "xalloc.h"

/* The results of a history, and the first observation of each point. */
struct results {
	struct shrink_result *list;
	size_t n;
	size_t *first;
	size_t points;
	bool noisy;
};

static void
collect(struct results *r, const struct evidence *ev, const struct study *study)
{
	size_t *point = xcalloc(ev->n + 1, sizeof(*point));

	r->list = xcalloc(ev->n + 1, sizeof(*r->list));
	r->first = xcalloc(ev->n + 1, sizeof(*r->first));
	r->noisy = study->noisy;
	for (size_t i = 0; i < ev->n; i++) {
		const struct observation *o = &ev->at[i];
		size_t before;

		if (o->class != EVIDENCE_COMPLETE)
			continue;
		before = evidence_before(ev, i, EVIDENCE_COMPLETE);
		point[i] = before == SIZE_MAX ? r->points : point[before];
		if (before == SIZE_MAX)
			r->first[r->points++] = i;
		r->list[r->n++] =
		    (struct shrink_result){point[i], o->value, o->error};
		r->noisy |= o->error > 0 ||
			    o->value != ev->at[r->first[point[i]]].value;
	}
	free(point);
}

/* Of equals the one that ended first is better. */
static bool
is_before(const struct observation *a, const struct observation *b)
{
	return a->seq != b->seq ? a->seq < b->seq : a->number < b->number;
}

/* The best point by its mean. */
static size_t
best_point(const struct results *r, const struct evidence *ev,
    const struct shrink_mean *mean)
{
	size_t best = 0;

	for (size_t i = 1; i < r->points; i++)
		if (mean[i].mean < mean[best].mean ||
		    (mean[i].mean == mean[best].mean &&
			is_before(
			    &ev->at[r->first[i]], &ev->at[r->first[best]])))
			best = i;
	return best;
}

bool
incumbent_find(const struct evidence *ev, const struct study *study,
    struct incumbent *best)
{
	struct results r = {0};
	struct shrink_mean *mean;

	collect(&r, ev, study);
	mean = xcalloc(r.points + 1, sizeof(*mean));
	shrink(r.list, r.n, study->noise, mean, r.points);
	if (r.points > 0) {
		const size_t i = best_point(&r, ev, mean);

		*best = (struct incumbent){.at = r.first[i],
		    .n = mean[i].n,
		    .mean = mean[i].mean,
		    .sd = r.noisy ? mean[i].sd : NAN};
	}
	free(mean);
	free(r.list);
	free(r.first);
	return r.points > 0;
}
