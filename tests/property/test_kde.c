/*
 * Every kernel is a distribution: densities integrate to 1, cells and choices
 * sum to 1, whatever the observations; draws follow it.
 */
#include "kde_term.h"

#include <math.h>
#include <stdlib.h>

#include "rng.h"
#include "tap.h"

enum { N = 40, PANELS = 2000, CELLS = 37, DRAWS = 20000 };

/* Awkward sets of n numbers, one after the other; false behind the last. */
static int
fill(int which, size_t *n, double *u)
{
	static const size_t sizes[] = {0, 1, 2, N, N, N, N, N};
	struct rng rng;

	if (which == sizeof(sizes) / sizeof(*sizes))
		return 0;
	*n = sizes[which];
	rng_init(&rng, 7, (uint32_t)which, "test", 0);
	for (size_t i = 0; i < *n; i++)
		u[i] = which == 3   ? .2385 /* all equal */
		       : which == 4 ? 0     /* at the ends */
		       : which == 5 ? 1 - 0x1p-33
		       : which == 6 ? (double)(i % 2)
				    : rng_uniform(&rng);
	return 1;
}

/* n terms of nothing but 1, and what they have come to. */
static struct kde_term *
fresh(struct kde_term *t, size_t n)
{
	kde_terms_clear(t, n);
	return t;
}

static double
value(const struct kde_term *t)
{
	return exp(t->log) * t->factor;
}

/* Multiply by masses in [low, high]. */
static void
multiply_cell(struct kde *k, double low, double high, struct kde_term *t)
{
	kde_multiply_mass(k, low / 2 + high / 2, high - low, t);
}

/* Integral of kernel i over [0, 1]: Simpson's rule. */
static void
integrate(struct kde *k, double *integral)
{
	struct kde_term t[N + 1];

	for (size_t i = 0; i <= k->n; i++)
		integral[i] = 0;
	for (int p = 0; p <= PANELS; p++) {
		const double w = p == 0 || p == PANELS ? 1 : p % 2 ? 4 : 2;

		kde_multiply_density(k, (double)p / PANELS, fresh(t, N + 1));
		for (size_t i = 0; i <= k->n; i++)
			integral[i] += w * value(&t[i]) / 3 / PANELS;
	}
}

/* Sum of kernel i's masses over cells of unequal width. */
static void
add_cells(struct kde *k, double *total)
{
	struct kde_term t[N + 1];

	for (size_t i = 0; i <= k->n; i++)
		total[i] = 0;
	for (int c = 0; c < CELLS; c++) {
		const double low = pow((double)c / CELLS, 3);
		const double high = pow((double)(c + 1) / CELLS, 3);

		multiply_cell(k, low, high, fresh(t, N + 1));
		for (size_t i = 0; i <= k->n; i++)
			total[i] += value(&t[i]);
	}
}

/* The same of kernels around levels, and how far masses are from these. */
static double
add_levels(size_t n, double *total)
{
	uint64_t observed[N];
	double worst = 0;
	struct kde k;

	for (size_t i = 0; i < n; i++)
		observed[i] = i * i % CELLS;
	kde_levels(&k, observed, n, CELLS);
	for (size_t i = 0; i <= n; i++)
		total[i] = 0;
	for (uint64_t c = 0; c < CELLS; c++) {
		struct kde_term t[N + 1], other[N + 1];

		kde_multiply_level(&k, c, fresh(t, N + 1));
		multiply_cell(&k, (double)c / CELLS, (double)(c + 1) / CELLS,
		    fresh(other, N + 1));
		for (size_t i = 0; i <= n; i++) {
			total[i] += value(&t[i]);
			worst = fmax(worst,
			    fabs(log(value(&t[i])) - log(value(&other[i]))));
		}
	}
	kde_release(&k);
	return worst;
}

static int
all_one(const double *x, size_t n, double slack)
{
	for (size_t i = 0; i < n; i++)
		if (!(fabs(x[i] - 1) < slack))
			return 0;
	return 1;
}

static int
widths_hold(const struct kde *k)
{
	const double least = fmax(.03, .25 / sqrt((double)k->n + 2));

	for (size_t i = 0; i < k->nkernels; i++)
		if (1 / k->kernels[i].inverse < least * (1 - 1e-12) ||
		    1 / k->kernels[i].inverse > 1)
			return 0;
	return 1;
}

static void
test_numbers(void)
{
	double u[N], x[N + 1];
	size_t n = 0;

	for (int which = 0; fill(which, &n, u); which++) {
		struct kde k;

		kde_numbers(&k, u, n);
		integrate(&k, x);
		ok(all_one(x, n + 1, 1e-9), "set %d: densities", which);
		add_cells(&k, x);
		ok(all_one(x, n + 1, 1e-11), "set %d: cells", which);
		ok(widths_hold(&k), "set %d: bandwidths", which);
		kde_release(&k);
	}
}

