/*
 * The values of one parameter: in JSON, as a coordinate, as a level (0
 * to levels - 1 of a parameter that has finitely many).  For those
 * who do without JSON: numbers.h, models, the report's bounds.
 *
 * A coordinate u in [0, 1) stands for
 *   float        low + u (high - low), the logarithms of these with `log`,
 *                with `rlog` the logarithms of what they lack of 1
 *   int, step    each level has an equal share of [0, 1); with `log` the range
 *                is widened by half a step at both ends before the logarithm
 *                (Optuna's way), at the low end by no more than half of low;
 *                with `rlog` likewise, at the high end by half of 1 - high
 *   pow2         each exponent has an equal share
 *   the others   each choice has an equal share; one of an ordinal that is
 *                `spaced` has what is next to it, the range of the values, or
 *                with `log` of their logarithms, being widened at both ends by
 *                half of what the next value is away
 * A float is rounded to 12 significant digits and clipped, so that lines are
 * readable; values on a step are the decimals that a person would write, 0.3
 * for 3 times 0.1.  What samplers propose is put on a grid before, so that the
 * last bits of exp() on some machine do not show.
 */
#ifndef HPO_ENCODE_VALUE_H
#define HPO_ENCODE_VALUE_H
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "die.h"
#include "space.h"

/* What a parameter is that nobody says anything of: mostly u = 0.5 as it is, so
 * that it is a round number where one is in the middle; the first choice. */
json_t *value_middle(const struct param *p);

/*
 * The value in the form in which we write it, a new reference; or NULL with *e
 * set if it does not belong to p's domain.
 */
json_t *value_canonical(const struct param *p, json_t *value, struct err *e);

/* Level k of a parameter that has levels, a new reference. */
json_t *value_level(const struct param *p, uint64_t k);

/* The other way; false if value does not belong to p's domain. */
bool value_find_level(const struct param *p, json_t *value, uint64_t *k);

/* The same of a number, where p has no list of choices. */
bool value_find_number(const struct param *p, double x, uint64_t *k);

/* The number that x is, a value or where p has levels one of these; p has no
 * list of choices. */
double value_number(const struct param *p, double x);

/* What u is spread over: values on a scale, or levels. */
struct range {
	double low, high; /* places on the scale */
	enum spacing spacing;
	bool equal; /* each level has an equal share */
};

struct range value_range(const struct param *p);

/*
 * What the ends of the coordinate stand for, on p's scale; where levels have
 * equal shares, half a step beyond the first and the last.  p has numbers.
 */
struct prior_axis value_axis(const struct param *p);

/*
 * What follows is without JSON, r being value_range() of p.  The coordinate of
 * x: a value, or where p has levels one of these.  The level, or the number,
 * that u stands for.  Which coordinates stand for level k: from *low to *high.
 */
double value_coordinate(const struct param *p, const struct range *r, double x);
uint64_t value_level_at(const struct param *p, const struct range *r, double u);
double value_number_at(const struct param *p, const struct range *r, double u);
void value_cell(const struct param *p, const struct range *r, uint64_t k,
    double *low, double *high);

/* The nearest place on the grid (k + 0.5) 2^-32. */
double value_quantise(double u);

/* The width of that, which is not lost where the ends are equal doubles. */
double value_cell_width(
    const struct param *p, const struct range *r, uint64_t k, double *middle);

#endif
