/*
 * What is drawn at random has the distribution of its prior, with rules and
 * without, and so have values on every scale: Kolmogorov and Smirnov's test,
 * and chi-square, with fixed seeds, alpha 1e-6.
 */
#include "prior.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "formula.h"
#include "jsonl.h"
#include "point.h"
#include "sobol.h"
#include "tap.h"
#include "uniform.h"
#include "xalloc.h"

enum { DRAWS = 20000 };

static struct space
make_space(const char *text)
{
	struct space space;
	json_t *json = jsonl_value(text, strlen(text));

	space_init(&space, json);
	json_decref(json);
	return space;
}

static const char two[] =
    "{\"x\":{\"type\":\"float\",\"low\":1,\"high\":3},"
    "\"y\":{\"type\":\"float\",\"low\":0.001,\"high\":10,\"log\":true}}";

/* A space of two parameters of which the first has a prior. */
static struct space
make_two(const struct prior *prior)
{
	struct space space = make_space(two);

	space.params[0].prior = *prior;
	return space;
}

static void
test_random(const struct prior *prior, const char *what)
{
	struct space space = make_two(prior);
	double *p = xcalloc(2 * DRAWS, sizeof(*p));
	double row[2], u[2];
	bool back = true;

	for (uint32_t i = 0; i < DRAWS; i++) {
		(void)uniform_row(&space, 7, i, row);
		point_encode(&space, row, u);
		p[i] = prior_cdf(prior, u[0]);
		p[DRAWS + i] = u[1];
		point_trace(&space, row, u);
		back &= fabs(u[0] - p[i]) < 1e-9 && u[1] == p[DRAWS + i];
	}
	ok(are_uniform(p, DRAWS) && are_uniform(p + DRAWS, DRAWS), "random: %s",
	    what);
	ok(back, "and what leads there is found again");
	free(p);
	space_release(&space);
}

static void
test_sobol(const struct prior *prior, const char *what)
{
	enum { POINTS = 4096 };
	struct space space = make_two(prior);
	double *p = xcalloc(POINTS, sizeof(*p));
	double row[2], u[2], worst = 0;

	for (uint32_t i = 0; i < POINTS; i++) {
		sobol_point(7, i, 2, u);
		(void)point_draw(&space, u, row);
		point_encode(&space, row, u);
		p[i] = prior_cdf(prior, u[0]);
	}
	qsort(p, POINTS, sizeof(*p), chance_compare);
	for (int i = 0; i < POINTS; i++)
		worst = fmax(worst, fabs(p[i] - (i + 0.5) / POINTS));
	ok(worst < 0.51 / POINTS + 1e-8, "Sobol: %s, each share once: %g", what,
	    worst * POINTS);
	free(p);
	space_release(&space);
}

/* Points of a rule that hardly any keeps, which are made and then stirred. */
static void
test_rules(const struct prior *prior, const char *what)
{
	enum { POINTS = 300 };
	struct space space = make_two(prior);
	json_t *require = json_pack("[s]", "y < 0.001001 and x < 2.5");
	double *p = xcalloc(POINTS, sizeof(*p));
	const double all = prior_cdf(prior, 0.75);
	double row[2], u[2];

	space_rules(&space, require, NULL);
	for (uint32_t i = 0; i < POINTS; i++) {
		(void)uniform_row(&space, 7, i, row);
		point_encode(&space, row, u);
		p[i] = prior_cdf(prior, u[0]) / all;
	}
	ok(are_uniform(p, POINTS), "made to keep a rule: %s", what);
	free(p);
	space_release(&space);
	json_decref(require);
}

/* Coordinates of points that are drawn in a space of one parameter. */
static double *
draw_numbers(const char *domain, struct space *space)
{
	double *row = xcalloc(DRAWS, sizeof(*row));
	char text[400];

	snprintf(text, sizeof(text), "{\"x\":{%s}}", domain);
	*space = make_space(text);
	for (uint32_t i = 0; i < DRAWS; i++)
		(void)uniform_row(space, 7, i, &row[i]);
	return row;
}

