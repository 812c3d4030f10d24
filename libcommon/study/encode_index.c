/*
 * The points of a finite space, numbered: the number of a tree's point is
 * divided among its root's levels, then among the children of that level.
 */
#include <stdlib.h>

#include "encode.h"
#include "encode_value.h"
#include "forest.h"
#include "jsonl.h"
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
	json_t *params = jsonl_object();

	for (size_t i = 0; i < space->n; i++) {
		const struct param *p = &space->params[i];

		if (list[i].active)
			json_object_set_new(
			    params, p->name, value_level(p, list[i].level));
	}
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
