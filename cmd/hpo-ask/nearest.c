#include "nearest.h"

#include <math.h>
#include <stdlib.h>

#include "point.h"
#include "xalloc.h"

/* Whether values of p are the same or not, and nothing between. */
static bool
is_unordered(const struct param *p)
{
	return p->type == PARAM_CATEGORICAL || p->type == PARAM_BOOL;
}

/* The place of a row on each parameter's scale: its level or coordinate; NAN if
 * it is inactive. */
static void
find_places(const struct space *space, const double *row, double *place)
{
	for (size_t i = 0; i < space->n; i++) {
		const struct param *p = &space->params[i];

		if (isnan(row[i]) || is_unordered(p))
			place[i] = row[i];
		else if (p->coordinate == SPACE_NONE)
			place[i] = 0; /* one value, or what others leave */
		else
			place[i] = point_coordinate(space, i, row);
	}
}

static double
distance(const struct space *space, const double *a, const double *b)
{
	double sum = 0;

	for (size_t i = 0; i < space->n; i++) {
		const double off = a[i] - b[i];

		if (isnan(off))
			sum += isnan(a[i]) && isnan(b[i]) ? 0 : 1;
		else if (is_unordered(&space->params[i]))
			sum += off != 0;
		else
			sum += off * off;
	}
	return sum;
}

double
nearest_distance(const struct space *space, const double *a, const double *b)
{
	double *place = xcalloc(2 * space->n + 1, sizeof(*place));
	double d;

	find_places(space, a, place);
	find_places(space, b, place + space->n);
	d = sqrt(distance(space, place, place + space->n));
	free(place);
	return d;
}

static void
find_all_places(struct candidates *c)
{
	const size_t width = c->space->n;

	c->places = xcalloc(c->n * width + 1, sizeof(*c->places));
	for (size_t i = 0; i < c->n; i++)
		find_places(
		    c->space, candidates_row(c, i), c->places + i * width);
}

size_t
nearest_candidate(struct candidates *c, const double *row)
{
	const size_t width = c->space->n;
	double *place = xcalloc(width + 1, sizeof(*place));
	double least = INFINITY;
	size_t best = c->n;

	if (!c->places)
		find_all_places(c);
	find_places(c->space, row, place);
	for (size_t i = 0; i < c->n; i++) {
		double d;

		if (c->used[i])
			continue;
		d = distance(c->space, c->places + i * width, place);
		if (d < least) {
			least = d;
			best = i;
		}
	}
	free(place);
	return best;
}
