/*
 * What a Gaussian process is told of trials: one result for each point, values
 * that can be taken back, failures, and what is pending.
 */
#include "gp_model.h"
#include "rng.h"
#include "sampling.h"

enum { TRIALS = 30 };

static const char header[] =
    HEADER("7", "\"x\":{\"type\":\"float\",\"low\":0,\"high\":1},"
		"\"y\":{\"type\":\"float\",\"low\":0,\"high\":1}");
static const struct gp_how plain = {GP_NOISE_AUTO, GP_WARP_AUTO};

/* The i-th point. */
static void
point(size_t i, double *x)
{
	struct rng rng;

	rng_init(&rng, 7, (uint32_t)i, "test", 0);
	x[0] = round(1e6 * rng_uniform(&rng)) / 1e6;
	x[1] = round(1e6 * rng_uniform(&rng)) / 1e6;
}

/* A trial at the i-th point, whose end the text tells. */
static void
trial(struct buf *lines, size_t number, size_t i, const char *end)
{
	double x[2];

	point(i, x);
	buf_printf(lines,
	    "{\"trial\":%zu,\"params\":{\"x\":%.12g,\"y\":%.12g},%s}\n", number,
	    x[0], x[1], end);
}

static void
complete(struct buf *lines, size_t number, size_t i, double value)
{
	char text[80];

	snprintf(text, sizeof(text),
	    "\"state\":\"complete\",\"metrics\":{\"e\":%.17g}", value);
	trial(lines, number, i, text);
}

/* Who has read the lines, and the model of it; the lines are given up. */
static void
begin(struct run *r, struct gp_model *model, const char *of, struct buf *lines,
    const struct gp_how *how)
{
	run_start(r, of, "gp");
	run_read(r, of, lines);
	gp_model_init(model, &r->study, &r->past.evidence, how);
	buf_release(lines);
}

static void
end(struct run *r, struct gp_model *model)
{
	gp_model_release(model);
	run_end(r);
}

static double
smooth(size_t i)
{
	double x[2];

	point(i, x);
	return sin(3 * x[0]) + x[1] * x[1];
}

static double
skewed(size_t i)
{
	return exp(9 * smooth(i));
}

static double
tied(size_t i)
{
	return floor(3 * smooth(i));
}

static double
equal(size_t i)
{
	(void)i;
	return 2.385;
}

/* The worst value several times, and below zero. */
static double
capped(size_t i)
{
	return fmin(smooth(i), 0.8) - 1000;
}

static double
divergent(size_t i)
{
	return i == 3 ? 1e300 : smooth(i);
}

static double
both_ways(size_t i)
{
	return i == 4 ? -1e300 : divergent(i);
}

static double
other_units(size_t i)
{
	return 2.385e3 * smooth(i) - 17;
}

static double
other_units_skewed(size_t i)
{
	return 2.385e3 * skewed(i) - 17;
}

/* TRIALS complete ones. */
static void
tell_all(struct buf *lines, double (*value)(size_t i), size_t n)
{
	for (size_t i = 0; i < n; i++)
		complete(lines, i + 1, i, value(i));
}

/* Values of the process stand for those of trials, in the same order. */
static void
test_values(
    const char *what, double (*value)(size_t i), size_t n, enum gp_warp warp)
{
	const struct gp_how how = {GP_NOISE_NONE, warp};
	double least = INFINITY, most = -INFINITY, last = -INFINITY, off = 0;
	int falls = 0, finite = 1;
	struct buf lines = {0};
	struct gp_model model;
	struct run r;

	tell_all(&lines, value, n);
	begin(&r, &model, header, &lines, &how);
	for (size_t i = 0; i < n; i++) {
		const double back = gp_model_value(&model, model.gp.y[i]);

		least = fmin(least, value(i));
		most = fmax(most, value(i));
		off = fmax(off, fabs(back - value(i)));
		for (size_t k = 0; k < i; k++)
			falls += (value(k) < value(i) &&
				     model.gp.y[k] > model.gp.y[i]) ||
				 (value(k) == value(i) &&
				     model.gp.y[k] != model.gp.y[i]);
		finite &= isfinite(model.gp.y[i]) && fabs(model.gp.y[i]) < 10;
	}
	ok(model.results == n && model.gp.n == n && finite && falls == 0,
	    "%s of %zu: each has a value, in order", what, n);
	ok(off <= 1e-8 * (most - least), "%s of %zu: taken back: off by %g",
	    what, n, off);
	falls = 0;
	for (double y = -6; y < 6; y += 1.0 / 64) {
		const double back = gp_model_value(&model, y);

		falls += !(back >= last) || !isfinite(back);
		last = back;
	}
	ok(falls == 0 && gp_model_scale(&model) > 0, "%s of %zu: rises: %d",
	    what, n, falls);
	ok(least == most || fabs(gp_model_value(&model, model.best) - least) <=
				1e-8 * (most - least),
	    "%s of %zu: the best is the least", what, n);
	end(&r, &model);
}

