/*
 * Mixtures of kernels around observations, and one more for what is known
 * before: the densities of the tree-structured Parzen estimator.
 *
 * J. Bergstra, R. Bardenet, Y. Bengio, B. Kegl, "Algorithms for hyper-parameter
 * optimization", NIPS 24 (2011): the estimator.  S. Watanabe, "Tree-structured
 * Parzen estimator: understanding its algorithm components and their roles for
 * better empirical performance", arXiv 2304.11127 (2023): bandwidths, but for
 * the least of them, and weights by expected improvement.
 *
 * A mixture in several coordinates is a product of kernels in each: those of
 * one observation in one coordinate are kernel i of a struct kde, i = 0 ... n -
 * 1; kernel n is the prior's.
 */
#ifndef HPO_KDE_H
#define HPO_KDE_H
#include <stddef.h>
#include <stdint.h>

/* Kernels of one coordinate. */
struct kde {
	size_t n;       /* observations */
	size_t choices; /* of an unordered coordinate; 0: it is a number */
	double *mu;     /* centres in [0, 1]; observed choices, but the prior */
	double *inverse; /* 1 / sigma; of numbers */
	double *log_z;   /* the normalisers' logarithms; of numbers */
	double *peak;    /* log density at the centre; of numbers */
	uint32_t *same;  /* a kernel known to be equal, i itself or before it */
	double *mass;    /* workspace */
	size_t levels;   /* of kde_levels() */
	double *near; /* by distance in levels: log mass of the least kernel */
};

/*
 * Kernels around n numbers u in [0, 1]: normal distributions cut to [0, 1].
 * The deviation of each is the wider gap to its neighbours among all, the
 * middle and both ends; at least max(0.03, 0.25 / sqrt(n + 2)) and at most 1.
 * The prior's is 1, about the middle.  O(n log n).
 */
void kde_numbers(struct kde *k, const double *u, size_t n);

/*
 * The same around n of `levels` equal cells, each at its middle, k = 0 ...
 * levels - 1.  Masses are the same, but take no time where many kernels are as
 * narrow as they may be.  O(n log n + levels).
 */
void kde_levels(
    struct kde *k, const uint64_t *observed, size_t n, size_t levels);

/*
 * Kernels around n observed choices below `choices`: one more of n + 2 parts on
 * what was observed, P(c) = ([c observed] + 1/(n+1)) / (1 + choices/(n+1)).
 * The prior's is uniform.  O(n).
 */
void kde_choices(
    struct kde *k, const uint64_t *observed, size_t n, size_t choices);

void kde_release(struct kde *k);

/*
 * Add to sum[0 ... n] the logarithm of each kernel: its density at x, its mass
 * in [low, high] within [0, 1] or in a level's cell, or its probability of
 * choice c.  O(n).
 */
void kde_add_density(const struct kde *k, double x, double *sum);
void kde_add_mass(struct kde *k, double low, double high, double *sum);
void kde_add_level(struct kde *k, uint64_t level, double *sum);
void kde_add_choice(const struct kde *k, uint64_t c, double *sum);

/*
 * The number, or the choice, below which kernel i has the share u of its mass,
 * u in [0, 1).
 */
double kde_number(const struct kde *k, size_t i, double u);
uint64_t kde_choice(const struct kde *k, size_t i, double u);

/*
 * Weights of n observations and the prior, which sum to 1: all equal; or in
 * proportion to how far each value y is below `limit`, at least 1e-12 of the
 * best (NAN: that least), the prior's being the mean of the others.  With no
 * value below the limit they are equal.
 */
void kde_equal_weights(size_t n, double *w);
void kde_weights(const double *y, size_t n, double limit, double *w);

/* ln sum_i w[i] exp(log_kernel[i]) of n terms; -inf if all of them are. */
double kde_log_sum(const double *w, const double *log_kernel, size_t n);

/*
 * The i to which the share u of sum w[i] exp(log_kernel[i]) leads, u in [0,
 * 1); the last one if all terms are 0.
 */
size_t kde_pick(const double *w, const double *log_kernel, size_t n, double u);

#endif
