/* Who holds trials, for those who get none. */
#ifndef HPO_HELD_H
#define HPO_HELD_H
#include <stddef.h>

#include "buf.h"
#include "history.h"

/*
 * How many trials somebody holds, the first of them named in *text.  keyless:
 * but those that have a key, which are nobody else's.
 */
size_t held_find(struct history *h, bool keyless, struct buf *text);

/* Append who holds t, and since when. */
void held_add(const struct history *h, const struct trial *t, struct buf *text);

/*
 * Say on standard error that nothing can be handed out, why, who holds trials
 * (as appended above), and what to do about it.
 */
void held_say(const struct history *h, const char *why, const char *holders);

#endif
