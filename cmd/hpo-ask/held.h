/* Who holds trials, for those who get none. */
#ifndef HPO_HELD_H
#define HPO_HELD_H
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "history.h"

/* All zero is nobody. */
struct held {
	size_t n;        /* trials that somebody holds */
	struct buf text; /* the first of them, with holder and time */
	bool unseen;     /* by one of whom nobody can tell whether it lives */
	bool elsewhere;  /* by a process of another host */
};

/* Add t, which somebody holds. */
void held_add(
    struct held *held, const struct history *h, const struct trial *t);

/* Whether anybody holds a trial; keyless: one without a key. */
bool held_any(struct history *h, bool keyless);

/* Add all trials that somebody holds; keyless: only those without a key. */
void held_find(struct held *held, struct history *h, bool keyless);

/* Say on standard error that nothing can be handed out, why, who holds trials,
 * and what to do if these holders are gone. */
void held_say(struct held *held, const struct history *h, const char *why);

void held_release(struct held *held);

#endif
