/*
 * What one ask hands out: first trials that are waiting and unclaimed, then
 * new ones.
 */
#ifndef HPO_BATCH_H
#define HPO_BATCH_H
#include <jansson.h>
#include <stddef.h>

#include "buf.h"
#include "die.h"
#include "history.h"
#include "propose.h"

/* All zero is an empty one. */
struct batch {
	json_t **line;  /* trial lines to be recorded, own references */
	size_t n, cap;  /* of line */
	size_t claimed; /* the first of them take trials that were there */
	size_t header;  /* line of the header that they are for */
	struct buf why; /* why there are no more; empty if n is as asked */
};

/*
 * Fill *b with at most `most` lines, new ones made by method, for `by`.
 * Nothing is written.  Returns 0, or -1 with *e set.
 */
int batch_collect(struct batch *b, struct history *h, size_t most,
    const struct method *method, const char *by, struct err *e);

/*
 * Record *b in the file of h, whose ask lock is held, and leave in its lines
 * the whole trials.  Returns 0 when all is on the disk; 1 if the file has
 * changed so that it must be collected anew; -1 with *e set.
 */
int batch_record(struct batch *b, struct history *h, struct err *e);

/* The same without a file: nothing is written. */
void batch_merge(struct batch *b, struct history *h);

void batch_release(struct batch *b);

#endif
