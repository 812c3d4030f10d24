/*
 * The Matern-5/2 covariance with a weight for each dimension, over numbers and
 * categories: k(x, x') = s (1 + t + t^2 / 3) exp(-t), t = sqrt(5 r^2), and
 * r^2 = sum over columns of the weight times the squared difference of
 * numbers, or 1 if categories differ.
 *
 * C. E. Rasmussen, C. K. I. Williams, "Gaussian processes for machine
 * learning" (2006), equations 4.17 and 5.2 (weights are 1 / l^2).  Categories:
 * F. Hutter, "Automated configuration of algorithms" (2009), section 10.2.1.
 *
 * A number that is not there for all points has two columns of one weight: a
 * number, 0.5 where it is not there, and a category that says whether it is.
 * (A distance of 1 if only one is there would not be positive definite.)
 *
 * Points are stored by column: number i of column c is at x[c * ld + i].
 */
#ifndef HPO_KERNEL_H
#define HPO_KERNEL_H
#include <stdbool.h>
#include <stddef.h>

struct kernel_column {
	size_t weight; /* the index of its weight */
	bool category; /* numbers that are equal or not */
};

struct kernel {
	const struct kernel_column *column; /* borrowed */
	size_t columns, weights;
	double *weight; /* a, one for each weight: 1 / length^2 */
	double scale;   /* s, the variance */
};

/* r^2 from one point, `columns` numbers, to n points, into r2.  O(n columns) */
void kernel_distances(const struct kernel *k, const double *x, size_t ld,
    size_t n, const double *point, double *r2);

/*
 * Turn n squared distances into covariances, in place; and, if slope is not
 * NULL, dk/d(r^2) into it, which is finite at 0 too.
 */
void kernel_values(const struct kernel *k, double *r2, double *slope, size_t n);

#endif
