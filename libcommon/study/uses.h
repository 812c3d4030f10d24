/*
 * What of a space depends on each of its parameters, for those who change one
 * after the other.
 */
#ifndef HPO_USES_H
#define HPO_USES_H
#include <stddef.h>

#include "space.h"

/* Numbers, ascending: those of parameter i from first[i] to first[i + 1]. */
struct use_list {
	size_t *first, *of;
};

struct uses {
	struct use_list rules;  /* rules that name it */
	struct use_list params; /* parameters whose condition or bounds do */
};

/* O(n + names in formulas). */
void uses_init(struct uses *u, const struct space *space);
void uses_release(struct uses *u);

#endif
