/*
 * The points of a finite space, numbered: the number of a tree's point is
 * divided among its root's levels, then among the children of that level.
 */
#include <math.h>
#include <stdlib.h>

#include "encode.h"
#include "forest.h"
#include "point.h"
#include "xalloc.h"

/* What is settled of one parameter. */
struct choice {
	bool active;
	uint64_t index; /* of the point of its tree */
	uint64_t level;
};

/* Split *rest among trees that are active together: the next one's part. */
static void
give(const struct forest *f, size_t i, uint64_t *rest, struct choice *list)
{
	list[i].active = true;
	list[i].index = *rest % f->trees[i].points;
	*rest /= f->trees[i].points;
}

/* Settle the level of active parameter i, and what its children are given. */
static void
settle(const struct forest *f, size_t i, struct choice *list)
{
	const struct segment *at = f->trees[i].segments;
	uint64_t rest = list[i].index;

	while (rest / at->points >= at->to - at->from) {
		rest -= (at->to - at->from) * at->points;
		at++;
	}
	list[i].level = at->from + rest / at->points;
	rest %= at->points;
	for (size_t k = 0; k < at->n; k++)
		give(f, at->children[k], &rest, list);
}

/* The params object of what is settled. */
static json_t *
assemble(const struct space *space, const struct choice *list)
{
	double *row = xcalloc(space->n + 1, sizeof(*row));
	json_t *params;

	for (size_t i = 0; i < space->n; i++)
		row[i] = list[i].active ? (double)list[i].level : NAN;
	params = point_params(space, row);
	free(row);
	return params;
}

json_t *
encode_index(const struct space *space, uint64_t index)
{
	struct choice *list = xcalloc(space->n + 1, sizeof(*list));
	struct forest f;
	json_t *params;

	(void)forest_init(&f, space); /* it is one, since it has a count */
	for (size_t i = space->n; i-- > 0;)
		if (f.trees[i].root)
			give(&f, i, &index, list);
	for (size_t k = 0; k < space->n; k++)
		if (list[space->order[k]].active)
			settle(&f, space->order[k], list);
	forest_release(&f);
	params = assemble(space, list);
	free(list);
	return params;
}
