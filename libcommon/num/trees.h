/*
 * Regression by extremely randomized trees: the mean of a number at a point,
 * and how uncertain that is.  Each node tries some features, cuts each at
 * random between the least and the greatest that it holds, and keeps the cut
 * which leaves the least variance: smoother than trees with the best cuts, and
 * with some variance between trees also where there are no observations.
 *
 * P. Geurts, D. Ernst, L. Wehenkel, "Extremely randomized trees", Mach. Learn.
 * 63 (2006).  The variance: F. Hutter, L. Xu, H. H. Hoos, K. Leyton-Brown,
 * "Algorithm runtime prediction: methods and evaluation", Artif. Intell. 206
 * (2014), section 4.3.2: that of the trees' means and the mean of the leaves'.
 *
 * y is taken in whole units of 2^-18, so that sums are exact: in which order
 * observations come does not matter, nor what the last bits of y are.
 */
#ifndef HPO_TREES_H
#define HPO_TREES_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Observations that a tree may have; with more, each has a sample of so many */
enum { TREES_ROWS = 8192 };

struct trees_data {
	size_t n, width;       /* observations, features */
	const float *x;        /* by feature: its n numbers, or choices */
	const bool *unordered; /* by feature: choices, whole numbers from 0 */
	const double *y;       /* n; of mean 0 and deviation 1, cut to +-64 */
};

struct trees_setting {
	size_t trees;   /* at least 1 */
	size_t least;   /* observations that are left on each side of a cut */
	size_t tried;   /* features that a node tries, of those not constant */
	uint64_t seed;  /* who draws: the stream "trees" of rng.h, whose */
	uint32_t trial; /* sub-number is the tree */
};

struct trees_node {
	uint32_t feature; /* UINT32_MAX: a leaf */
	uint32_t below;   /* its nodes, the second one behind; or which leaf */
	union {
		float cut;     /* numbers up to here go to the first one */
		uint64_t salt; /* choices do by a hash with it */
	};
};

struct trees_leaf {
	double mean, variance;
};

struct trees {
	size_t n;
	const bool *unordered; /* the caller's */
	uint32_t *root;        /* by tree */
	struct trees_node *nodes;
	struct trees_leaf *leaves;
	size_t nnodes, nleaves, room; /* room: of both lists */
};

/*
 * From at least one observation.  The order of features matters, that of
 * observations only above TREES_ROWS.  O(trees tried n log n): some 5 ns for
 * each of these.
 */
void trees_grow(struct trees *t, const struct trees_data *data,
    const struct trees_setting *setting);
void trees_release(struct trees *t);

/*
 * Mean and variance at x, which has a place for each feature.  A choice that a
 * node has not seen goes to either side.  O(trees log n).
 */
void trees_predict(
    const struct trees *t, const float *x, double *mean, double *variance);

#endif
