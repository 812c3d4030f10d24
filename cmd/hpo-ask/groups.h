/*
 * The parameters of a space by the condition under which they are active: those
 * of a group are active together, so that a model can take them jointly.
 */
#ifndef HPO_GROUPS_H
#define HPO_GROUPS_H
#include <stddef.h>

#include "space.h"

/* A parameter in a group: number k of it. */
struct member {
	size_t group, k;
};

struct group {
	size_t *params, n;    /* by name; at least one */
	struct member *above; /* those that the condition depends on, and */
	size_t nabove;        /* that these depend on; by group */
};

/* Each behind those above it, else by the name of its first parameter. */
struct groups {
	struct group *at;
	size_t n;
	struct member *of; /* by parameter */
};

/* O(n^2) conditions for n groups. */
void groups_init(struct groups *groups, const struct space *space);
void groups_release(struct groups *groups);

#endif
