#include "elementary.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "clones.h"

/* ln 2 in two parts: products of the first with exponents are exact. */
static const double ln2_high = 6.93147180369123816490e-01;
static const double ln2_low = 1.90821492927058770002e-10;

enum { BATCH = 8 }; /* numbers in a loop of a length that compilers know */

static double
from_bits(uint64_t bits)
{
	double x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

static uint64_t
to_bits(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return bits;
}

/*
 * e^r for |r| <= ln(2) / 2: Taylor's series to degree 13, which leaves out
 * 4e-18.
 */
static inline double
exp_near_0(double r)
{
	double p = 1.0 / 6227020800;

	p = p * r + 1.0 / 479001600;
	p = p * r + 1.0 / 39916800;
	p = p * r + 1.0 / 3628800;
	p = p * r + 1.0 / 362880;
	p = p * r + 1.0 / 40320;
	p = p * r + 1.0 / 5040;
	p = p * r + 1.0 / 720;
	p = p * r + 1.0 / 120;
	p = p * r + 1.0 / 24;
	p = p * r + 1.0 / 6;
	p = p * r + 1.0 / 2;
	return 1 + (r + r * r * p);
}

/*
 * e^x = 2^k e^r, without a branch.  Adding 1.5 x 2^52 rounds to a whole number,
 * which is then in the low bits.  Half of the power is applied to e^r first, so
 * that its exponent fits at both ends of the range.
 */
static inline double
exp_of(double any)
{
	const double whole = 6755399441055744;
	const double x = any > 710 ? 710 : any;
	const double shifted = x * 1.44269504088896338700e+00 + whole;
	const double k = shifted - whole;
	const double r = (x - k * ln2_high) - k * ln2_low;
	const double twice = 2 * exp_near_0(r);
	const double e = twice * from_bits((to_bits(shifted) + 1022) << 52);

	return x < -708 ? 0 : e;
}

double
portable_exp(double x)
{
	return exp_of(x);
}

CLONES void
portable_exp_all(double *x, size_t n)
{
	size_t i = 0;

	for (; i + BATCH <= n; i += BATCH)
		for (size_t j = 0; j < BATCH; j++)
			x[i + j] = exp_of(x[i + j]);
	for (; i < n; i++)
		x[i] = exp_of(x[i]);
}

/*
 * ln(1 + f) = 2 atanh(s) with s = f / (2 + f), as f - s (f - R) with R the
 * series from s^2 on, to s^23 / 23: f is exact, and what is rounded is small
 * beside it.
 */
static double
log_series(double f)
{
	const double s = f / (2 + f), z = s * s;
	double p = 1.0 / 23;

	p = p * z + 1.0 / 21;
	p = p * z + 1.0 / 19;
	p = p * z + 1.0 / 17;
	p = p * z + 1.0 / 15;
	p = p * z + 1.0 / 13;
	p = p * z + 1.0 / 11;
	p = p * z + 1.0 / 9;
	p = p * z + 1.0 / 7;
	p = p * z + 1.0 / 5;
	p = p * z + 1.0 / 3;
	return s * (f - 2 * z * p);
}

double
portable_log(double x)
{
	int exponent;
	double m, k, f;

	if (!(x > 0))
		return x == 0 ? -INFINITY : NAN;
	if (x == INFINITY)
		return x;
	m = frexp(x, &exponent);
	if (m < 7.07106781186547524401e-01) {
		m *= 2;
		exponent--;
	}
	k = exponent;
	f = m - 1;
	return k * ln2_high - ((log_series(f) - k * ln2_low) - f);
}
