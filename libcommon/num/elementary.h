/*
 * exp and log whose bits are the same on every machine, which those of libm are
 * not: it has variants for processors.  What a search depends on to the last
 * bit, as the fit of a model, takes these.
 */
#ifndef HPO_ELEMENTARY_H
#define HPO_ELEMENTARY_H
#include <stddef.h>

/*
 * e^x, to 1.4 x 2^-53 relative.  0 below -708, where the result would leave
 * the normal numbers; INFINITY above 709.79; NAN for NAN.
 */
double portable_exp(double x);

/* The same of n numbers, in place; several times as fast. */
void portable_exp_all(double *x, size_t n);

/*
 * ln x, to 2 x 2^-53 relative, subnormal x included.  -INFINITY for 0, NAN
 * below and for NAN.
 */
double portable_log(double x);

#endif