static void
test_levels(void)
{
	double total[N + 1];

	for (size_t n = 0; n <= N; n += 10) {
		const double worst = add_levels(n, total);

		ok(worst < 1e-9 && all_one(total, n + 1, 1e-11),
		    "%zu levels, as cells: %g", n, worst);
	}
}

/* A mass is the density integrated: narrow cells tell. */
static void
test_narrow(void)
{
	static const double u[3] = {.1, .5, .9};
	struct kde_term density[4], mass[4];
	struct kde k;
	int good = 1;

	kde_numbers(&k, u, 3);
	kde_multiply_density(&k, .2385, fresh(density, 4));
	multiply_cell(&k, .2385 - 1e-7, .2385 + 1e-7, fresh(mass, 4));
	for (size_t i = 0; i < 4; i++)
		good &= fabs(value(&mass[i]) / value(&density[i]) / 2e-7 - 1) <
			1e-8;
	ok(good, "mass is density times width");
	kde_release(&k);
}

/* Kolmogorov and Smirnov's distance of draws from kernel i's masses. */
static double
distance(struct kde *k, size_t i)
{
	double seen[CELLS] = {0}, below = 0, mass = 0, d = 0;
	struct rng rng;

	rng_init(&rng, 7, (uint32_t)i, "test", 1);
	for (int s = 0; s < DRAWS; s++)
		seen[(int)(kde_number(k, i, rng_uniform(&rng)) * CELLS *
			   (1 - 1e-15))]++;
	for (int c = 0; c < CELLS; c++) {
		struct kde_term t[N + 1];

		multiply_cell(k, (double)c / CELLS, (double)(c + 1) / CELLS,
		    fresh(t, N + 1));
		mass += value(&t[i]);
		below += seen[c] / DRAWS;
		d = fmax(d, fabs(below - mass));
	}
	return d * sqrt(DRAWS);
}

static void
test_draws(void)
{
	static const double u[3] = {0, .4, 1};
	struct kde k;

	kde_numbers(&k, u, 3);
	for (size_t i = 0; i <= 3; i++) /* p about 1e-4 */
		ok(distance(&k, i) < 2.2, "draws of kernel %zu: %g", i,
		    distance(&k, i));
	for (size_t i = 0; i < 2; i++) {
		const struct prior_axis steep = {0, 1e6, SPACING_VALUE};
		const struct prior prior =
		    i == 0 ? prior_beta(2, 5)
			   : prior_normal(12, 1, &steep, SPACING_LOG);

		kde_believe(&k, &prior);
		ok(distance(&k, 3) < 2.2, "draws of what is believed: %g",
		    distance(&k, 3));
	}
	kde_believe(&k, &(struct prior){0});
	ok(kde_number(&k, 0, 0) == 0 && kde_number(&k, 2, 0) >= 0 &&
		kde_number(&k, 2, 1 - 0x1p-53) <= 1,
	    "ends of draws");
	kde_release(&k);
}

static void
test_choices(void)
{
	uint64_t observed[N];

	for (size_t n = 0; n <= N; n += 20) {
		double total[N + 1] = {0};
		struct kde k;

		for (size_t i = 0; i < n; i++)
			observed[i] = i % 3;
		kde_choices(&k, observed, n, 5);
		for (uint64_t c = 0; c < 5; c++) {
			struct kde_term t[N + 1];

			kde_multiply_choice(&k, c, fresh(t, N + 1));
			for (size_t i = 0; i <= n; i++)
				total[i] += value(&t[i]);
		}
		ok(all_one(total, n + 1, 1e-13), "%zu observed choices", n);
		kde_release(&k);
	}
}

static void
test_weights(void)
{
	static const double y[3] = {-1e308, 0, NAN}, same[2] = {5, 5};
	double w[4], sum = 0;

	kde_weights(y, 3, 1.7e308, w);
	for (size_t i = 0; i < 4; i++)
		sum += w[i];
	ok(fabs(sum - 1) < 1e-15 && w[0] > w[1] && w[1] > w[2] && w[2] > 0 &&
		fabs(w[3] - (w[0] + w[1] + w[2]) / 3) < 1e-15,
	    "weights of huge and absent values");
	kde_weights(same, 2, 5, w);
	ok(w[0] == w[1] && w[1] == w[2], "no value below the limit");
	kde_weights(same, 0, 5, w);
	ok(w[0] == 1, "no value");
}

