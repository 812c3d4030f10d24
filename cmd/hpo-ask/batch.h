/*
 * What one ask hands out: first trials that are waiting and unclaimed, then
 * new ones.
 */
#ifndef HPO_BATCH_H
#define HPO_BATCH_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "die.h"
#include "history.h"
#include "propose.h"

/* For whom trials are handed out. */
struct taker {
	const char *by;
	const char *key; /* whose trial is wanted; NULL: anybody's */
};

/* All zero is an empty one. */
struct batch {
	json_t **line;  /* trial lines to be recorded, own references */
	size_t n, cap;  /* of line */
	size_t claimed; /* the first of them take trials that were there */
	bool ended;     /* of the key: nothing is to be recorded */
	uint32_t held;  /* the key's trial, which somebody holds; 0: none */
	const char *key;
	size_t header;  /* line of the header that they are for */
	struct buf why; /* why there are no more; empty if n is as asked */
};

/*
 * Fill *b with at most `most` lines, new ones made by method, for *who.
 * Nothing is written.  With a key it is one line at most: of the key's trial,
 * if it has one that ended or that nobody holds; else of a new one that is
 * the key's from then on.  Returns 0, or -1 with *e set.
 */
int batch_collect(struct batch *b, struct history *h, size_t most,
    const struct method *method, const struct taker *who, struct err *e);

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
