/*
 * Interval arithmetic: all that an operation can give when its operands are
 * anywhere in two intervals, or more, never less, as it is computed in doubles.
 *
 * R. E. Moore, "Interval analysis" (1966).  Sums, differences, products,
 * quotients and roots are rounded correctly, hence monotonic, so their bounds
 * are attained; exp(), log() and pow() are taken to be within one unit in the
 * last place, as those of glibc and musl are, and their bounds go outward by
 * one unless they are known to be exact.
 */
#ifndef HPO_INTERVAL_H
#define HPO_INTERVAL_H
#include <stdbool.h>

struct interval {
	double low, high; /* finite, low <= high */
	bool none;        /* no operands have a result; low, high say nothing */
	bool partial; /* some may have none: it is not finite, or no number */
};

/* Of operands only low and high are read; of one operand only a. */
typedef struct interval interval_operation(
    struct interval a, struct interval b);

interval_operation interval_add;
interval_operation interval_subtract;
interval_operation interval_multiply;
interval_operation interval_divide;
interval_operation interval_modulo; /* fmod(3) */
interval_operation interval_power;  /* pow(3) */
interval_operation interval_min;
interval_operation interval_max;
interval_operation interval_plus;
interval_operation interval_minus;
interval_operation interval_abs;
interval_operation interval_log;
interval_operation interval_exp;
interval_operation interval_sqrt;
interval_operation interval_round; /* half away from zero */
interval_operation interval_floor;
interval_operation interval_ceil;

#endif
