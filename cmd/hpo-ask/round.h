/* One round of asking, from lock to print. */
#ifndef HPO_ROUND_H
#define HPO_ROUND_H
#include <stdbool.h>
#include <stddef.h>

#include "ask.h"
#include "batch.h"
#include "die.h"
#include "history.h"
#include "owner.h"

/* What lasts from the first round to the last. */
struct asker {
	const struct ask *ask;
	struct history h;
	char by[OWNER_TEXT]; /* who holds what is handed out; "-": a filter */
	bool begun;          /* something was printed */
};

/*
 * Open and read the file.  stays: as a process that others can find dead, not
 * as one that ends at once.  Failures end the program.
 */
void asker_open(struct asker *a, const struct ask *ask, bool stays);

/* Give back what the dead hold.  Failures end the program. */
void asker_reap(struct asker *a);

/* Die of the signal that was caught, if there was one. */
void asker_heed(void);

/* Close the file; or die of the signal that was caught. */
void asker_close(struct asker *a);

/*
 * Hand out up to n trials, leave them in *b, and print them.  Returns
 * STATUS_OK; STATUS_NO or STATUS_LATER if there were none, and why in b->why;
 * or another, with *e set, if they could not be printed, its text empty if
 * nobody reads any more.  Other failures end the program.
 */
enum status asker_round(
    struct asker *a, size_t n, struct batch *b, struct err *e);

/* Say on standard error why the round that left *b handed out nothing. */
void asker_explain(struct asker *a, struct batch *b, enum status status);

#endif
