/*
 * Check values of the estimator, computed in 60-digit arithmetic from the
 * definition in kde.h.
 */
#include "kde_term.h"

#include <math.h>

#include "tap.h"

enum { N = 3 };

static int
near(double x, double want)
{
	return fabs(x - want) <= 1e-13 * fabs(want);
}

static double
value(const struct kde_term *t)
{
	return exp(t->log) * t->factor;
}

static const struct kde_kernel *
kernel(const struct kde *k, size_t i)
{
	return &k->kernels[k->of[i]];
}

static void
test_numbers(void)
{
	static const double u[N] = {.2, .45, .6}, y[N] = {.1, .2, .3};
	static const double sigma[N + 1] = {.25, .25, .4, 1};
	static const double weight[N + 1] = {.375, .25, .125, .25};
	static const double z[N + 1] = {.7874574634786875, .9501662333735756,
	    .7745375447996849, .3829249225480262};
	static const double density[N + 1] = {1.870679534492928,
	    1.402805493134320, .9719910744697541, 1.021199381260987};
	struct kde_term t[N + 1];
	double w[N + 1];
	struct kde k;

	kde_numbers(&k, u, N);
	kde_weights(y, N, .4, w);
	kde_terms_clear(t, N + 1);
	kde_multiply_density(&k, .3, t);
	for (size_t i = 0; i <= N; i++) {
		ok(near(1 / kernel(&k, i)->inverse, sigma[i]), "bandwidth %zu",
		    i);
		ok(near(w[i], weight[i]), "weight %zu", i);
		ok(near(1 / kernel(&k, i)->scale, z[i]), "normaliser %zu", i);
		ok(near(value(&t[i]), density[i]), "kernel %zu at .3", i);
	}
	ok(near(kde_log_sum(w, t, N + 1), .3569783477468178), "mixture");
	kde_release(&k);
}

/* Equal numbers have no gaps, but for those at both ends of them. */
static void
test_least(void)
{
	static const double few[N] = {.5, .5, .5};
	double many[100];
	struct kde k;

	kde_numbers(&k, few, N);
	ok(near(1 / kernel(&k, 0)->inverse, .5) &&
		near(1 / kernel(&k, 1)->inverse, .11180339887498949) &&
		near(1 / kernel(&k, 2)->inverse, .11180339887498949),
	    "least bandwidth of 3: %.16g", 1 / kernel(&k, 1)->inverse);
	kde_release(&k);
	for (int i = 0; i < 100; i++)
		many[i] = .25;
	kde_numbers(&k, many, 100);
	ok(near(1 / kernel(&k, 0)->inverse, .25) &&
		near(1 / kernel(&k, 50)->inverse, .03) &&
		near(1 / kernel(&k, 99)->inverse, .25),
	    "least bandwidth of 100: %.16g", 1 / kernel(&k, 50)->inverse);
	kde_release(&k);
}

static void
test_cells(void)
{
	static const double u[2] = {.3, .7};
	static const double want[5] = {.1637459478691757, .2170868664031593,
	    .2383343714553301, .2170868664031593, .1637459478691757};
	double w[3];
	struct kde k;

	kde_numbers(&k, u, 2);
	kde_equal_weights(2, w);
	ok(near(1 / kernel(&k, 0)->inverse, .3) &&
		near(1 / kernel(&k, 1)->inverse, .3),
	    "bandwidths of 2 and 4 in 1..5");
	for (int c = 0; c < 5; c++) {
		struct kde_term t[3];

		kde_terms_clear(t, 3);
		kde_multiply_mass(&k, (c + .5) / 5, .2, t);
		ok(near(exp(kde_log_sum(w, t, 3)), want[c]), "mass of %d",
		    c + 1);
	}
	kde_release(&k);
}

static void
test_choices(void)
{
	static const uint64_t observed[N] = {0, 0, 1};
	static const double want[4] = {.40625, .28125, .15625, .15625};
	double w[N + 1];
	struct kde k;

	kde_choices(&k, observed, N, 4);
	kde_equal_weights(N, w);
	for (uint64_t c = 0; c < 4; c++) {
		struct kde_term t[N + 1];

		kde_terms_clear(t, N + 1);
		kde_multiply_choice(&k, c, t);
		ok(near(exp(kde_log_sum(w, t, N + 1)), want[c]),
		    "mass of choice %d", (int)c);
		ok(near(value(&t[0]), c == 0 ? .625 : .125) &&
			near(value(&t[N]), .25),
		    "its rows");
	}
	ok(kde_choice(&k, 2, .124) == 0 && kde_choice(&k, 2, .126) == 1 &&
		kde_choice(&k, 2, .749) == 1 && kde_choice(&k, 2, .751) == 2 &&
		kde_choice(&k, N, .74) == 2 && kde_choice(&k, N, .999) == 3,
	    "draws of choices");
	kde_release(&k);
}

