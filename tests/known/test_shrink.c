/* What noisy results are worth, against results worked out by hand. */
#include <math.h>
#include <stdlib.h>

#include "shrink.h"
#include "tap.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static int
is_near(double a, double b)
{
	return fabs(a - b) <= 1e-12 * fmax(1, fabs(b));
}

/*
 * Points at -2, -1, 0, 1, 2: the median is 0 and the quartiles are -1 and 1, so
 * the spread is 2 / 1.34898 and its square v.  With the variance 1 of a result
 * the prior has v - 1, and a mean is drawn to (v - 1) / v of what it was.
 */
static void
test_declared(void)
{
	struct shrink_result r[5];
	struct shrink_mean mean[5];
	const double v = pow(2 / 1.3489795003921634, 2);
	int good = 1;

	for (size_t i = 0; i < 5; i++)
		r[i] = (struct shrink_result){i, (double)i - 2, NAN};
	shrink(r, 5, 1, mean, 5);
	for (size_t i = 0; i < 5; i++)
		good &= mean[i].n == 1 &&
			is_near(mean[i].mean, ((double)i - 2) * (v - 1) / v) &&
			is_near(mean[i].sd, sqrt((v - 1) / v));
	ok(good, "means are drawn to the middle");
	shrink(r, 4, 1, mean, 4);
	good = 1;
	for (size_t i = 0; i < 4; i++)
		good &= is_near(mean[i].mean, (double)i - 2) &&
			is_near(mean[i].sd, 1);
	ok(good, "but not where there are few of them");
}

static void
test_repeats(void)
{
	/* -3 was luck: the other point has shown what it is worth. */
	static const struct shrink_result r[] = {{0, -3, NAN}, {1, -2.5, NAN},
	    {1, -2.4, NAN}, {1, -2.6, NAN}, {1, -2.5, NAN}, {2, 0, NAN},
	    {3, 1, NAN}, {4, 2, NAN}, {5, 0.5, NAN}, {6, -0.5, NAN}};
	struct shrink_mean mean[7];

	shrink(r, COUNT(r), 1, mean, 7);
	ok(mean[1].n == 4 && mean[1].mean < mean[0].mean &&
		mean[1].sd < mean[0].sd,
	    "several good results are better than a lucky one");
	/* Now the noise is known from repeats: SS .02 over 10 - 7. */
	shrink(r, COUNT(r), 0, mean, 7);
	ok(mean[0].mean < mean[1].mean && mean[0].mean > -3 &&
		is_near(mean[0].sd / mean[2].sd, 1),
	    "unless the noise is small");
}

static void
test_errors(void)
{
	static const struct shrink_result two[] = {
	    {0, 1, 0.5}, {0, 4, 1}, {1, 9, 2}};
	static const struct shrink_result some[] = {{0, 1, 3}, {1, 9, NAN}};
	static const struct shrink_result exact[] = {{0, 1, 0}, {1, 2, NAN}};
	struct shrink_mean mean[2];

	shrink(two, COUNT(two), 0, mean, 2);
	ok(is_near(mean[0].mean, (4.0 + 4) / 5) &&
		is_near(mean[0].sd, sqrt(0.2)) && is_near(mean[1].sd, 2),
	    "results weigh by their errors");
	shrink(some, COUNT(some), 0, mean, 2);
	ok(is_near(mean[1].sd, 3), "one without has that of the others");
	shrink(exact, COUNT(exact), 0, mean, 2);
	ok(mean[0].mean == 1 && mean[1].mean == 2 && isnan(mean[0].sd),
	    "none is no noise");
}

static void
test_extremes(void)
{
	static const struct shrink_result equal[] = {
	    {0, 0.1, NAN}, {0, 0.1, NAN}, {0, 0.1, NAN}, {1, 0.1, NAN}};
	static const struct shrink_result far[] = {{0, 1e300, NAN},
	    {0, -1e300, NAN}, {1, 2, NAN}, {2, 3, NAN}, {3, 4, NAN},
	    {4, 1e-300, NAN}, {5, 1, NAN}};
	struct shrink_mean mean[6];
	int good = 1;

	shrink(equal, COUNT(equal), 0, mean, 2);
	ok(mean[0].mean == 0.1 && mean[0].n == 3 && isnan(mean[0].sd),
	    "equal results stay what they are");
	shrink(equal, COUNT(equal), 1, mean, 2);
	ok(mean[0].mean == 0.1 && mean[1].mean == 0.1, "with noise, too");
	for (int k = 0; k < 3; k++) {
		shrink(far, COUNT(far),
		    k == 0   ? 0
		    : k == 1 ? 1e-300
			     : 1e300,
		    mean, 6);
		for (size_t i = 0; i < 6; i++)
			good &= isfinite(mean[i].mean);
	}
	ok(good, "whatever the numbers, means are finite");
	shrink(NULL, 0, 1, mean, 0);
	ok(1, "there may be none");
}

int
main(void)
{
	test_declared();
	test_repeats();
	test_errors();
	test_extremes();
	return tap_done();
}
