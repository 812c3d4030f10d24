/*
 * Check values computed in 60- to 1200-digit arithmetic; the quantiles are also
 * those of Wichura's AS 241.
 */
#include "dist.h"

#include <math.h>

#include "tap.h"

static int
near(double x, double want, double relative)
{
	return fabs(x - want) <= relative * fabs(want);
}

static double
log_mass(double middle, double width)
{
	const struct dist_mass mass = dist_mass(middle, width);

	return mass.log + log(mass.factor);
}

/* The same by its ends. */
static double
log_mass_of(double a, double b)
{
	return log_mass(a / 2 + b / 2, b - a);
}

static const struct {
	double p, z;
} quantiles[] = {
    {1e-300, -37.047096299361199237},
    {1e-20, -9.2623400897984075737},
    {1e-10, -6.3613409024040562047},
    {1e-5, -4.2648907939228246285},
    {.001, -3.0902323061678135415},
    {.025, -1.9599639845400542355},
    {.1, -1.2815515655446004670},
    {.25, -.67448975019608174320},
    {.975, 1.9599639845400542355},
    {.999, 3.0902323061678135415},
};

static const struct {
	double a, b, log_mass;
} masses[] = {
    {-1, 2, -.2001662943244626},
    {-8, -7, -27.38479370071994},
    {30, 31, -454.3212439563433},
    {-30, -29.999, -457.8116564803859},
};

static const struct {
	double u, x;
} samples[] = {
    {0, 0},
    {.3, .1673795571804877},
    {.999, .9432461936571317},
};

/* Masses of narrow cells, divided by the density in their middle. */
static const struct {
	double middle, width, ratio;
} narrow[] = {
    {0, 1, .95985043791976843256},
    {2, 1, 1.1223643482707450978},
    {-1.5, 1, 1.049317826543534752},
    {.3, .9, .87310167366330247436},
    {20, .1, .11746521064594530162},
    {-30, .06, .068423155280332774728},
    {10, .199, .23306898028729982064},
    {.1, .01, .0099999587501531299654},
    {3, .06, .060072012149166798946},
    {0, .19, .1897145948084895821},
    {1.9, .1, .10010872068771719396},
    {33, .0061, .0061102949946392627487},
};

/*
 * Far out the mass of [a, b] is phi(a)/a (1 - 1/a^2 + 3/a^4 - ...) but for one
 * part in e^(a (b - a)).
 */
static double
log_far(double a)
{
	return -a * a / 2 - log(a) - log(2 * M_PI) / 2 +
	       log1p(-1 / (a * a) + 3 / pow(a, 4) - 15 / pow(a, 6));
}

/* Where one formula ends and the next begins they agree. */
static void
test_seams(void)
{
	/* cells, and the two halves of each, by both formulas */
	static const double cells[][2] = {
	    {2, 1.0001}, {.2, 1.001}, {20, .10001}, {-30, .0667}};

	for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++) {
		const double middle = cells[i][0], half = cells[i][1] / 2;
		const double halves =
		    log(exp(log_mass_of(middle - half, middle)) +
			exp(log_mass_of(middle, middle + half)));
		const double whole = log_mass_of(middle - half, middle + half);

		ok(near(whole, halves, 1e-14), "a cell about %g: %g", middle,
		    whole - halves);
	}
	ok(near(log_mass_of(0, 1e-15), log(1e-15) - log(2 * M_PI) / 2, 1e-14),
	    "a cell of 1e-15 in the middle");
	ok(near(log_mass_of(34.9, 36), log_far(34.9), 1e-10),
	    "near the end of erfc");
	ok(near(log_mass(30, 1e-18), log(1e-18) - 450 - log(2 * M_PI) / 2,
	       1e-14),
	    "a cell of 1e-18 far out");
	ok(near(log_mass_of(-9.1, .1), log(dist_cdf(.1) - dist_cdf(-9.1)),
	       1e-13) &&
		log_mass_of(-9.1, 9.2) == 0,
	    "ends that are left out");
}

int
main(void)
{
	const struct truncated t = {.2, .25, 0, 1};

	for (size_t i = 0; i < sizeof(quantiles) / sizeof(*quantiles); i++)
		ok(near(dist_quantile(quantiles[i].p), quantiles[i].z, 1e-14),
		    "quantile of %g", quantiles[i].p);
	ok(dist_quantile(.5) == 0, "the median");
	ok(near(dist_cdf(-6.3613409024040562047), 1e-10, 1e-13), "the cdf");
	for (size_t i = 0; i < sizeof(masses) / sizeof(*masses); i++)
		ok(near(log_mass_of(masses[i].a, masses[i].b),
		       masses[i].log_mass, 1e-13),
		    "log mass of %g to %g: %.16g", masses[i].a, masses[i].b,
		    log_mass_of(masses[i].a, masses[i].b));
	for (size_t i = 0; i < sizeof(narrow) / sizeof(*narrow); i++) {
		const double m = narrow[i].middle;
		const double want =
		    log(narrow[i].ratio) - m * m / 2 - log(2 * M_PI) / 2;

		ok(near(log_mass(m, narrow[i].width), want, 1e-14),
		    "log mass of %g about %g: %.16g", narrow[i].width, m,
		    log_mass(m, narrow[i].width) - want);
	}
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++)
		ok(fabs(dist_sample(&t, samples[i].u) - samples[i].x) < 1e-13,
		    "truncated sample at %g", samples[i].u);
	test_seams();
	return tap_done();
}
