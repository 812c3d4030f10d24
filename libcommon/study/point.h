/*
 * Points as rows of numbers, one for each parameter: the value of a continuous
 * one; of another its level, 0 to levels - 1; NAN if it is inactive.  Two
 * points are equal exactly if their rows are.  What holds of a point is found
 * here: what is active, between which bounds, and which rules are kept.
 */
#ifndef HPO_POINT_H
#define HPO_POINT_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "encode_value.h"
#include "space.h"
#include "uses.h"

/*
 * Whether parameter i is active; its domain, which is *own if a bound depends
 * on others, and NULL if nothing is between its bounds.  Those it depends on
 * are in the row.
 */
bool point_active(const struct space *space, size_t i, const double *row);
const struct param *point_domain(
    const struct space *space, size_t i, const double *row, struct param *own);

/* The number in a row of a value of p's widest domain; false if it has none. */
bool point_number(const struct param *p, json_t *value, double *x);

/*
 * The row at coordinate u (space->dim numbers in [0, 1)), each of which is a
 * place between the bounds that its parameter has there; false if nothing is
 * between these.  Rules are not looked at.
 */
bool point_decode(const struct space *space, const double *u, double *row);

/*
 * The same of uniform numbers, each of which is taken to its place by the prior
 * that its parameter has there; and the other way the numbers that lead to the
 * row, 0.5 for inactive parameters.
 */
bool point_draw(const struct space *space, const double *u, double *row);
void point_trace(const struct space *space, const double *row, double *u);

/* The first of these where nothing is to count that users believe. */
bool point_draw_evenly(const struct space *space, const double *u, double *row);

/* The same of active parameter i. */
double point_draw_number(
    const struct space *space, size_t i, const struct param *domain, double u);
double point_trace_number(
    const struct space *space, size_t i, const double *row);

/*
 * The number of active parameter i at u, which is put on the grid, and the
 * other way the level in the domain that it has there.
 */
double point_number_at(
    const struct space *space, size_t i, const struct param *domain, double u);
double point_level(
    const struct space *space, size_t i, const struct param *domain, double x);

/*
 * What users believe of a point: the logarithm of its density, in units of that
 * of an even draw: a sum over active parameters, each of which has at least
 * ln 0.01, so that who is wrong vetoes nothing.  0 if nothing is believed.
 * Samplers let it fade as C. Hvarfner et al., "piBO: augmenting acquisition
 * functions with user beliefs for Bayesian optimization", ICLR 2022, do.
 */
double point_log_prior(const struct space *space, const double *row);

/* After a change of number i: what follows from it, the rest of others. */
void point_settle(const struct space *space, size_t i, double *row);

/* The coordinate of parameter i, whose number is in the row. */
double point_coordinate(const struct space *space, size_t i, const double *row);

/* All coordinates, from which point_decode() comes back: exactly to levels, to
 * other numbers within 12 digits.  Those of inactive parameters are 0.5. */
void point_encode(const struct space *space, const double *row, double *u);

/* The first rule that the row breaks, or NULL. */
const struct rule *point_broken(const struct space *space, const double *row);

/* Whether a row is a point: active just where it should be, within bounds. */
bool point_is(const struct space *space, const double *row);

/* The same of what was one before number i changed and was settled. */
bool point_is_still(const struct space *space, const struct uses *uses,
    size_t i, const double *row);

/* Whether two rows are equal; a hash of a row, not 0. */
bool point_equal(const struct space *space, const double *a, const double *b);
uint32_t point_hash(const struct space *space, const double *row);

/* What a number of parameter i stands for, a new reference. */
json_t *point_value(const struct space *space, size_t i, double x);

/* Its params object, a new reference. */
json_t *point_params(const struct space *space, const double *row);

#endif
