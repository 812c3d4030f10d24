/*
 * Output transforms: check values computed in double precision from the
 * definitions, and what must hold of all values.
 */
#include "warp.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "rng.h"
#include "tap.h"

enum { MOST = 40, ROUNDS = 2000 };

static const double odd[] = {.30, .21, .25, 1e6, .27, .9, .24};
static const double odd_ranked[] = {
    .28281372248802, .21, .25, .321283182743993, .27, .297707351271018, .24};
static const double odd_stretched[] = {.198056691414492, -.5,
    -.0923729596180796, .5, .0886773271403445, .31937885543529,
    -.188139086990047};
static const double even[] = {4, 1, 2, 8};
static const double even_ranked[] = {3.5038130711574, 1, 2, 4.81886207347579};

static double
difference(const double *a, const double *b, size_t n)
{
	double most = 0;

	for (size_t i = 0; i < n; i++)
		if (!(fabs(a[i] - b[i]) <= most))
			most = isfinite(a[i] - b[i]) ? fabs(a[i] - b[i])
						     : INFINITY;
	return most;
}

static void
check_known(void)
{
	double y[7];

	memcpy(y, odd, sizeof(y));
	warp_half_rank(y, 7);
	ok(difference(y, odd_ranked, 7) < 1e-12, "half-rank of 7 values");
	warp_stretch(y, 7);
	ok(difference(y, odd_stretched, 7) < 1e-12, "log stretch");
	memcpy(y, odd, sizeof(y));
	ok(warp_values(y, 7) && difference(y, odd_stretched, 7) < 1e-12,
	    "both, as they are skewed");
	memcpy(y, even, sizeof(even));
	warp_half_rank(y, 4);
	ok(difference(y, even_ranked, 4) < 1e-12, "half-rank of 4 values");
	ok(!warp_values(y, 4), "never both of less than 5");
}

/* Values with ties, of a long tail or none, and at times an outlier. */
static size_t
make_values(struct rng *rng, double *y)
{
	const size_t n = 1 + rng_below(rng, MOST);
	const double power = 1 + rng_below(rng, 8);
	const uint32_t levels = 2 + rng_below(rng, 50);

	for (size_t i = 0; i < n; i++)
		y[i] = pow(rng_below(rng, levels) / (double)levels, power);
	if (rng_below(rng, 3) == 0)
		y[rng_below(rng, (uint32_t)n)] = 1e300;
	if (rng_below(rng, 5) == 0)
		y[rng_below(rng, (uint32_t)n)] = -1e300;
	return n;
}

/* Whether b has the order of a, and equal ones where a has. */
static bool
is_in_order(const double *a, const double *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			if ((a[i] == a[j] && b[i] != b[j]) ||
			    (a[i] < a[j] && !(b[i] < b[j])))
				return false;
	return true;
}

static bool
are_within(const double *y, size_t n, double low, double high)
{
	for (size_t i = 0; i < n; i++)
		if (!(y[i] >= low && y[i] <= high))
			return false;
	return true;
}

/* y of one warp, and of the same in other units. */
static bool
is_same_in_units(const double *y, size_t n, double scale, double shift)
{
	double a[MOST], b[MOST], mean, sd;
	bool warped;

	for (size_t i = 0; i < n; i++) {
		a[i] = y[i];
		b[i] = scale * y[i] + shift;
	}
	warped = warp_values(a, n);
	if (warp_values(b, n) != warped)
		return false;
	standardise(a, n, &mean, &sd);
	standardise(b, n, &mean, &sd);
	return difference(a, b, n) < 1e-10;
}

static void
check_order(void)
{
	int disorder = 0, out = 0, units = 0, warped = 0;

	for (uint32_t round = 0; round < ROUNDS; round++) {
		double y[MOST], made[MOST];
		struct rng rng;
		size_t n;

		rng_init(&rng, 7, round, "test", 0);
		n = make_values(&rng, made);
		memcpy(y, made, sizeof(y));
		if (warp_values(y, n)) {
			warped++;
			out += !are_within(y, n, -0.5, 0.5);
		}
		disorder += !is_in_order(made, y, n);
		if (are_within(made, n, -1, 1))
			units += !is_same_in_units(made, n, 1024, -512) ||
				 !is_same_in_units(made, n, 0x1p-30, 0x1p-32);
	}
	ok(warped > ROUNDS / 4 && warped < ROUNDS * 3 / 4,
	    "%d of %d are skewed", warped, ROUNDS);
	ok(disorder == 0, "order and ties stay: %d exceptions", disorder);
	ok(out == 0, "within their range: %d exceptions", out);
	ok(units == 0, "the same in other units: %d exceptions", units);
}

static void
check_trigger(void)
{
	double just[] = {0, 1, 1, 4, 1}, more[] = {0, 1, 1, 4.01, 1};
	double equal[] = {3, 3, 3, 3, 3}, plateau[] = {2, 2, 2, 2, 2, 2, 5};

	ok(!warp_values(just, 5) && just[3] == 4, "three times as far: left");
	ok(warp_values(more, 5) && more[3] == 0.5 && more[0] == -0.5,
	    "further: not");
	ok(!warp_values(equal, 5) && equal[0] == 3, "all equal");
	ok(warp_values(plateau, 7) && plateau[0] == -0.5 && plateau[6] == 0.5,
	    "no spread below the median");
}

static void
check_standardise(void)
{
	double y[] = {2, 4, 4, 4, 5, 5, 7, 9}, huge[] = {1e300, -1e300, 0};
	double largest[] = {DBL_MAX, -DBL_MAX}, same[] = {.1, .1, .1};
	double tiny[] = {1e-300, 3e-300}, mean, sd;

	standardise(y, 8, &mean, &sd);
	ok(fabs(mean - 5) < 1e-15 && fabs(sd - 2) < 1e-15,
	    "mean %g, deviation %g", mean, sd);
	ok(fabs(y[0] + 1.5) < 1e-15 && fabs(y[7] - 2) < 1e-15, "values");
	standardise(huge, 3, &mean, &sd);
	ok(fabs(huge[0] - sqrt(1.5)) < 1e-14 && huge[2] == 0 && mean == 0 &&
		fabs(sd / 1e300 - sqrt(2. / 3)) < 1e-14,
	    "huge values");
	standardise(largest, 2, &mean, &sd);
	ok(largest[0] == 1 && largest[1] == -1 && sd == DBL_MAX,
	    "the largest there are");
	standardise(tiny, 2, &mean, &sd);
	ok(fabs(tiny[1] - 1) < 1e-14 && fabs(sd / 1e-300 - 1) < 1e-14,
	    "tiny ones");
	standardise(same, 3, &mean, &sd);
	ok(same[0] == 0 && same[2] == 0 && mean == .1 && sd == 1, "all equal");
	standardise(same, 0, &mean, &sd);
	ok(mean == 0 && sd == 1, "none");
}

static void
check_failure(void)
{
	const double y[] = {1, 3, 2}, same[] = {-4, -4}, one[] = {0};
	const double largest[] = {DBL_MAX, -DBL_MAX};

	ok(warp_failure(y, 3) == 4, "half the range above");
	ok(warp_failure(same, 2) > -4 && warp_failure(one, 1) > 0,
	    "above equal ones");
	ok(warp_failure(largest, 2) == DBL_MAX, "no overflow");
}

int
main(void)
{
	check_known();
	check_order();
	check_trigger();
	check_standardise();
	check_failure();
	return tap_done();
}
