/* Printing what was handed out, and giving back what could not be printed. */
#ifndef HPO_DELIVER_H
#define HPO_DELIVER_H
#include <stdbool.h>

#include "batch.h"
#include "die.h"
#include "format.h"
#include "history.h"

/*
 * Print the trials of *b on standard output, until that fails or a signal is
 * caught; before the first what the format begins with.  Those whose lines are
 * not wholly out then are recorded as waiting again, if they were recorded at
 * all.  Returns 0 when all are out; -1 with *e set, its text empty if nobody
 * reads any more.
 */
int deliver(const struct batch *b, struct history *h,
    const struct format *format, bool first, struct err *e);

/* A trial that we handed out. */
struct handed {
	uint32_t number;
	json_int_t seq; /* of its last line that we know */
};

/*
 * Record of those that still wait, and of which there is no later line, that
 * nobody has them, for this reason.  Returns 0, or -1 with *e set.
 */
int give_back(struct history *h, const struct handed *list, size_t n,
    const char *reason, struct err *e);

#endif
