/*
 * What holds for Gaussian processes whatever their results are: covariances are
 * positive definite, points that are awaited, few results or many columns,
 * results that are equal, and the fit.
 */
#include <gsl/gsl_eigen.h>

#include "gp_fit.h"
#include "linalg.h"
#include "made_gp.h"
#include "tap.h"

enum { RESULTS = 20, PENDING = 6, CAP = RESULTS + PENDING, LOOKS = 25 };

static const struct made_kinds mixed = {2, 1, 2}, numbers = {3, 0, 0},
			       choices = {0, 3, 0}, many = {60, 0, 0};

/* The least eigenvalue of n x n numbers, which are spoilt. */
static double
least_eigenvalue(double *a, size_t n)
{
	gsl_matrix_view matrix = gsl_matrix_view_array(a, n, n);
	gsl_vector *values = gsl_vector_alloc(n);
	gsl_eigen_symm_workspace *work = gsl_eigen_symm_alloc(n);
	double least;

	gsl_eigen_symm(&matrix.matrix, values, work);
	least = gsl_vector_min(values);
	gsl_eigen_symm_free(work);
	gsl_vector_free(values);
	return least;
}

/* Five numbers and one that is not there, in the columns that gp.h wants. */
static void
test_flags(void)
{
	enum { N = 6 };
	static const struct kernel_column column[] = {{0, false}, {0, true}};
	static const double x[2 * N] = {
	    0, .25, .5, .75, 1, .5, 1, 1, 1, 1, 1, 0};
	double weight = 0.1, k[N * N], least;
	struct kernel kernel = {.column = column,
	    .columns = 2,
	    .weights = 1,
	    .weight = &weight,
	    .scale = 1};

	for (size_t i = 0; i < N; i++)
		kernel_distances(&kernel, x, N, N,
		    (const double[]){x[i], x[N + i]}, k + i * N);
	kernel_values(&kernel, k, NULL, N * N);
	least = least_eigenvalue(k, N);
	ok(fabs(least / 7.2e-6 - 1) < .01, "least eigenvalue: %g", least);
	/* The same where the distance is 1 if one is there, the other not. */
	kernel.columns = 1;
	for (size_t i = 0; i < N; i++)
		kernel_distances(&kernel, x, N, N, &x[i], k + i * N);
	for (size_t i = 0; i < N - 1; i++)
		k[i * N + N - 1] = k[(N - 1) * N + i] = weight;
	kernel_values(&kernel, k, NULL, N * N);
	least = least_eigenvalue(k, N);
	ok(least < -3e-4, "not so without the flag: %g", least);
}

/* Many sets of points of all kinds. */
static void
test_definite(void)
{
	double least = INFINITY;

	for (uint32_t i = 0; i < 50; i++) {
		double k[RESULTS * RESULTS];
		struct made_gp m;

		made_init(&m, &mixed, RESULTS, i);
		for (size_t j = 0; j < m.weights; j++)
			m.gp.kernel.weight[j] *= .3;
		made_results(&m, RESULTS, true);
		for (size_t r = 0; r < RESULTS; r++)
			kernel_distances(&m.gp.kernel, m.gp.x, RESULTS, RESULTS,
			    m.gp.points + r * m.columns, k + r * RESULTS);
		kernel_values(&m.gp.kernel, k, NULL, RESULTS * RESULTS);
		least = fmin(least, least_eigenvalue(k, RESULTS));
		gp_release(&m.gp);
	}
	ok(least > 1e-9, "positive definite: least eigenvalue %g", least);
}

/*
 * A point that is awaited lowers the variance there, and predictions are those
 * of a process that has been told what was expected of it.
 */
static void
test_await(const struct made_kinds *kinds)
{
	double fall = INFINITY, off = 0;
	struct made_gp m, told;
	int same = 1;

	made_init(&m, kinds, CAP, 1);
	made_init(&told, kinds, CAP, 1);
	made_results(&m, RESULTS, false);
	made_results(&told, RESULTS, false);
	m.gp.noise = told.gp.noise = 1e-3;
	gp_condition(&m.gp, NAN);
	for (int i = 0; i < PENDING; i++) {
		double x[MADE_COLUMNS], mean, before, after;

		made_point(&m, x);
		made_predict(&m.gp, x, &mean, &before);
		gp_await(&m.gp, x);
		made_predict(&m.gp, x, &mean, &after);
		gp_add(&told.gp, x, mean, 0, made_awaited);
		fall = fmin(fall, (before - after) / before);
		/* As of a result that is almost exact. */
		off = fmax(off,
		    fabs(after / (1 / (1 / before + 1 / made_awaited)) - 1));
	}
	ok(fall > .5 && off < 1e-7,
	    "the variance falls by a part of %g or more, as it should: %g",
	    fall, off);
	gp_condition(&told.gp, m.gp.mean);
	off = 0;
	for (int i = 0; i < LOOKS; i++) {
		double x[MADE_COLUMNS], mean[2], variance[2];

		made_point(&m, x);
		made_predict(&m.gp, x, &mean[0], &variance[0]);
		made_predict(&told.gp, x, &mean[1], &variance[1]);
		same &= variance[0] == variance[1];
		off = fmax(off, fabs(mean[0] - mean[1]));
	}
	ok(same, "variances as if all had been factored at once");
	ok(off < 1e-9, "means of what was expected: %g", off);
	gp_release(&m.gp);
	gp_release(&told.gp);
}

