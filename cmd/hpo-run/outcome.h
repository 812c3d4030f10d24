/* How an attempt ended: the line that says it. */
#ifndef HPO_OUTCOME_H
#define HPO_OUTCOME_H
#include <jansson.h>

#include "attempt.h"
#include "buf.h"

/*
 * The line of an attempt whose processes have ended and whose output was read,
 * a new reference: a final one, or one that makes the trial wait again.  Names
 * of metrics left out are appended to *left_out.
 */
json_t *outcome_line(struct attempt *a, struct buf *left_out);

/* The line of a trial whose payload could not be started, for this reason. */
json_t *outcome_not_started(const struct job *job, const char *reason);

/* The line that makes a trial wait for another attempt, or the same one. */
json_t *outcome_waiting(
    const struct job *job, long long attempt, const char *reason);

/* Whether the line is final, and says failed. */
bool outcome_is_final(json_t *line);
bool outcome_is_failed(json_t *line);

#endif
