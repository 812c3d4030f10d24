/*
 * The best candidates of a proposal, for who wants to know what else there was.
 */
#ifndef HPO_SHORTLIST_H
#define HPO_SHORTLIST_H
#include <stddef.h>

#include "space.h"

enum { SHORTLIST = 5 };

/* All zero is an empty one. */
struct shortlist {
	struct shortlisted {
		double *row;  /* own copy (point.h) */
		double score; /* by which the sampler chose: more is better */
		double mean, sd; /* as of struct proposal; NAN: not known */
	} at[SHORTLIST];         /* the best first */
	size_t n;
};

/*
 * Offer a candidate, which is kept if it is among the best, and better than
 * those next to it, which are the same to people; of equal scores the first is
 * better.  Nothing is done if list is NULL, or the score NAN.
 */
void shortlist_offer(struct shortlist *list, const struct space *space,
    const double *row, double score);
void shortlist_release(struct shortlist *list);

#endif
