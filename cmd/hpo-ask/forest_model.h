/*
 * A forest of what trials have found: the objective over the points (trees.h).
 *
 * Each parameter is one feature: the coordinate of a number, between the bounds
 * that it has there; of choices without order which of them it is.  One that is
 * not active has a place of its own, below all numbers and behind all choices,
 * so that a tree can part by activity (SMAC's way: M. Lindauer et al., "SMAC3:
 * a versatile Bayesian optimization package for hyperparameter optimization",
 * J. Mach. Learn. Res. 23, 2022).
 *
 * Values are warped if they are skewed (warp.h).  What failed or is infeasible
 * counts as worse than all values, what was pruned as the worst of them, and
 * what is pending as what the forest expects there.
 */
#ifndef HPO_FOREST_MODEL_H
#define HPO_FOREST_MODEL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence.h"
#include "study.h"
#include "trees.h"

struct forest_model {
	const struct evidence *evidence;
	size_t width;         /* features */
	size_t *param;        /* by feature, by name: whose it is */
	bool *unordered;      /* by feature */
	struct trees trees;   /* n 0: there are no values */
	struct trees success; /* n 0: nothing has failed */
	double best; /* what is to be improved upon, as the forest has it */
	bool warped; /* values are; else one is */
	double offset, unit; /* offset + unit times what the forest has */
	size_t ended;        /* trials that say something */
};

/* What the forest expects of a point, in its own units. */
struct forest_view {
	double mean, sd;
	double gain; /* ln of the improvement that is expected */
};

/* Of a forest of so many trees, whose random numbers are a trial's. */
struct forest_key {
	size_t trees;
	uint64_t seed;
	uint32_t trial;
};

/* O(trees parameters n log n), twice if trials are pending. */
void forest_model_init(struct forest_model *m, const struct study *study,
    const struct evidence *ev, const struct forest_key *key);
void forest_model_release(struct forest_model *m);

/* The features of a row (point.h). */
void forest_features(const struct forest_model *m, const double *row, float *x);

/*
 * What it expects of a row, whose features x are then.  The improvement: see
 * acquisition.h; it counts as probable as success is.
 */
struct forest_view forest_model_at(
    const struct forest_model *m, const double *row, float *x);

#endif
