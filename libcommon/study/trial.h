/* Trial lines, hpo-trials(5): {"trial": 17, ...}. */
#ifndef HPO_TRIAL_H
#define HPO_TRIAL_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "die.h"

enum trial_state {
	TRIAL_WAITING,
	TRIAL_RUNNING,
	TRIAL_COMPLETE, /* terminal, as are those below */
	TRIAL_FAILED,
	TRIAL_PRUNED,
	TRIAL_CANCELLED,
	TRIAL_STATES,
};

enum { TRIAL_MAX = 2147483647 }; /* the highest number a trial may have */

const char *trial_state_name(enum trial_state state);

/* The state called name into *state; false if there is none. */
bool trial_state_find(const char *name, enum trial_state *state);

static inline bool
trial_is_final(enum trial_state state)
{
	return state >= TRIAL_COMPLETE && state < TRIAL_STATES;
}

/*
 * Check the known keys of a trial line, null being allowed where a later line
 * takes a value back.  Returns 0, or -1 with *e naming the key.
 */
int trial_check(json_t *object, struct err *e);

/* The object of a line by trial_check(), a new reference, or NULL. */
json_t *trial_parse(const char *line, size_t len, struct err *e);

#endif