/* The mean and the variance at a look, by hand, of 0, 1 and 2 results. */
static void
test_few(void)
{
	static const struct kernel_column column = {0, false};
	static const double at = .25, x[2] = {0, 1}, y[2] = {1, 3};
	double mean, variance, d[2] = {at, 1 - at}, k[3] = {0, at, 1 - at};
	double inverse, mu;
	struct gp gp;

	gp_init(&gp, &column, 1, 1, 2);
	for (size_t i = 0; i < 2; i++)
		d[i] *= sqrt(5);
	k[1] = (1 + d[0] + d[0] * d[0] / 3) * exp(-d[0]);
	k[2] = (1 + d[1] + d[1] * d[1] / 3) * exp(-d[1]);
	k[0] = (1 + sqrt(5) + 5.0 / 3) * exp(-sqrt(5)); /* of the two */
	gp_condition(&gp, NAN);
	made_predict(&gp, &at, &mean, &variance);
	ok(mean == 0 && variance == 1, "nothing known: %g, %g", mean, variance);

	gp.noise = .1;
	gp_add(&gp, &x[0], y[0], 1, 0);
	gp_condition(&gp, NAN);
	made_predict(&gp, &at, &mean, &variance);
	ok(fabs(mean - 1) < 1e-15 &&
		fabs(variance - (1 - k[1] * k[1] / 1.1)) < 1e-15,
	    "one result: %g, %g", mean, variance);

	gp_add(&gp, &x[1], y[1], 1, 0);
	gp_condition(&gp, NAN);
	made_predict(&gp, &at, &mean, &variance);
	inverse = 1 / (1.1 * 1.1 - k[0] * k[0]);
	mu = 2 + (k[2] - k[1]) * (1.1 + k[0]) * inverse;
	ok(fabs(mean - mu) < 1e-14 &&
		fabs(variance - 1 +
		     inverse * (1.1 * (k[1] * k[1] + k[2] * k[2]) -
				   2 * k[0] * k[1] * k[2])) < 1e-14,
	    "two results: %g, %g", mean, variance);
	gp_release(&gp);
}

/* Three results of a point are one, their mean, of a third of the noise. */
static void
test_repeats(void)
{
	struct made_gp m, mean_of;
	double worst = 0;

	made_init(&m, &mixed, 3 * RESULTS, 5);
	made_init(&mean_of, &mixed, RESULTS, 5);
	made_results(&mean_of, RESULTS, true);
	m.gp.noise = mean_of.gp.noise = .1;
	for (size_t i = 0; i < RESULTS; i++) {
		mean_of.gp.share[i] = 1 / 3.0;
		for (int k = -1; k <= 1; k++)
			gp_add(&m.gp, mean_of.gp.points + i * m.columns,
			    mean_of.gp.y[i] + .3 * k, 1, 0);
	}
	gp_condition(&m.gp, NAN);
	gp_condition(&mean_of.gp, NAN);
	for (int i = 0; i < LOOKS; i++) {
		double x[MADE_COLUMNS], mean[2], variance[2];

		made_point(&mean_of, x);
		made_predict(&m.gp, x, &mean[0], &variance[0]);
		made_predict(&mean_of.gp, x, &mean[1], &variance[1]);
		worst = fmax(worst, fabs(mean[0] - mean[1]));
		worst = fmax(worst, fabs(variance[0] - variance[1]));
	}
	ok(worst < 1e-11 && m.gp.jitter == 0, "repeats are their mean: %g",
	    worst);
	gp_release(&m.gp);
	gp_release(&mean_of.gp);
}

