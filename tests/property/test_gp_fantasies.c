/*
 * Pending points in an acquisition: what is drawn for them is what the process
 * expects, and each draw counts as if it had been told.
 */
#include "acquisition.h"
#include "gp_acquisition.h"
#include "linalg.h"
#include "made_gp.h"
#include "tap.h"

enum {
	RESULTS = 20,
	PENDING = 4,
	WIDE = 64,
	CAP = RESULTS + WIDE,
	LOOKS = 30,
	STUDIES = 12,
};

static const struct made_kinds kinds = {2, 1, 1};
static const double best = -.7;

static void
begin(struct made_gp *m, uint32_t which, double noise, size_t pending)
{
	made_init(m, &kinds, CAP, which);
	made_results(m, RESULTS, false);
	m->gp.noise = noise;
	gp_condition(&m->gp, NAN);
	made_await(m, pending);
}

/*
 * The values of all points in draw s: the covariance times alpha, and the
 * mean.
 */
static void
values_of(const struct gp *gp, const double *alpha, double *value)
{
	const size_t all = gp->n + gp->pending;
	double k[CAP];

	for (size_t i = 0; i < all; i++) {
		const double variance =
		    i < gp->n ? gp->noise * gp->share[i] + gp->extra[i]
			      : made_awaited;

		kernel_distances(&gp->kernel, gp->x, gp->cap, all,
		    gp->points + i * gp->kernel.columns, k);
		kernel_values(&gp->kernel, k, NULL, all);
		value[i] =
		    gp->mean + linalg_dot(alpha, k, all) + variance * alpha[i];
	}
}

/* The most that was off, and the deviation of draws as a part of what it is. */
struct scatter {
	double results, best, mean, low, high;
};

/* Pending points, and mean and variance there before they are awaited. */
static void
await_known(struct made_gp *m, double *mean, double *variance)
{
	double x[PENDING][MADE_COLUMNS];

	for (size_t i = 0; i < PENDING; i++) {
		made_point(m, x[i]);
		made_predict(&m->gp, x[i], &mean[i], &variance[i]);
	}
	for (size_t i = 0; i < PENDING; i++)
		gp_await(&m->gp, x[i]);
}

/* What the draws have, against results and these means and variances. */
static void
compare(const struct acquisition *a, const double *mean, const double *variance,
    struct scatter *to)
{
	const double draws = (double)a->draws;
	double sum[PENDING] = {0}, square[PENDING] = {0};

	for (size_t s = 0; s < a->draws; s++) {
		double v[CAP], least = best;

		values_of(a->gp, a->alpha + s * (RESULTS + PENDING), v);
		for (size_t i = 0; i < RESULTS; i++)
			to->results =
			    fmax(to->results, fabs(v[i] - a->gp->y[i]));
		for (size_t i = 0; i < PENDING; i++) {
			const double off = v[RESULTS + i] - mean[i];

			sum[i] += off;
			square[i] += off * off;
			least = fmin(least, v[RESULTS + i]);
		}
		to->best = fmax(to->best, fabs(least - a->best[s]));
	}
	for (size_t i = 0; i < PENDING; i++) {
		const double sd = sqrt(variance[i] + made_awaited);
		const double ratio = sqrt(square[i] / draws) / sd;

		to->mean = fmax(to->mean, fabs(sum[i] / draws) / sd);
		to->low = fmin(to->low, ratio);
		to->high = fmax(to->high, ratio);
	}
}

/* Draws hold to the results, and scatter about what is expected. */
static void
test_draws(void)
{
	struct scatter most = {.low = INFINITY};

	for (uint32_t which = 0; which < STUDIES; which++) {
		double mean[PENDING], variance[PENDING];
		struct made_gp m;
		struct acquisition a;

		begin(&m, which, 1e-3, 0);
		await_known(&m, mean, variance);
		acquisition_init(&a, &m.gp, NULL, best, which);
		compare(&a, mean, variance, &most);
		acquisition_release(&a);
		gp_release(&m.gp);
	}
	ok(most.results < 1e-10, "results are what they are in each draw: %g",
	    most.results);
	ok(most.best < 1e-10, "the best of each draw: %g", most.best);
	ok(most.mean < .15, "draws average to the mean: %g sd", most.mean);
	ok(most.low > .8 && most.high < 1.2, "their deviation: %g to %g of it",
	    most.low, most.high);
}

/* ln of the improvement at x on a process that was told one draw. */
static double
told(struct made_gp *m, uint32_t which, const double *v, const double *x,
    double limit)
{
	double mean, variance, sd;
	struct made_gp other;

	begin(&other, which, m->gp.noise, 0);
	for (size_t i = 0; i < PENDING; i++)
		gp_add(&other.gp, m->gp.points + (RESULTS + i) * m->columns,
		    v[RESULTS + i], 0, made_awaited);
	gp_condition(&other.gp, m->gp.mean);
	made_predict(&other.gp, x, &mean, &variance);
	sd = sqrt(variance);
	gp_release(&other.gp);
	return log_improvement((limit - mean) / sd, NULL) + log(sd);
}

/* The improvement is the mean of those of all draws. */
static void
test_mean(void)
{
	double worst = 0;

	for (uint32_t which = 0; which < STUDIES; which++) {
		double x[MADE_COLUMNS], gradient[MADE_COLUMNS], sum = 0;
		double v[CAP];
		struct made_gp m;
		struct acquisition a;

		begin(&m, which, 1e-3, PENDING);
		acquisition_init(&a, &m.gp, NULL, best, which);
		made_point(&m, x);
		for (size_t s = 0; s < a.draws; s++) {
			double least = best;

			values_of(&m.gp, a.alpha + s * (RESULTS + PENDING), v);
			for (size_t i = 0; i < PENDING; i++)
				least = fmin(least, v[RESULTS + i]);
			sum += exp(told(&m, which, v, x, least));
		}
		worst = fmax(worst, fabs(acquisition_at(&a, x, gradient) -
					 log(sum / (double)a.draws)));
		acquisition_release(&a);
		gp_release(&m.gp);
	}
	ok(worst < 1e-9, "as if each draw had been told: %g", worst);
}

/* Next to a point that is awaited little is to be had, however many are. */
static void
test_apart(size_t pending)
{
	double gain = -INFINITY;

	for (uint32_t which = 0; which < STUDIES; which++) {
		double x[MADE_COLUMNS], gradient[MADE_COLUMNS], before, after;
		struct made_gp m;
		struct acquisition a;

		begin(&m, which, 1e-6, pending - 1);
		made_point(&m, x);
		acquisition_init(&a, &m.gp, NULL, best, which);
		before = acquisition_at(&a, x, gradient);
		acquisition_release(&a);
		gp_await(&m.gp, x);
		acquisition_init(&a, &m.gp, NULL, best, which);
		after = acquisition_at(&a, x, gradient);
		gain = fmax(gain, after - before);
		acquisition_release(&a);
		gp_release(&m.gp);
	}
	ok(gain < -2, "%zu pending: ln of the improvement at one falls by %g",
	    pending, -gain);
}

int
main(void)
{
	test_draws();
	test_mean();
	test_apart(1);
	test_apart(PENDING);
	test_apart(WIDE);
	return tap_done();
}
