/*
 * A finite space as a forest: parameters with the children that their values
 * make active.  A tree has as many points as the sum, over the values of its
 * root, of the products over those children that the value makes active; a
 * forest has the product of its trees.
 */
#ifndef HPO_FOREST_H
#define HPO_FOREST_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "space.h"

/* Levels with the same children. */
struct segment {
	uint64_t from, to; /* to is behind them */
	size_t *children;  /* parameters, the last one of the header first */
	size_t n;
	uint64_t points; /* below one of the levels; saturates */
};

/* A parameter and all below it; segments in order, without gaps. */
struct tree {
	struct segment *segments;
	size_t n;
	bool root;       /* always active */
	uint64_t points; /* saturates */
};

struct forest {
	const struct space *space; /* borrowed */
	struct tree *trees;        /* by parameter */
	uint64_t points;           /* of the whole space; saturates */
};

/*
 * Build from a space, which outlives it.  False, and nothing to be released, if
 * it is no forest: a parameter is continuous, or depends on two others or on
 * one's being inactive, or has bounds by others, or there are rules; or if
 * there are more than some million pairs of segments and children.
 */
bool forest_init(struct forest *f, const struct space *space);
void forest_release(struct forest *f);

#endif
