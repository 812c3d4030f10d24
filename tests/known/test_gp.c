/*
 * A Gaussian process of three points against numbers found with 50 digits:
 * kernel, factor, likelihood, its gradient, predictions and what is expected of
 * an improvement.
 */
#include <math.h>
#include <string.h>

#include "gp.h"
#include "gp_acquisition.h"
#include "gp_fit.h"
#include "linalg.h"
#include "tap.h"

enum { N = 3, D = 2, THETA = D + 2 };

static const double length[D] = {.4, .8};
static const double scale = 1.5, noise = 1e-4;
static const double points[N][D] = {{.1, .2}, {.5, .9}, {.8, .4}};
static const double values[N] = {-1, .3, .7};

static const double covariances[N] = {/* 12, 13, 23 */
    .53141417897219039, .29264138845785704, .80663011618146020};
static const double diagonal[N] = {
    1.2247856955402443, 1.1453581087350187, 1.0326299557978132};
static const double alpha[N] = {
    -.84597962857349678, .22510322812479777, .51062836481413434};
static const double least_squares = -.093274822671414238;
static const double likelihood = 1.0060673624068727;
static const double slopes[THETA] = {.019859612234646232, .11997228030824346,
    .86443954456696786, 8.5229242617067290e-5};

static const struct {
	double x[D], mean, variance, dmean[D], dvariance[D], ei, dei[D];
} rows[] = {
    {{.3, .5}, -.42189587773972945, .32268610993327643,
	{2.8561501375531468, .72856897045977622},
	{.46541213178457135, -.013264287120426019}, -3.0844601777376190,
	{-7.5107891920589263, -2.5194156475941691}},
    {{.1, .2}, -.99991540203714265, 9.9992376890619671e-5,
	{.81738996242047817, .16318670141458113},
	{-6.9041317191775859e-5, -2.9830467359967237e-5}, -5.5347704675065149,
	{-103.19270390420932, -20.682860514133447}},
    {{.95, .05}, .54607101848028999, .52775767540627668,
	{-.42717378476880590, .52096075113565115},
	{2.2436260266694443, -1.3460338594649878}, -5.4386084331552282,
	{16.362941753251636, -10.831500938925128}},
};
enum { ROWS = sizeof(rows) / sizeof(*rows) };

static void
near(double got, double want, double error, const char *what)
{
	ok(fabs(got - want) <= error * fmax(1, fabs(want)),
	    "%s: %.17g, off by %g", what, got, got - want);
}

static void
set(struct gp *gp, const struct kernel_column *columns)
{
	gp_init(gp, columns, D, D, N);
	for (size_t j = 0; j < D; j++)
		gp->kernel.weight[j] = 1 / (length[j] * length[j]);
	gp->kernel.scale = scale;
	gp->noise = noise;
	for (size_t i = 0; i < N; i++)
		gp_add(gp, points[i], values[i], 1, 0);
}

static void
check_kernel(void)
{
	static const struct kernel_column column = {0, false};
	double weight = 1, at = 0, x[3] = {.5, 1, 2}, k[3], slope[3];
	const double known[3] = {
	    .82864914241812531, .52399410883182031, .13866021913850428};
	const struct kernel kernel = {.column = &column,
	    .columns = 1,
	    .weights = 1,
	    .weight = &weight,
	    .scale = 1};

	kernel_distances(&kernel, x, 3, 3, &at, k);
	kernel_values(&kernel, k, slope, 3);
	for (size_t i = 0; i < 3; i++)
		near(k[i], known[i], 1e-15, "Matern-5/2");
}

static void
check_factor(struct gp *gp)
{
	const double *l = gp->factor;
	const size_t ld = gp->cap;

	gp_condition(gp, 0);
	near(linalg_dot(l, l + ld, 1), covariances[0], 1e-14, "K12");
	near(linalg_dot(l, l + 2 * ld, 1), covariances[1], 1e-14, "K13");
	near(linalg_dot(l + ld, l + 2 * ld, 2), covariances[2], 1e-14, "K23");
	for (size_t i = 0; i < N; i++) {
		near(l[i * ld + i], diagonal[i], 1e-14, "L");
		near(gp->alpha[i], alpha[i], 1e-14, "alpha");
	}
	ok(gp->jitter == 0 && gp->mean == 0, "nothing was added");
}

static void
check_least_squares(struct gp *gp)
{
	gp_condition(gp, NAN);
	near(gp->mean, least_squares, 1e-14, "least squares mean");
}