/* Whether -ln(1 - x) is uniform. */
static void
test_rlog(double low, double high)
{
	const double a = -log1p(-low), b = -log1p(-high);
	struct space space;
	char domain[200];
	double *x;

	snprintf(domain, sizeof(domain),
	    "\"type\":\"float\",\"low\":%.17g,\"high\":%.17g,\"rlog\":true",
	    low, high);
	x = draw_numbers(domain, &space);
	for (int i = 0; i < DRAWS; i++)
		x[i] = (-log1p(-x[i]) - a) / (b - a);
	ok(are_uniform(x, DRAWS), "log(1 - x) from %g to %g", low, high);
	free(x);
	space_release(&space);
}

/* Whether levels have these probabilities, by chi-square. */
static void
test_levels(const char *domain, const double *want, size_t n)
{
	struct space space;
	double *x = draw_numbers(domain, &space);
	double *count = xcalloc(n, sizeof(*count));
	double chi = 0;
	size_t freedom = 0;

	for (int i = 0; i < DRAWS; i++)
		count[(size_t)x[i]]++;
	for (size_t k = 0; k < n; k++) {
		const double expected = want[k] * DRAWS;

		if (expected > 0)
			chi += pow(count[k] - expected, 2) / expected;
		else if (count[k] > 0)
			chi = INFINITY;
		freedom += expected > 0;
	}
	ok(space.params[0].levels == n &&
		gsl_cdf_chisq_Q(chi, (double)freedom - 1) > chance_alpha,
	    "%s: chi-square %g", domain, chi);
	free(x);
	free(count);
	space_release(&space);
}

static void
test_scales(void)
{
	static const double quarters[] = {0.25, 0.25, 0.25, 0.25};

	test_rlog(0.9, 0.999);
	test_rlog(-50, 0.5);
	test_rlog(0, 0.999999);
	test_levels("\"type\":\"pow2\",\"low\":1,\"high\":1000,\"base\":10",
	    quarters, 4);
	test_levels("\"type\":\"ordinal\",\"choices\":[1,2,5,30],"
		    "\"spacing\":\"log\"",
	    quarters, 4);
	test_levels("\"type\":\"ordinal\",\"choices\":[-9,2,5,1e6],"
		    "\"spacing\":\"value\"",
	    quarters, 4);
}

static double
phi(double z)
{
	return erfc(-z * M_SQRT1_2) / 2;
}

/* The share of a normal distribution cut to [low, high] that is below x. */
static double
below(double x, double mu, double sigma, double low, double high)
{
	const double from = phi((low - mu) / sigma);

	return (phi((x - mu) / sigma) - from) /
	       (phi((high - mu) / sigma) - from);
}

/* What distribution a value is said to have. */
static double
lognormal(double x)
{
	return below(log(x), -7, 1.5, log(1e-5), 0);
}

static double
normal(double x)
{
	return below(x, 3, 1, -1, 4);
}

static double
normal_by_log(double x)
{
	return below(x, 0.1, 0.05, 0.001, 1);
}

static double
normal_near_one(double x)
{
	return below(x, 0.95, 0.02, 0, 0.999);
}

static double
beta_by_log(double x)
{
	const double u = log(x / 0.001) / log(1e4);

	return 1 - pow(1 - u, 5) * (1 + 5 * u);
}

static double
center(double x)
{
	return below(log(x), log(0.01), log(1e5) / 8, log(1e-4), log(10));
}

#define FLOAT(low, high) "\"type\":\"float\",\"low\":" low ",\"high\":" high ","
#define PRIOR(text)      "\"prior\":{" text "}"

