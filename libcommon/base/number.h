/* The numbers of JSON text. */
#ifndef HPO_NUMBER_H
#define HPO_NUMBER_H
#include <stdbool.h>
#include <stddef.h>

/*
 * The double nearest to the number that the len bytes of text are, of which
 * scan_object() approved; false if they are no number, or it overflows.  Up to
 * 15 digits and small exponents take a few ns.
 */
bool number_parse(const char *text, size_t len, double *x);

/* x to so many significant digits, 1 to 17. */
double number_round(double x, int digits);

#endif
