/*
 * Asking again what was asked: a file read up to where each of its asks had
 * read it, and the sampler called as it was then.
 *
 * An ask had seen the lines up to the seq that it records as `seen`, those
 * without a seq between them, and the asking lines of all lower trial numbers,
 * which are given under the ask lock.
 */
#ifndef HPO_REPLAY_H
#define HPO_REPLAY_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "die.h"
#include "history.h"
#include "past.h"
#include "propose.h"

struct replay {
	struct history *file;          /* all of it, the caller's */
	struct candidates *candidates; /* likewise; NULL: none are at hand */
	struct history h;              /* what was seen */
	struct shortlist *shortlist;   /* for the best candidates, or NULL */
	size_t next;                   /* line of the file that comes next */
	bool *fed;                     /* by line of the file: h has it */
	struct proposer proposer;
	struct buf key; /* what the proposer is for; empty: there is none */
};

void replay_init(
    struct replay *r, struct history *file, struct candidates *candidates);
void replay_release(struct replay *r);

/*
 * Read on to what the ask of t, an object with `seen`, had seen.  Trials must
 * come by number.  What t itself says of its ask is only read on the way to the
 * next.  O(bytes read).
 */
void replay_to(struct replay *r, const struct trial *t, const json_t *ask);
void replay_pass(struct replay *r, const struct trial *t);

/* Why an ask cannot be made again. */
enum replay_gap {
	REPLAY_CAN,
	REPLAY_UNKNOWN,    /* of a sampler that is none of ours */
	REPLAY_VERSION,    /* of another version of its sampler */
	REPLAY_CANDIDATES, /* it chose among others than are at hand */
};

enum replay_gap replay_gap(const struct replay *r, const json_t *ask);

/*
 * Call the sampler for t again, after replay_to(): the line that it was asked
 * by, as of proposer_next(), a new reference; or NULL with *e set.
 */
json_t *replay_ask(
    struct replay *r, const struct trial *t, const json_t *ask, struct err *e);

#endif
