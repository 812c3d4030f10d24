#include "repeats.h"

#include <math.h>
#include <stdlib.h>

#include "map.h"
#include "numbers.h"
#include "point.h"
#include "shrink.h"
#include "xalloc.h"

/* Points that were seen, each with the first of its trials. */
struct points {
	const struct space *space;
	struct numbers numbers;
	double *rows; /* n x space->n */
	double *fidelity;
	size_t *next; /* index + 1 of another one with this hash; 0 */
	size_t n;
	struct map by_hash; /* index + 1 */
};

/* The point of a trial; of another space it is one of its own. */
static size_t
point_of(struct points *p, const struct history *h, const struct row *row)
{
	double *at = p->rows + p->n * p->space->n;
	const struct span s = row->trial->params;
	uint32_t hash;
	size_t i;

	p->fidelity[p->n] = row->fidelity;
	if (s.len == 0 ||
	    numbers_read(&p->numbers, h->log.text.data + s.at, s.len, at) == -1)
		return p->n++;
	hash = point_hash(p->space, at);
	for (i = map_get(&p->by_hash, hash); i != 0; i = p->next[i - 1])
		if (p->fidelity[i - 1] == row->fidelity &&
		    point_equal(p->space, at, p->rows + (i - 1) * p->space->n))
			return i - 1;
	p->next[p->n] = map_get(&p->by_hash, hash);
	map_put(&p->by_hash, hash, (uint32_t)++p->n);
	return p->n - 1;
}

static void
collect(const struct rows *rows, const struct history *h, struct points *p,
    struct shrink_result *results)
{
	const struct space *space = &h->study.space;
	size_t n = 0;

	*p = (struct points){.space = space};
	numbers_init(&p->numbers, space);
	p->rows = xcalloc(rows->valued * space->n + 1, sizeof(*p->rows));
	p->fidelity = xcalloc(rows->valued + 1, sizeof(*p->fidelity));
	p->next = xcalloc(rows->valued + 1, sizeof(*p->next));
	for (size_t i = 0; i < rows->n; i++) {
		const struct row *row = &rows->list[i];
		double error;

		if (isnan(row->value))
			continue;
		error =
		    history_metric(h, row->trial, h->study.objectives[0].error);
		results[n++] = (struct shrink_result){
		    point_of(p, h, row), row->loss, error >= 0 ? error : NAN};
	}
}

static void
release(struct points *p)
{
	numbers_release(&p->numbers);
	free(p->rows);
	free(p->fidelity);
	free(p->next);
	map_release(&p->by_hash);
}

void
repeats_judge(struct rows *rows, const struct history *h)
{
	struct shrink_result *results;
	struct shrink_mean *mean;
	struct points p;
	size_t n = 0;

	if (!h->study.noisy)
		return;
	results = xcalloc(rows->valued + 1, sizeof(*results));
	collect(rows, h, &p, results);
	mean = xcalloc(p.n + 1, sizeof(*mean));
	shrink(results, rows->valued, h->study.noise, mean, p.n);
	for (size_t i = 0; i < rows->n; i++)
		if (!isnan(rows->list[i].value))
			rows->list[i].loss = mean[results[n++].point].mean;
	release(&p);
	free(mean);
	free(results);
}