/* Other units of the objective: the same process to the bit. */
static void
test_units(
    const char *what, double (*value)(size_t i), double (*other)(size_t i))
{
	struct buf lines[2] = {{0}, {0}};
	struct gp_model model[2];
	struct run r[2];

	tell_all(&lines[0], value, TRIALS);
	tell_all(&lines[1], other, TRIALS);
	begin(&r[0], &model[0], header, &lines[0], &plain);
	begin(&r[1], &model[1], header, &lines[1], &plain);
	ok(memcmp(model[0].gp.alpha, model[1].gp.alpha,
	       TRIALS * sizeof(double)) == 0 &&
		model[0].best == model[1].best,
	    "%s in other units: the same process", what);
	end(&r[0], &model[0]);
	end(&r[1], &model[1]);
}

/* One value far out: the others still differ as they did. */
static void
test_outlier(void)
{
	struct buf lines[2] = {{0}, {0}};
	struct gp_model model[2];
	double low = INFINITY, high = -INFINITY;
	struct run r[2];

	for (size_t i = 0; i < TRIALS; i++) {
		complete(&lines[0], i + 1, i, i == 3 ? 1e300 : smooth(i));
		complete(&lines[1], i + 1, i, i == 3 ? 1e9 : smooth(i));
	}
	begin(&r[0], &model[0], header, &lines[0], &plain);
	begin(&r[1], &model[1], header, &lines[1], &plain);
	for (size_t i = 0; i < TRIALS; i++) {
		low = i == 3 ? low : fmin(low, model[0].gp.y[i]);
		high = i == 3 ? high : fmax(high, model[0].gp.y[i]);
	}
	ok(high - low > 1, "1e300 leaves the others a range of %g", high - low);
	ok(memcmp(model[0].gp.alpha, model[1].gp.alpha,
	       TRIALS * sizeof(double)) == 0,
	    "and is as bad as 1e9");
	end(&r[0], &model[0]);
	end(&r[1], &model[1]);
}

/* Some points twice or three times, with values that differ or not. */
static void
test_repeats(bool differ)
{
	struct buf lines = {0};
	struct gp_model model;
	size_t number = 0;
	double off = 0;
	int shares = 1;
	struct run r;

	for (int round = -1; round <= 1; round++)
		for (size_t i = 0; i < TRIALS; i++)
			if (round == 0 || i % 2 == 0)
				complete(&lines, ++number, i,
				    smooth(i) + (differ ? .25 * round : 0));
	begin(&r, &model, header, &lines,
	    &(struct gp_how){GP_NOISE_AUTO, GP_WARP_NEVER});
	for (size_t k = 0; k < model.gp.n; k++) {
		/* The first round has the even ones. */
		const size_t i =
		    k < TRIALS / 2 ? 2 * k : 2 * (k - TRIALS / 2) + 1;
		const double back = gp_model_value(&model, model.gp.y[k]);

		off = fmax(off, fabs(back - smooth(i)));
		shares &=
		    fabs(model.gp.share[k] * (i % 2 == 0 ? 3 : 1) - 1) < 1e-15;
	}
	ok(model.gp.n == TRIALS && model.results == TRIALS && off < 1e-8,
	    "repeats are one result, their mean: %g", off);
	ok(shares, "with their share of the noise");
	ok(model.noisy == differ, "which is there if they differ");
	end(&r, &model);
}

/* Standard errors count in units of the process. */
static void
test_errors(void)
{
	struct buf lines = {0};
	struct gp_model model;
	double unit, off = 0;
	struct run r;

	for (size_t i = 0; i < TRIALS; i++) {
		char text[120];

		snprintf(text, sizeof(text),
		    "\"state\":\"complete\",\"metrics\":{\"e\":%.17g,"
		    "\"e_se\":%g}",
		    smooth(i), i % 2 == 0 ? .01 : .1);
		trial(&lines, i + 1, i, text);
	}
	begin(&r, &model, header, &lines,
	    &(struct gp_how){GP_NOISE_AUTO, GP_WARP_NEVER});
	unit = (smooth(1) - smooth(0)) / (model.gp.y[1] - model.gp.y[0]);
	for (size_t i = 0; i < TRIALS; i++) {
		const double se = (i % 2 == 0 ? .01 : .1) / unit;

		off = fmax(off, fabs(model.gp.extra[i] / (se * se) - 1));
	}
	ok(model.noisy && off < 1e-6, "standard errors are known: %g", off);
	end(&r, &model);
}

