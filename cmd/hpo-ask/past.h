/*
 * What a proposal may depend on: the trials so far, reduced to what samplers
 * that look at no values need.  Points of this batch are added as they are
 * made, so that asking for 2 and then 3 gives what asking for 5 gives.
 */
#ifndef HPO_PAST_H
#define HPO_PAST_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "space.h"
#include "trial.h"

struct history;

struct past {
	const struct space *space; /* the caller's */
	bool keyed;                /* points are kept; else none is known */
	json_t *points; /* by key: true, or false if cancelled ones only */
	size_t taken;   /* of points, those that are true */
	json_t *next;   /* by sampler: one more than its highest index */
	json_int_t seen;
	json_int_t pending; /* waiting and running */
	json_int_t given;   /* all but the cancelled */
	uint32_t last;      /* the highest number */
};

/* An empty one; points are only kept if they are to be compared. */
void past_init(struct past *past, const struct space *space, bool keyed);
void past_release(struct past *past);

/* Add all trials of h.  O(lines). */
void past_read(struct past *past, struct history *h);

/* Add a trial; params and ask are looked at, NULL if there are none. */
void past_add(struct past *past, uint32_t number, enum trial_state state,
    json_t *params, json_t *ask);

/* Whether a trial has this point of space; cancelled: those count too. */
bool past_has(const struct past *past, json_t *params, bool cancelled);

/* The index that the sampler comes to next, from 0. */
json_int_t past_next(const struct past *past, const char *sampler);

#endif
