/*
 * What points are worth whose results are noisy: the mean of a point's results,
 * drawn towards the middle of all points by as much as it may be luck.  So one
 * lucky result is not better than several good ones.
 *
 * C. N. Morris, "Parametric empirical Bayes inference: theory and
 * applications", J. Am. Stat. Assoc. 78 (1983): normal means with a normal
 * prior; its mean and variance here from the median and the quartiles, which
 * bear results that are far off.
 */
#ifndef HPO_SHRINK_H
#define HPO_SHRINK_H
#include <stddef.h>

struct shrink_result {
	size_t point; /* which it is of, 0 to points - 1 */
	double value; /* finite */
	double sd;    /* standard error of the value; NAN: not known */
};

struct shrink_mean {
	double mean, sd; /* of what a point is worth; sd NAN: not known */
	size_t n;        /* results */
};

/*
 * Into mean[0 .. points - 1] what the n results say, each point having one at
 * least.  A result without its own error has the standard deviation sd; if that
 * is 0, not known, the one that results of equal points show, else that of the
 * mean square of errors, else none: then a mean is just that of the results.
 * Below 5 points nothing is drawn anywhere.  O(n log n).
 */
void shrink(const struct shrink_result *results, size_t n, double sd,
    struct shrink_mean *mean, size_t points);

#endif