/* A standard error whose square is no number: its result says nothing. */
static void
test_huge_error(void)
{
	struct buf lines = {0};
	struct gp_model model;
	int finite = 1;
	struct run r;

	for (size_t i = 0; i + 1 < TRIALS; i++)
		complete(&lines, i + 1, i, i == 3 ? 1e200 : smooth(i));
	trial(&lines, TRIALS, TRIALS - 1,
	    "\"state\":\"complete\",\"metrics\":{\"e\":1,"
	    "\"e_se\":1e308}");
	trial(&lines, TRIALS + 1, TRIALS, "\"state\":\"running\"");
	begin(&r, &model, header, &lines,
	    &(struct gp_how){GP_NOISE_AUTO, GP_WARP_NEVER});
	for (size_t i = 0; i < TRIALS; i++)
		finite &=
		    isfinite(model.gp.extra[i]) && isfinite(model.gp.alpha[i]);
	ok(finite && model.gp.pending == 1, "a standard error of 1e308");
	end(&r, &model);
}

static void
test_failures(void)
{
	static const char failed[] =
	    "\"state\":\"failed\",\"reason\":\"exit 1\"";
	static const char pending[] = "\"state\":\"waiting\"";
	struct buf lines = {0};
	struct gp_model model;
	double x[2], mean, variance, v[2 * TRIALS], worst = -INFINITY;
	int wrong = 0;
	struct run r;

	for (size_t i = 0; i < TRIALS; i++) {
		point(i, x);
		if (x[0] > .5)
			trial(&lines, i + 1, i, failed);
		else
			complete(&lines, i + 1, i, smooth(i));
	}
	trial(&lines, TRIALS + 1, TRIALS, pending);
	begin(&r, &model, header, &lines, &plain);
	for (size_t i = 0; i < model.results; i++)
		worst = fmax(worst, model.gp.y[i]);
	for (size_t i = model.results; i < model.gp.n; i++)
		wrong += !(model.gp.y[i] > worst);
	ok(model.gp.n == TRIALS && model.results < TRIALS && wrong == 0,
	    "what failed is worse than all: %d", wrong);
	ok(model.gp.pending == 1 && model.success.pending == 0, "one waits");
	for (double at = .05; at < 1; at += .1) {
		x[0] = at;
		x[1] = .5;
		gp_predict(&model.success, &(struct gp_places){x, 1, 1}, v,
		    &mean, &variance);
		wrong += fabs(at - .5) > .1 && (mean > 0) != (at < .5);
	}
	ok(model.fails && wrong == 0, "where it fails is known: %d", wrong);
	end(&r, &model);

	for (size_t i = 0; i < TRIALS; i++)
		trial(&lines, i + 1, i, failed);
	begin(&r, &model, header, &lines, &plain);
	ok(model.results == 0 && model.gp.n == 0 && !model.fails &&
		model.gp.pending == TRIALS,
	    "nothing but failures: only where they are is known");
	end(&r, &model);
}

int
main(void)
{
	test_values("smooth values", smooth, TRIALS, GP_WARP_AUTO);
	test_values("smooth values", smooth, 1, GP_WARP_AUTO);
	test_values("smooth values", smooth, 2, GP_WARP_AUTO);
	test_values("skewed values", skewed, TRIALS, GP_WARP_AUTO);
	test_values("skewed values", skewed, TRIALS, GP_WARP_NEVER);
	test_values("warped values", smooth, TRIALS, GP_WARP_ALWAYS);
	test_values("ties", tied, TRIALS, GP_WARP_AUTO);
	test_values("ties, warped", tied, TRIALS, GP_WARP_ALWAYS);
	test_values("equal values", equal, TRIALS, GP_WARP_AUTO);
	test_values("equal values, warped", equal, TRIALS, GP_WARP_ALWAYS);
	test_values("the worst is tied", capped, TRIALS, GP_WARP_NEVER);
	test_values(
	    "the worst is tied, warped", capped, TRIALS, GP_WARP_ALWAYS);
	test_values("1e300", divergent, TRIALS, GP_WARP_AUTO);
	test_values("1e300, not warped", divergent, TRIALS, GP_WARP_NEVER);
	test_values("1e300 both ways", both_ways, TRIALS, GP_WARP_AUTO);
	test_units("smooth values", smooth, other_units);
	test_units("skewed values", skewed, other_units_skewed);
	test_outlier();
	test_repeats(false);
	test_repeats(true);
	test_errors();
	test_huge_error();
	test_failures();
	return tap_done();
}
