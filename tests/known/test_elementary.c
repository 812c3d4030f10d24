/* exp and log beside those of libm in long double, and that bits stay. */
#include "elementary.h"

#include <math.h>
#include <string.h>

#include "rng.h"
#include "tap.h"

enum { POINTS = 100000 };

static const double half_ulp = 0x1p-53;

/* The greater one; INFINITY of a NAN. */
static double
worse_of(double worst, double error)
{
	if (error <= worst)
		return worst;
	return error < INFINITY ? error : INFINITY;
}

static double
relative(double x, long double want)
{
	return (double)fabsl((x - want) / want);
}

/* What long double, where it is no longer than double, errs by itself. */
static double
own_error(void)
{
	volatile long double one = 1;

	one += 0x1p-60L;
	return one == 1 ? 1 : 0;
}

static double
worst_exp(double low, double high)
{
	struct rng rng;
	double worst = 0;

	rng_init(&rng, 1, 0, "exp", 0);
	for (int i = 0; i < POINTS; i++) {
		const double x = low + (high - low) * rng_uniform(&rng);

		worst = worse_of(worst, relative(portable_exp(x), expl(x)));
	}
	return worst / half_ulp - own_error();
}

/* Of numbers 2^e with e up to some size. */
static double
worst_log(double most)
{
	struct rng rng;
	double worst = 0;

	rng_init(&rng, 1, 0, "log", 0);
	for (int i = 0; i < POINTS; i++) {
		const double x = exp2(most * (2 * rng_uniform(&rng) - 1));

		worst = worse_of(worst, relative(portable_log(x), logl(x)));
	}
	return worst / half_ulp - own_error();
}

static void
check_errors(void)
{
	double worst = worst_exp(-700, 0);

	ok(worst <= 1.4, "exp over -700..0 errs by %.2f half units", worst);
	worst = worst_exp(-1, 1);
	ok(worst <= 1.4, "over -1..1 by %.2f", worst);
	worst = worst_exp(-708, 709.78);
	ok(worst <= 1.4, "over all by %.2f", worst);
	worst = worst_log(1e-3);
	ok(worst <= 2, "log about 1 errs by %.2f", worst);
	worst = worst_log(3);
	ok(worst <= 2, "over 1/8..8 by %.2f", worst);
	worst = worst_log(1020);
	ok(worst <= 2, "over all by %.2f", worst);
}

static void
check_exp_ends(void)
{
	ok(portable_exp(0) == 1 && portable_exp(-0.0) == 1, "e^0");
	ok(relative(portable_exp(-708), expl(-708.0L)) < 2e-16 &&
		portable_exp(-708.0001) == 0 && portable_exp(-1e300) == 0 &&
		portable_exp(-INFINITY) == 0,
	    "low end");
	ok(relative(portable_exp(709.78), expl(709.78L)) < 2e-13 &&
		portable_exp(709.79) == INFINITY &&
		portable_exp(1e300) == INFINITY &&
		portable_exp(INFINITY) == INFINITY,
	    "high end");
	ok(isnan(portable_exp(NAN)), "NAN");
}

static void
check_log_ends(void)
{
	ok(portable_log(1) == 0 && portable_log(2) == M_LN2 &&
		portable_log(0.5) == -M_LN2,
	    "ln 1, 2, 0.5");
	ok(portable_log(0) == -INFINITY && portable_log(-0.0) == -INFINITY &&
		portable_log(INFINITY) == INFINITY,
	    "infinite ends");
	ok(isnan(portable_log(-1)) && isnan(portable_log(-INFINITY)) &&
		isnan(portable_log(NAN)),
	    "NAN below 0");
	ok(relative(portable_log(0x1p-1074), logl(0x1p-1074)) < 3e-16 &&
		relative(portable_log(0x1.8p-1030), logl(0x1.8p-1030)) < 3e-16,
	    "subnormal");
}

static uint64_t
add_bits(uint64_t hash, double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return (hash ^ bits) * 0x100000001b3 + (hash >> 29);
}

/* Each length, so that all ways through the loops are taken. */
static void
check_all(void)
{
	double x[40], want[40];
	int different = 0, spoilt = 0;

	for (size_t n = 0; n < 40; n++) {
		for (size_t i = 0; i < 40; i++) {
			x[i] = 30 - 19.3 * (double)i;
			want[i] = i < n ? portable_exp(x[i]) : x[i];
		}
		x[n / 2] = NAN;
		portable_exp_all(x, n);
		spoilt += !isnan(x[n / 2]);
		x[n / 2] = want[n / 2];
		different += memcmp(x, want, sizeof(x)) != 0;
	}
	ok(different == 0, "of many as of one: %d exceptions", different);
	ok(spoilt == 0, "NAN among others");
}

/* The same bits as when this was written, on another machine or not. */
static void
check_bits(void)
{
	double x[1000];
	uint64_t exps = 1, logs = 1;

	for (size_t i = 0; i < 1000; i++)
		x[i] = -0x1p-4 * (double)(i * i % 10007);
	portable_exp_all(x, 1000);
	for (size_t i = 0; i < 1000; i++) {
		exps = add_bits(exps, x[i]);
		logs = add_bits(logs, portable_log(1 + (double)i / 7 + x[i]));
	}
	ok(exps == 0x3acea7d0478922c6, "bits of exp: %016llx",
	    (unsigned long long)exps);
	ok(logs == 0x3827987b1e27fb77, "bits of log: %016llx",
	    (unsigned long long)logs);
}

int
main(void)
{
	check_errors();
	check_exp_ends();
	check_log_ends();
	check_all();
	check_bits();
	return tap_done();
}
