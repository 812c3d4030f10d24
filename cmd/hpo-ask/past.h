/*
 * What a proposal may depend on: the trials so far.  Points of this batch are
 * added as they are made, so that asking for 2 and then 3 gives what asking for
 * 5 gives.
 */
#ifndef HPO_PAST_H
#define HPO_PAST_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence.h"
#include "space.h"

struct history;

struct past {
	bool keeps;               /* points are kept; else none is known */
	struct evidence evidence; /* of those that are */
	json_t *next; /* by sampler: one more than its highest index */
	json_int_t seen;
	json_int_t pending; /* waiting and running */
	json_int_t given;   /* all but the cancelled */
	uint32_t last;      /* the highest number */
};

/* An empty one; points are only kept if they are to be looked at. */
void past_init(struct past *past, const struct space *space, bool keeps);
void past_release(struct past *past);

/* Add all trials of h.  O(lines). */
void past_read(struct past *past, struct history *h);

/* Add a trial that waits, whose point and `ask` these are. */
void past_add(struct past *past, uint32_t number, json_t *params, json_t *ask);

/* Whether a trial has this point of space; cancelled: those count too. */
bool past_has(const struct past *past, json_t *params, bool cancelled);

/* The index that the sampler comes to next, from 0. */
json_int_t past_next(const struct past *past, const char *sampler);

#endif
