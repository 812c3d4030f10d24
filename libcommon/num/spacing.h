/*
 * Scales on which numbers are evenly spaced.  The only place where a scale
 * meets the machine's libm.
 */
#ifndef HPO_SPACING_H
#define HPO_SPACING_H

enum spacing {
	SPACING_VALUE, /* x */
	SPACING_LOG,   /* ln x, x > 0: dense near 0 */
	SPACING_RLOG,  /* -ln(1 - x), x < 1: dense near 1 */
};

/*
 * Where x lies on the scale, rising with x, infinite at the end of its range;
 * and the other way.
 */
double spacing_place(enum spacing s, double x);
double spacing_value(enum spacing s, double place);

/* The logarithm of d place / d x. */
double spacing_log_slope(enum spacing s, double x);

#endif
