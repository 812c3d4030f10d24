/* Giving back what the dead hold. */
#ifndef HPO_ORPHANS_H
#define HPO_ORPHANS_H
#include "die.h"
#include "history.h"

/*
 * Record for each trial whose holder is provably dead that it waits again, or
 * that it failed because it was lost `lost` times before (0: no limit).  The
 * ask lock is held.  Says so on standard error unless quiet.  Returns 0, or -1
 * with *e set.
 */
int orphans_free(struct history *h, long long lost, bool quiet, struct err *e);

#endif
