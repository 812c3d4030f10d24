#include "split.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "xalloc.h"

/* A trial that has ended with a place among the others. */
struct ranked {
	struct observation o;
	size_t i;
};

static int
compare_numbers(double a, double b)
{
	if (isnan(a) || isnan(b)) /* what has no value comes last */
		return (isnan(a) != 0) - (isnan(b) != 0);
	return (a > b) - (a < b);
}

/* The better one first. */
static int
compare(const void *a, const void *b)
{
	const struct observation *x = &((const struct ranked *)a)->o;
	const struct observation *y = &((const struct ranked *)b)->o;
	int order = (int)x->class - (int)y->class;

	if (order == 0 && x->class == EVIDENCE_PRUNED)
		order = compare_numbers(y->step, x->step);
	if (order == 0 && x->class == EVIDENCE_INFEASIBLE)
		order = compare_numbers(x->broken, y->broken);
	if (order == 0)
		order = compare_numbers(x->value, y->value);
	if (order == 0)
		order = (x->seq > y->seq) - (x->seq < y->seq);
	if (order == 0)
		order = (x->number > y->number) - (x->number < y->number);
	return order;
}

/* Those that have a rank, the best first, to be freed; how many into *n. */
static struct ranked *
rank(const struct evidence *ev, size_t *n)
{
	struct ranked *list = xcalloc(ev->n + 1, sizeof(*list));

	*n = 0;
	for (size_t i = 0; i < ev->n; i++)
		if (ev->at[i].class <= EVIDENCE_INFEASIBLE)
			list[(*n)++] = (struct ranked){ev->at[i], i};
	qsort(list, *n, sizeof(*list), compare);
	return list;
}

void
split_init(struct split *s, const struct evidence *ev, double gamma)
{
	bool *good = xcalloc(ev->n + 1, sizeof(*good));
	size_t n, most;
	struct ranked *list = rank(ev, &n);

	most = (size_t)ceil(gamma * (double)n);
	if (most > GOOD_MAX)
		most = GOOD_MAX;
	for (size_t i = 0; i < most; i++)
		good[list[i].i] = true;
	*s = (struct split){.limit = NAN};
	if (most < n && list[most].o.class == EVIDENCE_COMPLETE)
		s->limit = list[most].o.value;
	free(list);
	s->good = xcalloc(ev->n + 1, sizeof(*s->good));
	s->bad = xcalloc(ev->n + 1, sizeof(*s->bad));
	for (size_t i = 0; i < ev->n; i++) {
		if (good[i])
			s->good[s->ngood++] = i;
		else if (ev->at[i].class < EVIDENCE_ASKED)
			s->bad[s->nbad++] = i;
	}
	free(good);
}

void
split_release(struct split *s)
{
	free(s->good);
	free(s->bad);
	*s = (struct split){0};
}
