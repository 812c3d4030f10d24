/*
 * The parameters of a space by the condition under which they are active: those
 * of a group are active together, so that a model can take them jointly.
 */
#ifndef HPO_GROUPS_H
#define HPO_GROUPS_H
#include <stddef.h>

#include "numbers.h"

struct group {
	size_t *params, n; /* by name; at least one */
	size_t parent;     /* parameter that decides; SPACE_NONE: none */
	size_t above;      /* group of parent; SPACE_NONE */
};

/* Each behind the one above it, else by the name of its first parameter. */
struct groups {
	struct group *at;
	size_t n;
};

/* O(n^2) conditions for n groups. */
void groups_init(struct groups *groups, const struct numbers *numbers);
void groups_release(struct groups *groups);

#endif
