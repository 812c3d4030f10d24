#include "shortlist.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nearest.h"
#include "xalloc.h"

static const double apart = 0.01; /* by nearest_distance() */

/* Take out entry i. */
static void
cut(struct shortlist *list, size_t i)
{
	free(list->at[i].row);
	list->n--;
	memmove(&list->at[i], &list->at[i + 1],
	    (list->n - i) * sizeof(list->at[0]));
}

/* Put a row before entry i; there is room. */
static void
put(struct shortlist *list, size_t i, const double *row, size_t width,
    double score)
{
	double *own = xcalloc(width + 1, sizeof(*own));

	memcpy(own, row, width * sizeof(*own));
	memmove(&list->at[i + 1], &list->at[i],
	    (list->n - i) * sizeof(list->at[0]));
	list->at[i] = (struct shortlisted){own, score, NAN, NAN};
	list->n++;
}

void
shortlist_offer(struct shortlist *list, const struct space *space,
    const double *row, double score)
{
	size_t i;

	if (!list || isnan(score) ||
	    (list->n == SHORTLIST && list->at[SHORTLIST - 1].score >= score))
		return;
	for (i = list->n; i-- > 0;) {
		if (nearest_distance(space, list->at[i].row, row) >= apart)
			continue;
		if (list->at[i].score >= score)
			return;
		cut(list, i);
	}
	if (list->n == SHORTLIST)
		cut(list, SHORTLIST - 1);
	for (i = list->n; i > 0 && list->at[i - 1].score < score;)
		i--;
	put(list, i, row, space->n, score);
}

void
shortlist_release(struct shortlist *list)
{
	while (list->n > 0)
		free(list->at[--list->n].row);
}
