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
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dist.h"
#include "prior.h"

/* A kernel of numbers. */
struct kde_kernel {
	double mu;              /* its centre, in [0, 1] */
	double inverse;         /* 1 / sigma */
	double scale;           /* 1 / its mass in [0, 1] before the cut */
	struct dist_mass value; /* what it has at a point; workspace */
};

/* The kernels of one coordinate. */
struct kde {
	size_t n;       /* observations */
	size_t choices; /* of an unordered coordinate; 0: it is a number */
	uint32_t *of;   /* which kernel an observation has, or its choice */
	struct kde_kernel *kernels; /* none twice; rising, the prior's last */
	size_t nkernels;
	double middle, width; /* where they have their values; -1: nowhere */
	size_t levels;        /* of kde_levels() */
	double narrowest;     /* 1 / sigma of the kernels of which `near` is */
	struct dist_mass *near; /* their mass by distance in levels, uncut */
	struct prior prior;     /* of kernel n if it has a kind */
	size_t possible;        /* choices of which that has some mass */
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
 * narrow as they may be.  O(n log n).
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
 * What is known before, from now on: the prior's kernel is its distribution.
 * Choice c of a prior is the c-th of as many equal parts; those without a mass
 * get nothing of other choices either.  {0} takes that back.
 */
void kde_believe(struct kde *k, const struct prior *prior);

/*
 * The probability of what kernel i observed, or of another choice, which gets
 * `share` times an equal part of what there is for all: 1, or with a prior
 * kde_choice_share() of choice c; and what the prior itself has of it.
 */
double kde_choice_mass(
    const struct kde *k, size_t i, bool observed, double share);
double kde_choice_belief(const struct kde *k, uint64_t c);
double kde_choice_share(const struct kde *k, size_t i, uint64_t c);

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

#endif
