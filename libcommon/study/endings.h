/*
 * The trials that have ended, in the order of their ends: that of their last
 * terminal lines, for clocks lie.
 */
#ifndef HPO_ENDINGS_H
#define HPO_ENDINGS_H
#include <stddef.h>

#include "history.h"

struct ending {
	size_t line; /* trial->final_line, by which they are sorted */
	const struct trial *trial;
};

struct endings {
	struct ending *list;
	size_t n;
};

/* All ends behind line `from` of the file.  O(n log n). */
void endings_collect(struct endings *ends, struct history *h, size_t from);
void endings_release(struct endings *ends);

/*
 * The incumbent: of the complete trials with the first objective that break no
 * constraint those of the highest fidelity reached (none said is the highest),
 * of these the first to have the best value; NULL: none.  *since: how many
 * ended after it, cancelled ones not counted; 0 without it.
 */
const struct trial *endings_best(
    const struct endings *ends, const struct history *h, size_t *since);

#endif
