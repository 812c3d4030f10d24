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
	return tap_done();
}
