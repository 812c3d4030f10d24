/*
 * A mixture of kde.h at a point: the product of each of its kernels over the
 * coordinates, and their sum.
 */
#ifndef HPO_KDE_TERM_H
#define HPO_KDE_TERM_H
#include <stddef.h>
#include <stdint.h>

#include "kde.h"

/*
 * What a kernel has come to, exp(log) factor: to multiply takes a logarithm
 * only now and then.
 */
struct kde_term {
	double log, factor;
};

/* n terms of 1. */
void kde_terms_clear(struct kde_term *t, size_t n);

/*
 * Multiply t[0 ... n] by what each kernel has in one coordinate: its density at
 * x, its mass within width / 2 of the middle or in a level's cell, or its
 * probability of choice c.  O(n), and the dearer part of it not again for a
 * point that is the one before.
 */
void kde_multiply_density(struct kde *k, double x, struct kde_term *t);
void kde_multiply_mass(
    struct kde *k, double middle, double width, struct kde_term *t);
void kde_multiply_level(struct kde *k, uint64_t level, struct kde_term *t);
void kde_multiply_choice(const struct kde *k, uint64_t c, struct kde_term *t);

/* Multiply *t by another term. */
void kde_term_multiply(struct kde_term *t, const struct kde_term *by);

/* ln sum_i w[i] t[i] of n terms; -inf if all of them are 0. */
double kde_log_sum(const double *w, const struct kde_term *t, size_t n);

/*
 * The i to which the share u of sum w[i] t[i] leads, u in [0, 1); the last one
 * if all terms are 0.
 */
size_t kde_pick(const double *w, const struct kde_term *t, size_t n, double u);

#endif
