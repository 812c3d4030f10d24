#include "enumeration.h"

#include <math.h>
#include <stdlib.h>

#include "boxes.h"
#include "encode.h"
#include "forest.h"
#include "point.h"
#include "product.h"
#include "xalloc.h"

static const long EFFORT = 5000000000; /* some seconds */

void
enumeration_init(struct enumeration *e, const struct space *space,
    uint64_t seed, const char *purpose)
{
	struct forest f;

	*e = (struct enumeration){.space = space, .shuffled = purpose != NULL};
	if (forest_init(&f, space)) {
		e->n = f.points;
		forest_release(&f);
	} else if (product_size(space) <= PRODUCT_MAX) {
		e->n = product_size(space);
		e->sparse = true;
	}
	if (e->shuffled && e->n > 0)
		permutation_init(&e->order, e->n, seed, purpose);
}

void
enumeration_release(struct enumeration *e)
{
	if (e->shuffled && e->n > 0)
		permutation_release(&e->order);
	*e = (struct enumeration){0};
}

/* The point with this number, a new reference; NULL if there is none. */
static json_t *
point_at(const struct enumeration *e, uint64_t index)
{
	json_t *params = NULL;
	double *row;

	if (!e->sparse)
		return encode_index(e->space, index);
	row = xcalloc(e->space->n + 1, sizeof(*row));
	if (product_row(e->space, index, row))
		params = point_params(e->space, row);
	free(row);
	return params;
}

json_t *
enumeration_absent(
    const struct enumeration *e, const struct past *past, uint64_t *i)
{
	uint64_t at = *i < e->n ? *i : 0;

	for (uint64_t k = 0; k < e->n; k++) {
		const uint64_t index =
		    e->shuffled ? permutation_at(&e->order, at) : at;
		json_t *params = point_at(e, index);

		if (params && !past_has(past, params, false)) {
			*i = at;
			return params;
		}
		json_decref(params);
		at = at + 1 < e->n ? at + 1 : 0;
	}
	return NULL;
}

/* The next point of a box, the first parameter slowest; false: no more. */
static bool
advance(const struct box *box, size_t n, double *row)
{
	for (size_t i = n; i-- > 0;) {
		if (!box->active[i])
			continue;
		if (row[i]++ < box->high[i])
			return true;
		row[i] = box->low[i];
	}
	return false;
}

/* The first point of a box, that is all points, that no trial has; false: there
 * is none.  It is found after those that trials have. */
static bool
search_box(const struct boxes *b, const struct past *past, double *row)
{
	const size_t n = b->part->space->n;

	for (size_t i = 0; i < n; i++)
		row[i] = b->box->active[i] ? b->box->low[i] : NAN;
	do {
		if (!evidence_has(&past->evidence, row, false))
			return true;
	} while (advance(b->box, n, row));
	return false;
}

/* All of a space as one part, to be freed by the caller. */
static void
take_whole(struct part *part, const struct space *space)
{
	part->space = space;
	part->params = space->order;
	part->n = space->n;
	part->limits = xcalloc(space->nrules + 1, sizeof(*part->limits));
	part->nlimits = space->nrules;
	for (size_t k = 0; k < space->nrules; k++)
		part->limits[k] = k;
}

json_t *
enumeration_in_boxes(
    const struct space *space, const struct past *past, bool *known)
{
	double *row = xcalloc(space->n + 1, sizeof(*row));
	struct boxes b = {.effort = EFFORT};
	json_t *params = NULL;
	struct part whole;
	struct box box;

	take_whole(&whole, space);
	space_box(space, &box);
	b.part = &whole;
	b.box = &box;
	boxes_begin(&b);
	while (!params && boxes_next(&b))
		if (!b.open)
			params = search_box(&b, past, row)
				     ? point_params(space, row)
				     : NULL;
		else if (!boxes_halve(&b))
			b.effort = -1; /* which does not happen */
	*known = params || b.effort >= 0;
	boxes_release(&b);
	space_box_release(&box);
	free(whole.limits);
	free(row);
	return params;
}
