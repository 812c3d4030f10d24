#include "interval.h"

#include <float.h>
#include <math.h>
#include <stddef.h>

static const struct interval none = {.none = true, .partial = true};

/* From bounds that may be infinite: what is not finite is no result. */
static struct interval
settle(double low, double high, bool partial)
{
	if (low > DBL_MAX || high < -DBL_MAX)
		return none;
	return (struct interval){
	    .low = fmax(low, -DBL_MAX),
	    .high = fmin(high, DBL_MAX),
	    .partial = partial || low < -DBL_MAX || high > DBL_MAX,
	};
}

/* A bound that is not rounded correctly, further out. */
static double
down(double x)
{
	return nextafter(x, -INFINITY);
}

static double
up(double x)
{
	return nextafter(x, INFINITY);
}

static bool
is_point(struct interval a)
{
	return a.low == a.high;
}

/* Whether 0 is in it. */
static bool
has_zero(struct interval a)
{
	return a.low <= 0 && 0 <= a.high;
}

struct interval
interval_add(struct interval a, struct interval b)
{
	return settle(a.low + b.low, a.high + b.high, false);
}

struct interval
interval_subtract(struct interval a, struct interval b)
{
	return settle(a.low - b.high, a.high - b.low, false);
}

struct interval
interval_multiply(struct interval a, struct interval b)
{
	const double p = a.low * b.low, q = a.low * b.high;
	const double r = a.high * b.low, s = a.high * b.high;

	return settle(
	    fmin(fmin(p, q), fmin(r, s)), fmax(fmax(p, q), fmax(r, s)), false);
}

/* Widen *q by a / d; 0 over a zero that is a limit is 0. */
static void
take_quotients(struct interval *q, struct interval a, double d)
{
	const double x = a.low == 0 ? 0 : a.low / d;
	const double y = a.high == 0 ? 0 : a.high / d;

	q->low = fmin(q->low, fmin(x, y));
	q->high = fmax(q->high, fmax(x, y));
}

/* Near 0 the quotient grows without end, to the side of the sign there. */
struct interval
interval_divide(struct interval a, struct interval b)
{
	struct interval q = {.low = INFINITY, .high = -INFINITY};

	if (b.low == 0 && b.high == 0)
		return none;
	if (b.low != 0)
		take_quotients(&q, a, b.low);
	if (b.high != 0)
		take_quotients(&q, a, b.high);
	if (has_zero(b) && b.high > 0)
		take_quotients(&q, a, 0.0);
	if (has_zero(b) && b.low < 0)
		take_quotients(&q, a, -0.0);
	return settle(q.low, q.high, has_zero(b));
}

/* The remainder has the sign of a, and is below |a| and below |b|. */
struct interval
interval_modulo(struct interval a, struct interval b)
{
	const struct interval x = interval_abs(a, a), y = interval_abs(b, b);
	double end;

	if (y.high == 0)
		return none;
	if (x.high < y.low)
		return settle(a.low, a.high, false);
	end = nextafter(y.high, 0);
	return settle(a.low < 0 ? fmax(a.low, -end) : 0,
	    a.high > 0 ? fmin(a.high, end) : 0, has_zero(b));
}

/*
 * Widen *p by a^b.  A whole result below 2^53 of whole operands is exact, as it
 * is a double and pow() is within one unit of it.
 */
static void
take_power(struct interval *p, double a, double b)
{
	const double x = pow(a, b);
	const bool exact = a == trunc(a) && b == trunc(b) && b >= 0 &&
			   fabs(x) < ldexp(1, DBL_MANT_DIG);

	p->low = fmin(p->low, exact ? x : down(x));
	p->high = fmax(p->high, exact ? x : up(x));
}

static const struct interval empty = {.low = INFINITY, .high = -INFINITY};

/* a is not below 0, where a power is monotonic in each of its operands. */
static struct interval
power_of_positive(struct interval a, struct interval b)
{
	struct interval p = empty;

	take_power(&p, a.low, b.low);
	take_power(&p, a.low, b.high);
	take_power(&p, a.high, b.low);
	take_power(&p, a.high, b.high);
	return settle(fmax(p.low, 0), p.high, false);
}

/* b is one odd whole number: monotonic, but for a pole. */
static struct interval
odd_power(struct interval a, double b)
{
	struct interval p = empty;

	if (b < 0 && has_zero(a))
		return settle(-INFINITY, INFINITY, true);
	take_power(&p, a.low, b);
	take_power(&p, a.high, b);
	return settle(p.low, p.high, false);
}

struct interval
interval_power(struct interval a, struct interval b)
{
	struct interval size = interval_abs(a, a);

	size.low += 0.0; /* no -0, whose powers have a sign */
	size.high += 0.0;
	if (a.low < 0 && is_point(b) && fabs(fmod(b.low, 2)) == 1)
		return odd_power(a, b.low);
	size = power_of_positive(size, b);
	if (a.low >= 0 || size.none || (is_point(b) && fmod(b.low, 2) == 0))
		return size;
	/* of either sign, where the exponent is whole */
	return settle(-size.high, size.high, true);
}

struct interval
interval_min(struct interval a, struct interval b)
{
	return settle(fmin(a.low, b.low), fmin(a.high, b.high), false);
}

struct interval
interval_max(struct interval a, struct interval b)
{
	return settle(fmax(a.low, b.low), fmax(a.high, b.high), false);
}

struct interval
interval_plus(struct interval a, struct interval b)
{
	(void)b;
	return settle(a.low, a.high, false);
}

struct interval
interval_minus(struct interval a, struct interval b)
{
	(void)b;
	return settle(-a.high, -a.low, false);
}

struct interval
interval_abs(struct interval a, struct interval b)
{
	const double x = fabs(a.low), y = fabs(a.high);

	(void)b;
	return settle(has_zero(a) ? 0 : fmin(x, y), fmax(x, y), false);
}

struct interval
interval_log(struct interval a, struct interval b)
{
	const double low = log(fmax(a.low, DBL_TRUE_MIN));
	const double high = log(fmax(a.high, DBL_TRUE_MIN));

	(void)b;
	if (a.high <= 0)
		return none;
	/* log(1) is exact */
	return settle(low == 0 ? low : down(low), high == 0 ? high : up(high),
	    a.low <= 0);
}

struct interval
interval_exp(struct interval a, struct interval b)
{
	(void)b;
	return settle(fmax(down(exp(a.low)), 0), up(exp(a.high)), false);
}

struct interval
interval_sqrt(struct interval a, struct interval b)
{
	(void)b;
	if (a.high < 0)
		return none;
	return settle(sqrt(fmax(a.low, 0)), sqrt(a.high), a.low < 0);
}

struct interval
interval_round(struct interval a, struct interval b)
{
	(void)b;
	return settle(round(a.low), round(a.high), false);
}

struct interval
interval_floor(struct interval a, struct interval b)
{
	(void)b;
	return settle(floor(a.low), floor(a.high), false);
}

struct interval
interval_ceil(struct interval a, struct interval b)
{
	(void)b;
	return settle(ceil(a.low), ceil(a.high), false);
}
