/* How much of a space its rules leave. */
#ifndef HPO_ACCEPTANCE_H
#define HPO_ACCEPTANCE_H
#include <jansson.h>

#include "node.h"

/* How closely it is looked. */
enum acceptance_effort {
	ACCEPTANCE_QUICK,    /* 2000 random places, some ms */
	ACCEPTANCE_THOROUGH, /* 10000, below a second */
};

/*
 * Add a warning if less than 1 % of the places that samplers draw are points of
 * the space of this header, which was made of file: the places are drawn here,
 * and are the same each time.  Nothing is drawn where there are no rules, nor
 * bounds by other parameters; nothing is said of so many parameters that too
 * few places could be drawn.
 */
void acceptance_warn(json_t *header, const struct node *file,
    enum acceptance_effort effort, struct problems *p);

#endif
