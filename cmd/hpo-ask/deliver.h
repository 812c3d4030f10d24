/* Printing what was handed out, and giving back what could not be printed. */
#ifndef HPO_DELIVER_H
#define HPO_DELIVER_H
#include "batch.h"
#include "die.h"
#include "format.h"
#include "history.h"

/*
 * Print the trials of *b on standard output, until that fails or a signal is
 * caught.  Those whose lines are not wholly out then are recorded as waiting
 * again, if they were recorded at all.  Returns 0 when all are out; -1 with *e
 * set, its text empty if nobody reads any more.
 */
int deliver(const struct batch *b, struct history *h,
    const struct format *format, struct err *e);

#endif
