#include "range.h"

#include <float.h>
#include <math.h>

/* What a log scale is for: three decades, and nothing at or below zero. */
static const double span_of_log = 1000;

/* What an axis may reach: its length is a double too. */
static const double largest = 4e307;

/* What an axis tells apart of 15 digits, its tics included; and the least that
 * it can span, below which gnuplot draws no tics. */
static const double smallest = 1e-12, least = 1e-200;

double
range_bounded(double x)
{
	return fmin(fmax(x, -largest), largest);
}

struct range
range_around(double low, double high, double below, double above)
{
	const double half = 0.5;
	struct range r = {range_bounded(low), range_bounded(high), false};
	bool one;
	double span;

	r.log = r.low > 0 && r.high / r.low > span_of_log;
	if (r.log) {
		/* The quotient may be beyond a double, the difference not. */
		span = log(r.high) - log(r.low);
		r.low = fmax(r.low * exp(-below * span), DBL_MIN);
		r.high = range_bounded(r.high * exp(above * span));
		return r;
	}
	span = r.high - r.low;
	one = span <= smallest * fabs(r.high) || span < least;
	if (one)
		span = fabs(r.high);
	if (span < least)
		span = 1;
	if (one && below == 0 && above == 0)
		below = above = half;
	r.low = range_bounded(r.low - below * span);
	r.high = range_bounded(r.high + above * span);
	return r;
}

double
range_position(const struct range *r, double x)
{
	if (r->log)
		return (log(x) - log(r->low)) / (log(r->high) - log(r->low));
	return (x - r->low) / (r->high - r->low);
}