/* Weights 4, 2, 1, 1: those of the prior's kernel, and of no other. */
static void
test_believed_choices(void)
{
	static const uint64_t observed[N] = {0, 0, 1};
	static const double weight[4] = {4, 2, 1, 1};
	static const double want[4] = {.46875, .28125, .125, .125};
	static const double first[4] = {.625, .125, .125, .125};
	struct prior_steps *steps = prior_steps_make(4, NULL, weight);
	const struct prior prior = prior_by_steps(steps);
	double w[N + 1];
	struct kde k;

	kde_choices(&k, observed, N, 4);
	kde_believe(&k, &prior);
	kde_equal_weights(N, w);
	for (uint64_t c = 0; c < 4; c++) {
		struct kde_term t[N + 1];

		kde_terms_clear(t, N + 1);
		kde_multiply_choice(&k, c, t);
		ok(near(exp(kde_log_sum(w, t, N + 1)), want[c]) &&
			near(value(&t[0]), first[c]) &&
			near(value(&t[N]), weight[c] / 8),
		    "mass of choice %d that is believed in", (int)c);
	}
	ok(kde_choice(&k, N, .49) == 0 && kde_choice(&k, N, .51) == 1 &&
		kde_choice(&k, 2, .124) == 0 && kde_choice(&k, 2, .126) == 1,
	    "draws of these");
	kde_release(&k);
	prior_steps_free(steps);
}

/* A choice of weight 0 gets nothing of the others, but keeps what it is. */
static void
test_impossible_choice(void)
{
	static const uint64_t observed[N] = {0, 0, 1};
	static const double weight[4] = {1, 0, 1, 0};
	struct prior_steps *steps = prior_steps_make(4, NULL, weight);
	const struct prior prior = prior_by_steps(steps);
	struct kde_term t[N + 1];
	struct kde k;

	kde_choices(&k, observed, N, 4);
	kde_believe(&k, &prior);
	kde_terms_clear(t, N + 1);
	kde_multiply_choice(&k, 3, t);
	ok(value(&t[0]) == 0 && value(&t[N]) == 0, "nothing of the others");
	kde_terms_clear(t, N + 1);
	kde_multiply_choice(&k, 1, t);
	ok(near(value(&t[0]), 0) && near(value(&t[2]), .5), "what was tried");
	kde_terms_clear(t, N + 1);
	kde_multiply_choice(&k, 2, t);
	ok(near(value(&t[0]), .25) && near(value(&t[N]), .5), "the rest");
	kde_release(&k);
	prior_steps_free(steps);
}

/* The prior's kernel is what is believed; the others stay what they are. */
static void
test_believed_numbers(void)
{
	const struct prior_axis unit = {0, 1, SPACING_VALUE};
	const struct prior prior = prior_normal(.2, .25, &unit, SPACING_VALUE);
	const uint64_t level = 2;
	const double u = .3;
	struct kde_term t[2];
	struct kde k;

	kde_numbers(&k, &u, 1);
	kde_believe(&k, &prior);
	kde_terms_clear(t, 2);
	kde_multiply_density(&k, .7, t);
	ok(near(log(value(&t[1])), -1.2936982477133524), "a density");
	ok(near(kde_number(&k, 1, .3), .16737955718048774), "a draw");
	kde_terms_clear(t, 2);
	kde_multiply_mass(&k, .1, .2, t);
	ok(near(value(&t[1]), .36591767146848808), "a mass");
	kde_release(&k);
	kde_levels(&k, &level, 1, 5);
	kde_believe(&k, &prior);
	kde_terms_clear(t, 2);
	kde_multiply_level(&k, 0, t);
	ok(near(value(&t[1]), .36591767146848808), "a level");
	kde_release(&k);
}

int
main(void)
{
	test_believed_choices();
	test_impossible_choice();
	test_believed_numbers();
	test_numbers();
	test_least();
	test_cells();
	test_choices();
	return tap_done();
}
