/*
 * How many points a space has: its forest knows; or they are counted in boxes,
 * all of which is points; or one by one.
 */
#include <stdlib.h>

#include "boxes.h"
#include "forest.h"
#include "product.h"
#include "space.h"

enum { QUICK_EFFORT = 3000000 }; /* some ms */

static uint64_t
add(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static uint64_t
multiply(uint64_t a, uint64_t b)
{
	return b > 0 && a > UINT64_MAX / b ? UINT64_MAX : a * b;
}

/* The points of a box that is not open. */
static uint64_t
points_in(const struct boxes *b)
{
	uint64_t n = 1;

	for (size_t k = 0; k < b->part->n; k++) {
		const size_t i = b->part->params[k];

		if (b->box->active[i])
			n = multiply(n,
			    1 + (uint64_t)(b->box->high[i] - b->box->low[i]));
	}
	return n;
}

/* The points of the part; less if the effort was not enough. */
static uint64_t
count_part(struct boxes *b)
{
	uint64_t n = 0;

	boxes_begin(b);
	while (boxes_next(b))
		if (!b->open)
			n = add(n, points_in(b));
		else if (!boxes_halve(b))
			b->effort = -1; /* which does not happen */
	boxes_release(b);
	return n;
}

bool
space_count_within(const struct space *space, long effort, uint64_t *n)
{
	struct boxes b = {.effort = effort};
	struct parts parts;
	struct box box;

	if (product_size(space) == 0)
		return false;
	space_box(space, &box);
	b.box = &box;
	*n = 1;
	parts_init(&parts, space, true);
	while (b.effort >= 0 && (b.part = parts_next(&parts)) != NULL)
		*n = multiply(*n, count_part(&b));
	parts_release(&parts);
	space_box_release(&box);
	return b.effort >= 0;
}

uint64_t
space_count(const struct space *space)
{
	struct forest f;
	uint64_t n;

	if (forest_init(&f, space)) {
		n = f.points;
		forest_release(&f);
		return n;
	}
	if (space_count_within(space, QUICK_EFFORT, &n))
		return n;
	return product_size(space) <= PRODUCT_QUICK ? product_points(space) : 0;
}