static void
test_continuous(void)
{
	static const struct {
		const char *domain;
		double (*share)(double x);
	} list[] = {
	    {FLOAT("1e-5", "1") "\"log\":true," PRIOR("\"lognormal\":[-7,1.5]"),
		lognormal},
	    {FLOAT("1e-5", "1") PRIOR("\"lognormal\":[-7,1.5]"), lognormal},
	    {FLOAT("-1", "4") PRIOR("\"normal\":[3,1]"), normal},
	    {FLOAT("0.001", "1") "\"log\":true," PRIOR("\"normal\":[0.1,0.05]"),
		normal_by_log},
	    {FLOAT("0", "0.999") "\"rlog\":true," PRIOR(
		 "\"normal\":[0.95,0.02]"),
		normal_near_one},
	    {FLOAT("0.001", "10") "\"log\":true," PRIOR("\"beta\":[2,5]"),
		beta_by_log},
	    {FLOAT("1e-4", "10") "\"log\":true," PRIOR(
		 "\"center\":[0.01,\"high\"]"),
		center},
	};

	for (size_t k = 0; k < sizeof(list) / sizeof(*list); k++) {
		struct space space;
		double *x = draw_numbers(list[k].domain, &space);

		for (int i = 0; i < DRAWS; i++)
			x[i] = list[k].share(x[i]);
		ok(are_uniform(x, DRAWS), "%s", list[k].domain);
		free(x);
		space_release(&space);
	}
}

/* Each level has what the distribution has between its neighbours' middles. */
static void
test_discrete(void)
{
	static const double weights[] = {0.25, 0.75, 0};
	static const double favourite[] = {0.05, 0.9, 0.05};
	static const double truth[] = {0.3, 0.7};
	const double edges[] = {
	    0.5 * M_LN2, log(sqrt(10)), log(sqrt(50)), log(10 * sqrt(3))};
	const double outer[] = {-0.5 * M_LN2, log(30 * sqrt(3))};
	double n[7], logs[5];

	for (int k = 0; k < 7; k++)
		n[k] = below(k + 1.5, 2, 1.5, 0.5, 7.5) -
		       below(k + 0.5, 2, 1.5, 0.5, 7.5);
	test_levels("\"type\":\"int\",\"low\":1,\"high\":7," PRIOR(
			"\"normal\":[2,1.5]"),
	    n, 7);
	for (int k = 0; k < 5; k++) {
		const double from = k > 0 ? edges[k - 1] : outer[0];
		const double to = k < 4 ? edges[k] : outer[1];

		logs[k] = below(to, 1, 1, outer[0], outer[1]) -
			  below(from, 1, 1, outer[0], outer[1]);
	}
	test_levels("\"type\":\"ordinal\",\"choices\":[1,2,5,10,30],"
		    "\"spacing\":\"log\"," PRIOR("\"lognormal\":[1,1]"),
	    logs, 5);
	test_levels("\"type\":\"categorical\",\"choices\":[1,2,3],"
		    "\"weights\":[1,3,0]",
	    weights, 3);
	test_levels("\"type\":\"ordinal\",\"choices\":[1,2,30],"
		    "\"spacing\":\"value\",\"weights\":[1,3,0]",
	    weights, 3);
	test_levels(
	    "\"type\":\"categorical\",\"choices\":[\"a\",null,3]," PRIOR(
		"\"center\":[null,\"high\"]"),
	    favourite, 3);
	test_levels("\"type\":\"bool\"," PRIOR("\"center\":[true,\"medium\"]"),
	    truth, 2);
}

/* Between bounds that depend on others, the prior is cut to these. */
static void
test_bounds(void)
{
	struct space space = make_space("{\"a\":{" FLOAT(
	    "0.5", "9") "\"log\":true},\"b\":{" FLOAT("0", "\"a\"")
		PRIOR("\"normal\":[1,0.5]") "},\"c\":{" FLOAT("\"a\"", "20")
		    PRIOR("\"center\":[5,\"high\"]") "}}");
	double *b = xcalloc(2 * DRAWS, sizeof(*b)), *c = b + DRAWS;
	double row[3];

	for (uint32_t i = 0; i < DRAWS; i++) {
		double range, at;

		(void)uniform_row(&space, 7, i, row);
		b[i] = below(row[1], 1, 0.5, 0, row[0]);
		range = 20 - row[0];
		at = fmax(5 - row[0], 0) / range;
		c[i] = below((row[2] - row[0]) / range, at, 0.125, 0, 1);
	}
	ok(are_uniform(b, DRAWS), "a normal within bounds that move");
	ok(are_uniform(c, DRAWS), "a center that may be outside of them");
	free(b);
	space_release(&space);
}

