/* The best point so far, where results may be noisy. */
#ifndef HPO_INCUMBENT_H
#define HPO_INCUMBENT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence.h"
#include "study.h"

struct incumbent {
	size_t at;       /* its observation, of several the first */
	size_t n;        /* complete trials of this point */
	double mean, sd; /* what it is worth, to minimise; sd NAN: exactly */
};

/*
 * The complete observation whose point is worth most; of equal ones the first.
 * If the study declares noise, or a result has a standard error, or equal
 * points have differed, it is the one with the best posterior mean (shrink.h);
 * else the best value.  Returns false if there is none.  O(n log n).
 */
bool incumbent_find(const struct evidence *ev, const struct study *study,
    struct incumbent *best);

#endif
