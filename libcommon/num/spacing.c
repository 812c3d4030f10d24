#include "spacing.h"

#include <math.h>

double
spacing_place(enum spacing s, double x)
{
	if (s == SPACING_LOG)
		return log(x);
	return s == SPACING_RLOG ? -log1p(-x) : x;
}

double
spacing_value(enum spacing s, double place)
{
	if (s == SPACING_LOG)
		return exp(place);
	return s == SPACING_RLOG ? -expm1(-place) : place;
}

double
spacing_log_slope(enum spacing s, double x)
{
	if (s == SPACING_LOG)
		return -log(x);
	return s == SPACING_RLOG ? -log1p(-x) : 0;
}
