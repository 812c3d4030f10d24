/*
 * What a point is worth trying: the logarithm of the improvement that a
 * Gaussian process expects there, D. R. Jones, M. Schonlau, W. J. Welch,
 * "Efficient global optimization of expensive black-box functions" (1998),
 * equation 15, in logarithms (S. Ament et al., "Unexpected improvements to
 * expected improvement", NeurIPS 2023).
 *
 * Points that are being evaluated are drawn from the process, jointly, some
 * times over, and the improvements beyond each draw are averaged (J. Snoek, H.
 * Larochelle, R. P. Adams, "Practical Bayesian optimization", NeurIPS 2012,
 * section 3.2).  Where they are too many for draws they are at what is expected
 * of them, and a point is worth less by as much as they tell of it: the
 * logarithm of the share that they leave of its variance is added.  What fails
 * is learnt by a second process of labels, -1 and 1: the improvement counts as
 * probable as success is.
 */
#ifndef HPO_GP_ACQUISITION_H
#define HPO_GP_ACQUISITION_H
#include <stdbool.h>
#include <stdint.h>

#include "gp.h"

struct acquisition {
	const struct gp *gp;
	const struct gp *success; /* of labels; NULL: nothing fails */
	bool crowded;             /* too much is pending for draws */
	size_t draws;             /* of what is pending; 1 without */
	double *tail;             /* draws x pending, standard normal */
	double *alpha;            /* draws x (n + pending) */
	double *best;             /* by draw: to be improved upon */
	double *work;
};

/*
 * Of a process whose pending points are there; best: what is to be improved
 * upon but for these; seed names the draws.
 */
void acquisition_init(struct acquisition *a, const struct gp *gp,
    const struct gp *success, double best, uint64_t seed);
void acquisition_release(struct acquisition *a);

/* At m points, by column with ld.  O(m (n^2 + n columns)). */
void acquisition_many(const struct acquisition *a, const double *x, size_t ld,
    size_t m, double *value);

/* At one, `columns` numbers, with its gradient; 0 in categories.  O(n^2). */
double acquisition_at(
    const struct acquisition *a, const double *point, double *gradient);

#endif
