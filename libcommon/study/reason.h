/*
 * The reasons of trials that wait again, hpo-trials(5): words on which programs
 * act, alone or before a colon and more for people.
 */
#ifndef HPO_REASON_H
#define HPO_REASON_H
#include <stdbool.h>

#define REASON_LOST        "lost"        /* who ran it is gone */
#define REASON_REQUEUED    "requeued"    /* its payload asks for another try */
#define REASON_PREEMPTED   "preempted"   /* an engine took its place away */
#define REASON_INTERRUPTED "interrupted" /* hpo-run was told to end */
#define REASON_NOT_STARTED                                                     \
	"not started" /* hpo-run ends, or hpo-ask's reader                     \
		       */

/* Whether reason is word, alone or before a colon. */
bool reason_is(const char *reason, const char *word);

/* Whether a trial came back because the program that had it ends. */
bool reason_is_end(const char *reason);

/* Whether what ended an attempt came from outside: it says nothing of its
 * point.  Any of the words above. */
bool reason_is_outside(const char *reason);

#endif
