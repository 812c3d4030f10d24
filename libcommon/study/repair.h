/*
 * Points of spaces in which hardly any place is one: where rules leave one in
 * a million, drawing until one is found would take too long.
 */
#ifndef HPO_REPAIR_H
#define HPO_REPAIR_H
#include <stdbool.h>
#include <stdint.h>

#include "space.h"

/*
 * A point of the space near that which point_draw() makes of u, into row, a
 * function of these, seed, trial and sub.  Parameters are settled one after the
 * other, in an order drawn anew; where the rules refute a number, by interval
 * arithmetic over what is open, its range shrinks to what they do not. False if
 * none was found: there may be none.  Some thousand looks at the rules for each
 * parameter at most.
 */
bool repair_point(const struct space *space, const double *u, uint64_t seed,
    uint32_t trial, uint32_t sub, double *row);

/*
 * Move a point about: one parameter after the other is drawn anew among those
 * numbers that leave it a point, which keeps the distribution of priors as it
 * is (R. M. Neal, "Slice sampling", Ann. Statist. 31, 2003, section 4,
 * shrinkage). After a few times over, where it comes from hardly shows.
 */
void repair_stir(
    const struct space *space, uint64_t seed, uint32_t trial, double *row);

#endif
