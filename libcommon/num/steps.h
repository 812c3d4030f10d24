/*
 * The numbers low, low + step, low + 2 step, ... up to high, low < high: as the
 * decimals that people mean by them, not as sums of doubles.
 */
#ifndef HPO_STEPS_H
#define HPO_STEPS_H
#include <stdbool.h>
#include <stdint.h>

/*
 * Whether x is one of them, but for what rounding does to numbers of 12
 * digits.
 */
bool steps_have(double low, double x, double step);

/* The whole number of steps that fit between low and high, rounded alike. */
double steps_count(double low, double high, double step);

/*
 * Number k of them: the double nearest to the decimal that it is; where low and
 * step are no decimals that doubles can count, rounded to 12 digits.  Never
 * outside low and high.
 */
double steps_at(double low, double high, double step, uint64_t k);

/* Whether x is base to the power of 0, 1, ...; both are whole, base above 1. */
bool steps_is_power(double x, double base);

/*
 * Whether all of them are apart, and each is found again from its own value:
 * they are whole numbers, or at most 10^12 that are decimals or not closer than
 * 12 digits can tell.
 */
bool steps_apart(double low, double high, double step);

#endif
