#include "steps.h"

#include <math.h>

#include "number.h"

enum {
	PLACES_MAX = 15, /* behind the point */
	DIGITS = 12,     /* significant, of what is no decimal */
};

/*
 * A thousandth of a step is no accident.  So decimals are counted to where the
 * half unit in the last place of a double is less (2^42 * 2^-53 < 10^-3).
 */
static const double accident = 1e-3;
static const double rounding = 5e-12; /* of 12 digits, relative */
static const double decimals_max = 0x1p42;
static const double whole_max = 0x1p53;
static const double floats_max = 1e12;

bool
steps_have(double low, double x, double step)
{
	/* Each of x and low may be off, and so may step, as often as it is
	 * taken. */
	const double quotient = (x - low) / step;
	const double error =
	    rounding * ((fabs(low) + fabs(x)) / step + fabs(quotient));

	return fabs(quotient - round(quotient)) <= fmin(error, accident);
}

double
steps_count(double low, double high, double step)
{
	const double quotient = (high - low) / step;

	return steps_have(low, high, step) ? round(quotient) : floor(quotient);
}

/* Whether x is the double nearest to a decimal of so many places. */
static bool
is_decimal(double x, double scale)
{
	return fabs(x * scale) < whole_max && nearbyint(x * scale) / scale == x;
}

/* Number k, if it and those before it are decimals that doubles can count. */
static bool
decimal_at(double low, double step, double k, double *x)
{
	double scale = 1;

	for (int places = 0; places <= PLACES_MAX; places++) {
		const double n =
		    nearbyint(low * scale) + k * nearbyint(step * scale);

		if (fabs(n) > (places == 0 ? whole_max : decimals_max))
			return false;
		if (is_decimal(low, scale) && is_decimal(step, scale)) {
			*x = n / scale;
			return true;
		}
		scale *= 10; /* exact up to 10^22 */
	}
	return false;
}

static double
clip(double x, double low, double high)
{
	return x < low ? low : x > high ? high : x;
}

double
steps_at(double low, double high, double step, uint64_t k)
{
	double x;

	if (!decimal_at(low, step, (double)k, &x))
		x = number_round(low + (double)k * step, DIGITS);
	return clip(x, low, high);
}

bool
steps_apart(double low, double high, double step)
{
	const double n = steps_count(low, high, step);
	const double larger = fmax(fabs(low), fabs(high));
	double x;

	if (low == trunc(low) && step == trunc(step))
		return n < whole_max && high - low < whole_max &&
		       larger < whole_max;
	return n <= floats_max && (decimal_at(low, step, n, &x) ||
				      rounding * larger <= accident * step);
}

bool
steps_is_power(double x, double base)
{
	double power = 1;

	while (power < x)
		power *= base;
	return power == x;
}
