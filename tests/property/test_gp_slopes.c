/*
 * Slopes against central differences: of the density that a Gaussian process is
 * fitted by, and of what a point is worth trying.
 */
#include "gp_acquisition.h"
#include "gp_fit.h"
#include "made_gp.h"
#include "tap.h"

enum { RESULTS = 25, CROWD = 40, CAP = RESULTS + CROWD, LABELS = 40 };

static const double difference = 1e-4;
static const double allowed = 1e-5;

/* Numbers alone, all kinds, and so many that lengths have the other prior. */
static const struct made_kinds kinds[] = {{3, 0, 0}, {2, 1, 1}, {8, 3, 3}};
enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

/* By Richardson's extrapolation of what is at -2h, -h, h and 2h. */
static double
slope_of(const double *at, double h)
{
	return (at[0] - 8 * at[1] + 8 * at[2] - at[3]) / (12 * h);
}

/* How far the gradient of the objective is off, relative to it. */
static double
error_of_fit(struct made_gp *m, const struct gp_fit *how)
{
	static const double steps[] = {-2, -1, 1, 2};
	const size_t n = m->weights + 2;
	struct gp_fit_state *state = gp_fit_open(&m->gp, how);
	double theta[MADE_COLUMNS], gradient[MADE_COLUMNS];
	double other[MADE_COLUMNS], at[4], worst = 0;

	for (size_t j = 0; j < n; j++)
		theta[j] = 2 * rng_uniform(&m->rng) - 1;
	theta[n - 1] = log(.003);
	gp_fit_objective(state, theta, gradient);
	for (size_t j = 0; j < n; j++) {
		const double middle = theta[j];

		for (size_t k = 0; k < 4; k++) {
			theta[j] = middle + steps[k] * difference;
			at[k] = gp_fit_objective(state, theta, other);
		}
		theta[j] = middle;
		worst =
		    fmax(worst, fabs(slope_of(at, difference) - gradient[j]) /
				    fmax(1e-2, fabs(gradient[j])));
	}
	gp_fit_close(state);
	return worst;
}

static void
check_fit(void)
{
	for (uint32_t i = 0; i < 8 * KINDS; i++) {
		const bool noisy = i & 1, exact = i & 2, fixed = i & 4;
		const struct gp_fit how = {
		    .noisy = noisy, .mean = fixed ? 0.3 : NAN};
		struct made_gp m;
		double error;

		made_init(&m, &kinds[i / 8], CAP, i);
		made_results(&m, RESULTS, exact);
		error = error_of_fit(&m, &how);
		ok(error < allowed, "%zu weights%s%s%s: %g", m.weights,
		    noisy ? ", noisy" : "", exact ? "" : ", some known better",
		    fixed ? ", mean given" : "", error);
		gp_release(&m.gp);
	}
}

/* The same of an acquisition, over some points. */
static double
error_of_acquisition(struct made_gp *m, const struct acquisition *a)
{
	static const double steps[] = {-2, -1, 1, 2};
	double worst = 0;

	for (int p = 0; p < 10; p++) {
		double x[MADE_COLUMNS], gradient[MADE_COLUMNS];
		double other[MADE_COLUMNS], at[4];

		made_point(m, x);
		acquisition_at(a, x, gradient);
		for (size_t c = 0; c < m->columns; c++) {
			const double middle = x[c];

			for (size_t k = 0; k < 4; k++) {
				x[c] = middle + steps[k] * difference;
				at[k] = acquisition_at(a, x, other);
			}
			x[c] = middle;
			if (m->column[c].category)
				worst = fmax(worst, fabs(gradient[c]));
			else
				worst = fmax(
				    worst, fabs(slope_of(at, difference) -
						gradient[c]) /
					       fmax(1e-1, fabs(gradient[c])));
		}
	}
	return worst;
}

/* Of many points what each has alone; blocks of points begin anywhere. */
static double
error_of_many(struct made_gp *m, const struct acquisition *a)
{
	enum { MANY = 300, LD = MANY + 3 };
	double *x = calloc(LD * m->columns, sizeof(*x)), worst = 0;
	double value[MANY], point[MADE_COLUMNS], gradient[MADE_COLUMNS];

	for (size_t i = 0; i < MANY; i++) {
		made_point(m, point);
		for (size_t c = 0; c < m->columns; c++)
			x[c * LD + i] = point[c];
	}
	acquisition_many(a, x, LD, MANY, value);
	for (size_t i = 0; i < MANY; i++) {
		for (size_t c = 0; c < m->columns; c++)
			point[c] = x[c * LD + i];
		worst = fmax(
		    worst, fabs(acquisition_at(a, point, gradient) - value[i]) /
			       fmax(1, fabs(value[i])));
	}
	free(x);
	return worst;
}

/* What succeeds: where the first number is small. */
static void
add_labels(struct made_gp *m, size_t n)
{
	double x[MADE_COLUMNS];

	for (size_t i = 0; i < n; i++) {
		made_point(m, x);
		gp_add(&m->gp, x, x[0] < .7 ? 1 : -1, 1, 0);
	}
	m->gp.noise = .05;
	gp_condition(&m->gp, NAN);
}

static void
check_acquisition(void)
{
	static const size_t waiting[] = {0, 5, CROWD};

	for (uint32_t i = 0; i < 6 * KINDS; i++) {
		const size_t pending = waiting[i / 2 % 3];
		const bool fails = i & 1;
		struct made_gp m, labels;
		struct acquisition a;
		double error;

		made_init(&m, &kinds[i / 6], CAP, i);
		made_results(&m, RESULTS, false);
		m.gp.noise = 1e-4;
		gp_condition(&m.gp, NAN);
		made_await(&m, pending);
		made_init(&labels, &kinds[i / 6], LABELS, i + 100);
		add_labels(&labels, LABELS);
		acquisition_init(&a, &m.gp, fails ? &labels.gp : NULL, -.8, i);
		error = error_of_acquisition(&m, &a);
		ok(error < allowed, "%zu columns, %zu pending%s: %g", m.columns,
		    pending, fails ? ", failures" : "", error);
		error = error_of_many(&m, &a);
		ok(error < 1e-9, "many at a time: %g", error);
		acquisition_release(&a);
		gp_release(&m.gp);
		gp_release(&labels.gp);
	}
}

int
main(void)
{
	check_fit();
	check_acquisition();
	return tap_done();
}