/* Whether all that a process says, also of what it awaits, is a number. */
static int
all_finite(struct made_gp *m)
{
	int good = isfinite(m->gp.mean) && isfinite(m->gp.jitter);

	for (int i = 0; i < LOOKS; i++) {
		double x[MADE_COLUMNS], mean, variance;

		made_point(m, x);
		made_predict(&m->gp, x, &mean, &variance);
		good &= isfinite(mean) && isfinite(variance) && variance > 0 &&
			variance <= m->gp.kernel.scale;
		good &= fabs(mean) < 1e3;
		if (i < PENDING)
			gp_await(&m->gp, x);
	}
	return good;
}

/* Equal points without noise: a covariance that has no factor. */
static void
test_jitter(const struct made_kinds *kinds, size_t copies, const char *what)
{
	const size_t n = RESULTS * copies;
	double inexact = 0;
	struct made_gp m;

	made_init(&m, kinds, n + 2 * PENDING, 6);
	m.gp.noise = 0;
	m.gp.kernel.scale = .1;
	for (size_t j = 0; j < m.weights; j++)
		m.gp.kernel.weight[j] *= .5;
	for (size_t i = 0; i < RESULTS; i++) {
		double x[MADE_COLUMNS];

		made_point(&m, x);
		for (size_t k = 0; k < copies; k++)
			gp_add(&m.gp, x, made_value(&m, x), 1, 0);
	}
	gp_condition(&m.gp, NAN);
	for (size_t i = 0; i < n; i++) {
		double mean, variance;

		made_predict(
		    &m.gp, m.gp.points + i * m.columns, &mean, &variance);
		inexact = fmax(inexact, fabs(mean - m.gp.y[i]));
	}
	ok(m.gp.jitter > 0 && m.gp.jitter <= 1e-3 * m.gp.kernel.scale &&
		inexact < .05,
	    "%s: raised by %g, results met to %g", what, m.gp.jitter, inexact);
	for (int i = 0; i < PENDING; i++) /* once more */
		gp_await(&m.gp, m.gp.points);
	ok(all_finite(&m), "%s: all is finite", what);
	gp_release(&m.gp);
}

/* The fit finds something better within its bounds, and says what it is. */
static void
test_fit(const struct made_kinds *kinds, bool noisy, const char *what)
{
	const struct gp_fit how = {
	    .noisy = noisy, .evaluations = 60, .mean = NAN};
	double theta[MADE_COLUMNS], gradient[MADE_COLUMNS], before, after;
	struct gp_fit_state *state;
	struct made_gp m;
	int within = 1;
	size_t d;

	made_init(&m, kinds, CAP, 8);
	made_results(&m, RESULTS, !noisy);
	d = m.weights;
	for (size_t j = 0; j < d; j++)
		theta[j] = log(m.gp.kernel.weight[j]);
	theta[d] = 0;
	theta[d + 1] = log(m.gp.noise);
	state = gp_fit_open(&m.gp, &how);
	before = gp_fit_objective(state, theta, gradient);
	gp_fit_close(state);
	after = gp_fit(&m.gp, &how);
	for (size_t j = 0; j < d; j++) {
		theta[j] = log(m.gp.kernel.weight[j]);
		within &= fabs(theta[j]) < 9 + 1e-9;
	}
	theta[d] = log(m.gp.kernel.scale);
	theta[d + 1] = log(m.gp.noise);
	ok(after < before - .1 && within, "%s: from %g to %g", what, before,
	    after);
	ok(noisy ? m.gp.noise >= 1e-6 * (1 - 1e-9) && m.gp.noise <= 1
		 : fabs(m.gp.noise / 1e-6 - 1) < 1e-12,
	    "%s: noise %g", what, m.gp.noise);
	state = gp_fit_open(&m.gp, &how);
	before = gp_fit_objective(state, theta, gradient);
	gp_fit_close(state);
	ok(fabs(before - after) < 1e-8 * fmax(1, fabs(after)),
	    "%s: what it returns is what it left", what);
	gp_condition(&m.gp, NAN);
	ok(all_finite(&m), "%s: and predicts", what);
	gp_release(&m.gp);
}

int
main(void)
{
	test_flags();
	test_definite();
	test_await(&mixed);
	test_await(&choices);
	test_await(&many);
	test_few();
	test_repeats();
	test_jitter(&mixed, 2, "pairs of equal points");
	test_jitter(&choices, 1, "choices alone");
	test_jitter(&many, 2, "many columns");
	test_fit(&numbers, false, "numbers");
	test_fit(&mixed, true, "all kinds");
	test_fit(&choices, true, "choices");
	test_fit(&many, false, "60 numbers");
	return tap_done();
}