/* The objective is the likelihood and what the priors of gp_fit.h say. */
static void
check_likelihood(struct gp *gp, bool noisy)
{
	const struct gp_fit how = {.noisy = noisy, .mean = 0};
	struct gp_fit_state *state = gp_fit_open(gp, &how);
	double theta[THETA], gradient[THETA], value;

	for (size_t j = 0; j < D; j++)
		theta[j] = -2 * log(length[j]);
	theta[D] = log(scale);
	theta[D + 1] = log(noise);
	value = gp_fit_objective(state, theta, gradient);
	for (size_t j = 0; j < D; j++) {
		const double a = 1 / (length[j] * length[j]);

		value -= 0.1 * (a + 1 / a);
		gradient[j] -= 0.1 * (a - 1 / a);
	}
	value -= scale - log(scale);
	gradient[D] -= scale - 1;
	if (noisy) {
		value -= 30 * noise - 0.1 * log(noise);
		gradient[D + 1] -= 30 * noise - 0.1;
	}
	near(value, likelihood, 1e-14, "likelihood");
	for (size_t j = 0; j < THETA; j++)
		near(gradient[j], slopes[j], 1e-14, "its slope");
	gp_fit_close(state);
}

/* The prior of many weights, where the point is the only one. */
static void
check_many_weights(void)
{
	enum { MANY = 20 };
	struct kernel_column columns[MANY] = {{0}};
	const double x[MANY] = {0}, a = .7, log_length = -log(a) / 2;
	const double off = log_length - sqrt(2) - log(MANY) / 2;
	const struct gp_fit how = {.mean = 0};
	struct gp_fit_state *state;
	double theta[MANY + 2], gradient[MANY + 2], value;
	struct gp gp;

	gp_init(&gp, columns, MANY, MANY, 1);
	gp_add(&gp, x, 0, 1, 0);
	state = gp_fit_open(&gp, &how);
	for (size_t j = 0; j < MANY; j++)
		theta[j] = log(a);
	theta[MANY] = 0;
	theta[MANY + 1] = log(.5);
	value = gp_fit_objective(state, theta, gradient);
	/* ln L11 and, for the scale of 1, 1 */
	near(value, log(1.5) / 2 + 1 + MANY * (log_length + off * off / 6),
	    1e-14, "lognormal prior of lengths");
	near(gradient[0], -.5 * (1 + off / 3), 1e-14, "its slope");
	gp_fit_close(state);
	gp_release(&gp);
}

/* What gp_predict() says near x; h: of its slope, in one of the numbers. */
static void
predict(const struct gp *gp, const double *x, size_t j, double h, double *to)
{
	double at[D], v[N];

	memcpy(at, x, sizeof(at));
	at[j] += h;
	gp_predict(gp, &(struct gp_places){at, 1, 1}, v, &to[0], &to[1]);
}

static void
check_predictions(struct gp *gp)
{
	const double h = 1e-5;

	gp_condition(gp, 0);
	for (size_t r = 0; r < ROWS; r++) {
		double at[2], above[2], below[2];

		predict(gp, rows[r].x, 0, 0, at);
		near(at[0], rows[r].mean, 1e-14, "mean");
		near(at[1], rows[r].variance, 1e-14, "variance");
		for (size_t j = 0; j < D; j++) {
			predict(gp, rows[r].x, j, h, above);
			predict(gp, rows[r].x, j, -h, below);
			near((above[0] - below[0]) / (2 * h), rows[r].dmean[j],
			    1e-8, "slope of the mean");
			near((above[1] - below[1]) / (2 * h),
			    rows[r].dvariance[j], 1e-8,
			    "slope of the variance");
		}
	}
}

/* The second row, at a result, loses four digits of the variance. */
static void
check_improvements(struct gp *gp)
{
	struct acquisition a;
	double x[D * ROWS], many[ROWS];

	gp_condition(gp, 0);
	acquisition_init(&a, gp, NULL, -1, 1);
	for (size_t r = 0; r < ROWS; r++)
		for (size_t j = 0; j < D; j++)
			x[j * ROWS + r] = rows[r].x[j];
	acquisition_many(&a, x, ROWS, ROWS, many);
	for (size_t r = 0; r < ROWS; r++) {
		const double error = rows[r].variance < 1e-3 ? 1e-11 : 1e-13;
		double slope[D];

		near(acquisition_at(&a, rows[r].x, slope), rows[r].ei, error,
		    "logarithm of the improvement");
		near(many[r], rows[r].ei, error, "among many");
		for (size_t j = 0; j < D; j++)
			near(slope[j], rows[r].dei[j], error, "its slope");
	}
	acquisition_release(&a);
}

int
main(void)
{
	static const struct kernel_column columns[D] = {{0, false}, {1, false}};
	struct gp gp;

	check_kernel();
	set(&gp, columns);
	check_factor(&gp);
	check_least_squares(&gp);
	check_predictions(&gp);
	check_improvements(&gp);
	check_likelihood(&gp, false);
	check_likelihood(&gp, true);
	gp_release(&gp);
	check_many_weights();
	return tap_done();
}
