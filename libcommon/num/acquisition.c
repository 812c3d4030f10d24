#include "acquisition.h"

#include <math.h>
#include <stddef.h>

#include "elementary.h"

static const double log_root = .91893853320467274178; /* ln(2 pi) / 2 */

/* h is a difference: at -3 it has lost a digit, and the fraction needs TERMS.
 */
static const double near = -3;
enum { TERMS = 44 };

/*
 * h is the integral of Phi, and with x = -z / sqrt(2) i^1erfc(x) / sqrt(2).
 * The repeated integrals of erfc have i^(n-2) = 2 x i^(n-1) + 2 n i^n
 * (Abramowitz and Stegun, 7.2.5), so that the ratios of neighbours are
 * continued fractions: with c_n = c_(n+1) + (n+1) / z^2 c_(n+2), backwards from
 * any start,
 *     h = phi c_2 / (z^2 c_0),  Phi / h = -z c_1 / c_2.
 */
static double
far_below(double z, double *slope)
{
	const double w = 1 / (z * z);
	double c[3] = {1, 1, 1};

	for (int n = TERMS; n >= 0; n--) {
		const double next = c[0] + (n + 1) * w * c[1];

		c[2] = c[1];
		c[1] = c[0];
		c[0] = next;
	}
	if (slope)
		*slope = -z * (c[1] / c[2]);
	return -z * z / 2 - log_root - portable_log(z * z * (c[0] / c[2]));
}

double
log_improvement(double z, double *slope)
{
	double below, h;

	if (!(z > near))
		return far_below(z, slope);
	below = erfc(-z * M_SQRT1_2) / 2;
	h = portable_exp(-z * z / 2 - log_root) + z * below;
	if (slope)
		*slope = below / h;
	return portable_log(h);
}