/* As if nothing were believed, whatever is. */
static void
test_evenly(void)
{
	struct space space = make_space("{\"x\":{" FLOAT("0", "1") PRIOR(
	    "\"beta\":[5,1]") "},\"o\":{\"type\":\"ordinal\",\"choices\":[1,2,"
			      "30],\"spacing\":\"value\",\"weights\":[1,8,1]}"
			      "}");
	double seen[3] = {0};
	bool even = true;

	for (int i = 0; i < 300; i++) {
		const double at = (i + 0.5) / 300;
		const double u[2] = {at, at};
		double row[2];

		(void)point_draw_evenly(&space, u, row);
		even &= fabs(row[0] - at) < 1e-9;
		seen[(int)row[1]]++;
	}
	ok(even && seen[0] == 100 && seen[1] == 100 && seen[2] == 100,
	    "evenly");
	space_release(&space);
}

/* What is believed of points, against what even ones have. */
static void
test_belief(void)
{
	struct space space = make_space("{\"x\":{" FLOAT("0", "1") PRIOR(
	    "\"beta\":[2,1]") "},\"c\":{\"type\":\"categorical\",\"choices\":"
			      "[\"a\",\"b\",\"d\"],\"weights\":[1,8,0]},"
			      "\"y\":{\"type\":\"float\",\"low\":0,\"high\":9},"
			      "\"o\":{\"type\":\"ordinal\",\"choices\":[1,2,30]"
			      ","
			      "\"spacing\":\"value\",\"weights\":[1,8,1],"
			      "\"when\":\"c == 'b'\"}}");
	double row[4] = {0.75, 0, 3, NAN};
	const double x = log(1.5);

	ok(fabs(point_log_prior(&space, row) - x - log(2.0 / 9)) < 1e-9,
	    "a density and a weight, and nothing of what is not active: %g",
	    point_log_prior(&space, row));
	row[1] = 2;
	ok(fabs(point_log_prior(&space, row) - x - log(0.01)) < 1e-9,
	    "what has no weight counts for a hundredth: %g",
	    point_log_prior(&space, row));
	row[1] = 1;
	row[3] = 1;
	ok(fabs(point_log_prior(&space, row) - x - log(16.0 / 9 * 2.4)) < 1e-9,
	    "levels, in units of what has any weight: %g",
	    point_log_prior(&space, row));
	space_release(&space);
	space = make_two(&(struct prior){0});
	ok(point_log_prior(&space, row) == 0, "nothing is believed");
	space_release(&space);
}

int
main(void)
{
	const struct prior_axis unit = {0, 1, SPACING_VALUE};
	const struct prior_axis steep = {0, 1e6, SPACING_VALUE};
	const struct {
		const char *what;
		struct prior prior;
	} list[] = {
	    {"uniform", {0}},
	    {"normal", prior_normal(.3, .1, &unit, SPACING_VALUE)},
	    {"lognormal", prior_normal(12, 1, &steep, SPACING_LOG)},
	    {"beta(2, 5)", prior_beta(2, 5)},
	    {"beta(1/2, 1/2)", prior_beta(.5, .5)},
	    {"two parts", prior_split(.25, .9)},
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++) {
		test_random(&list[i].prior, list[i].what);
		test_sobol(&list[i].prior, list[i].what);
		test_rules(&list[i].prior, list[i].what);
	}
	test_scales();
	test_continuous();
	test_discrete();
	test_bounds();
	test_evenly();
	test_belief();
	return tap_done();
}