static void
test_sums(void)
{
	static const double w[3] = {.25, .5, .25};
	static const struct kde_term far[3] = {
	    {-1999, .36787944117144233}, {-2001, 1}, {-INFINITY, 1}};
	static const struct kde_term apart[3] = {
	    {1000, 1e-265}, {100, 1.83053813158578e269}, {900, 0}};
	static const struct kde_term none[3] = {
	    {-INFINITY, 1}, {-INFINITY, 1}, {-INFINITY, 1}};

	ok(fabs(kde_log_sum(w, far, 3) - (-2000 + log(.25 + .5 * exp(-1)))) <
		1e-12,
	    "a sum far below exp(-745)");
	ok(fabs(kde_log_sum(w, apart, 3) - log(.5) - 720) < 1e-9 &&
		kde_pick(w, apart, 3, .5) == 1,
	    "factors count as much as logarithms");
	ok(kde_log_sum(w, none, 3) == -INFINITY, "a sum of nothing");
	ok(kde_pick(w, far, 3, .57) == 0 && kde_pick(w, far, 3, .58) == 1 &&
		kde_pick(w, none, 3, .5) == 2,
	    "picks");
}

/* Products of many coordinates neither vanish nor overflow. */
static void
test_products(void)
{
	enum { COORDINATES = 1000 };
	static const double u[2] = {0, 0};
	struct kde_term far[3], near[3], both[3];
	struct kde k;

	kde_numbers(&k, u, 2);
	multiply_cell(&k, .999, 1, fresh(far, 3));
	kde_multiply_density(&k, 0, fresh(near, 3));
	fresh(both, 3);
	for (int c = 0; c < COORDINATES; c++)
		multiply_cell(&k, .999, 1, both);
	ok(fabs(both[0].log + log(both[0].factor) -
		COORDINATES * (far[0].log + log(far[0].factor))) < 1e-6,
	    "a product of masses: %g", both[0].log);
	fresh(both, 3);
	for (int c = 0; c < COORDINATES; c++)
		kde_multiply_density(&k, 0, both);
	ok(fabs(both[0].log + log(both[0].factor) -
		COORDINATES * (near[0].log + log(near[0].factor))) < 1e-6,
	    "a product of densities: %g", both[0].log);
	kde_release(&k);
}

/* Deviations are by the gaps to the next ones, also where they crowd. */
static void
test_crowd(void)
{
	double u[N], bad = 0;
	struct rng rng;
	struct kde k;

	rng_init(&rng, 7, 0, "crowd", 0);
	for (size_t i = 0; i < N; i++)
		u[i] = rng_uniform(&rng) * (i % 3 == 0 ? 1 : 1e-3);
	kde_numbers(&k, u, N);
	for (size_t i = 0; i < N; i++) {
		const struct kde_kernel *kernel = &k.kernels[k.of[i]];
		double low = u[i] > .5 ? .5 : 0, high = u[i] < .5 ? .5 : 1;

		for (size_t j = 0; j < N; j++) {
			low = u[j] < u[i] ? fmax(low, u[j]) : low;
			high = u[j] > u[i] ? fmin(high, u[j]) : high;
		}
		bad += kernel->mu != u[i];
		bad += fabs(1 / kernel->inverse -
			    fmax(fmax(u[i] - low, high - u[i]),
				fmax(.03, .25 / sqrt(N + 2)))) > 1e-12;
	}
	ok(bad == 0, "kernels in a crowd: %g are wrong", bad);
	kde_release(&k);
}

/* A point that comes again, or nearly, has what it has when it is the first. */
static void
test_again(void)
{
	static const double u[3] = {.1, .3, .3};
	static const double points[][2] = {
	    {0, 0}, {0, 0}, {.3, 0}, {.3, .1}, {.3, .1}, {.3, .2}, {.4, .2}};
	double bad = 0;
	struct kde k, other;

	kde_numbers(&k, u, 3);
	for (size_t p = 0; p < sizeof(points) / sizeof(*points); p++) {
		const double x = points[p][0], width = points[p][1];
		struct kde_term t[2][4];

		kde_numbers(&other, u, 3);
		for (int i = 0; i < 2; i++)
			if (width > 0)
				kde_multiply_mass(i == 0 ? &k : &other, x,
				    width, fresh(t[i], 4));
			else
				kde_multiply_density(
				    i == 0 ? &k : &other, x, fresh(t[i], 4));
		for (int i = 0; i < 4; i++)
			bad += value(&t[0][i]) != value(&t[1][i]);
		kde_release(&other);
	}
	ok(bad == 0, "points one after the other: %g are wrong", bad);
	kde_release(&k);
}

int
main(void)
{
	test_crowd();
	test_again();
	test_numbers();
	test_levels();
	test_narrow();
	test_draws();
	test_choices();
	test_weights();
	test_sums();
	test_products();
	return tap_done();
}
