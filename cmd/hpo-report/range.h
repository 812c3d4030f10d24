/* Axes of numbers. */
#ifndef HPO_RANGE_H
#define HPO_RANGE_H
#include <stdbool.h>

struct range {
	double low, high;
	bool log;
};

/* x, or the nearest number that an axis can have. */
double range_bounded(double x);

/*
 * The axis for values between low and high, with free parts below and above of
 * what they span.  Logarithmic if they are above zero and span more than three
 * decades.  Never empty: what is one value to an axis lies in the middle if no
 * parts are free.
 */
struct range range_around(double low, double high, double below, double above);

/* Where x lies, 0 at the low end, 1 at the high end. */
double range_position(const struct range *r, double x);

#endif
