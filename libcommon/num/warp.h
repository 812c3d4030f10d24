/*
 * Values made fit for a regression.  They are minimised, and finite; where few
 * of them are very bad they would hide how the good ones differ, so these are
 * spread and those drawn near, and their order stays what it was.
 *
 * X. Song, Q. Zhang, C. Lee, E. Fertig and others, "The Vizier Gaussian process
 * bandit algorithm", arXiv 2408.11527 (2024): half-rank and log warper.
 * Deviation: only where the values are skewed, else they stay as they are.
 *
 * Values from -1e300 to 1e300 are no trouble.  A change of units, y to a y + b
 * with a > 0, leaves all results equal, but for rounding and those units.
 */
#ifndef HPO_WARP_H
#define HPO_WARP_H
#include <stdbool.h>
#include <stddef.h>

/*
 * Those above the median become the upper half of a normal distribution about
 * it, by their rank; equal ones stay equal.  Its deviation is that of the
 * distinct values below, the median included if it is one of them; if that is
 * 0, of all distinct values.  O(n log n).
 */
void warp_half_rank(double *y, size_t n);

/*
 * Values in [min, max] to -0.5 ... 0.5, by a logarithm that stretches the low
 * end 1.5 times as much as the high one.  All equal: 0.
 */
void warp_stretch(double *y, size_t n);

/*
 * Both, if there are 5 values and the greatest is more than 3 times as far from
 * the median as the least, and whether that was so.
 */
bool warp_values(double *y, size_t n);

/*
 * What stands for a failure beside n >= 1 values: half their range above all;
 * where all are equal, something above them.
 */
double warp_failure(const double *y, size_t n);

/*
 * Subtract the mean and divide by the deviation (of n, not n - 1), and what
 * these were, in the units of y.  All equal: they become 0, with a deviation
 * of 1; no value: mean 0.
 */
void standardise(double *y, size_t n, double *mean, double *sd);

#endif
