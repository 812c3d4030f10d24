/* The trials that have ended, the best first. */
#ifndef HPO_RANKING_H
#define HPO_RANKING_H
#include <stddef.h>

#include "history.h"

struct ranked {
	const struct trial *trial;
	double fidelity; /* INFINITY: none is said */
	double loss;     /* of the first objective, to minimise; NAN: none */
};

struct ranking {
	struct ranked *list;
	size_t n;
	size_t valued; /* so many have a loss, and are before the others */
};

/*
 * Those that say something of their points: complete ones by fidelity, then by
 * the objective, the earlier first of equals; behind them pruned and infeasible
 * ones, by the newest header of *h, and those that failed by themselves.  O(n
 * log n).
 */
void ranking_init(
    struct ranking *r, struct history *h, const struct objective *o);
void ranking_release(struct ranking *r);

#endif
