/* The beginning of an attempt: folder, arguments, process. */
#ifndef HPO_BEGIN_H
#define HPO_BEGIN_H
#include "attempt.h"
#include "die.h"

enum begin {
	BEGIN_ERROR = -1, /* nothing was started, nothing can be: *e */
	BEGIN_RUNNING,
	BEGIN_OVER, /* it has ended, and its line was written */
	BEGIN_HELD, /* an attempt of the trial is under way elsewhere */
};

/*
 * Begin a->job, which is a's now, in an empty slot.  After BEGIN_ERROR the
 * caller still has to give its line back, and to release the job; after
 * BEGIN_HELD to begin it again later; after BEGIN_OVER the slot is empty
 * again.
 */
enum begin begin_attempt(struct run *run, struct attempt *a, struct err *e);

/*
 * Begin the same attempt again, as if it had not been; its folder is moved
 * aside.  After BEGIN_ERROR its folder is there, and nothing runs.
 */
enum begin begin_again(struct run *run, struct attempt *a, struct err *e);

#endif
