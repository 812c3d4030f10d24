/*
 * A finite space as a forest: parameters with the children that their values
 * make active.  A tree has as many points as the sum, over the values of its
 * root, of the products over those children that the value makes active; a
 * forest has the product of its trees.
 */
#ifndef HPO_FOREST_H
#define HPO_FOREST_H
#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "space.h"

/* A child is active at a level of its parent. */
struct edge {
	uint64_t level;
	size_t child;  /* index of the parameter */
	json_t *value; /* as the condition has it, borrowed */
};

/*
 * A parameter and all below it.  Edges go by level, those of one level from the
 * last child to the first; values that the parameter never has are left out.
 */
struct tree {
	struct edge *edges;
	size_t n;
	uint64_t points; /* saturates */
};

struct forest {
	const struct space *space; /* borrowed */
	struct tree *trees;        /* by parameter */
	struct edge *edges;        /* of all trees */
	uint64_t points;           /* of the whole space; saturates */
};

/*
 * Build from a space all of whose parameters have levels, and which outlives
 * it.  Levels that no condition names cost nothing; O(n + v log v + c log v)
 * for v values in conditions and c choices of parents.
 */
void forest_init(struct forest *f, const struct space *space);
void forest_release(struct forest *f);

/*
 * The points below one level of tree t, given its first edge *at, which moves
 * behind the last one of this level; saturates.
 */
uint64_t forest_below(const struct forest *f, const struct tree *t, size_t *at);

#endif
