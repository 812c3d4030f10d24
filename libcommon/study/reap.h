/* Giving back what the dead held, hpo-trials(5). */
#ifndef HPO_REAP_H
#define HPO_REAP_H
#include <jansson.h>
#include <stdbool.h>

#include "history.h"

struct reap {
	long long lost; /* limit of lost attempts, then it fails; 0: none */
	/*
	 * Also what is held under a bare host name, or "-", or by a process
	 * of this host that we cannot see, for age_s seconds by the clock; 0:
	 * all of it, also where no time was noted.
	 */
	bool by_age;
	double age_s;
};

/*
 * The line that gives trial back because its owner is provably dead (or, by
 * age, may be), a new reference; NULL if it has none, lives, or may live.  A
 * running trial gets its next attempt, reason lost, or fails if it was lost
 * too often; a waiting one is free again.
 */
json_t *reap_line(
    struct history *h, const struct trial *t, const struct reap *how);

#endif
