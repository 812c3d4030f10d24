/*
 * Independent points, of the parameters' priors, which are uniform in the
 * encoded space if nothing else is said: those of the sampler "random", which
 * hpo-space shows too.
 */
#ifndef HPO_UNIFORM_H
#define HPO_UNIFORM_H
#include <stdbool.h>
#include <stdint.h>

#include "space.h"

/* So many points are drawn before one is made by repair_point(). */
enum { UNIFORM_TRIES = 500 };

/*
 * The uniform numbers (of point_draw()) of a trial's draw number sub.  A stream
 * belongs to a parameter by its name, so the order of parameters and the other
 * ones do not matter.
 */
void uniform_draw(const struct space *space, uint64_t seed, uint32_t trial,
    uint32_t sub, double *u);

/*
 * The first draw of a trial that is a point, into row (point.h); else one made
 * near the first.  False if none is found.
 */
bool uniform_row(
    const struct space *space, uint64_t seed, uint32_t trial, double *row);

#endif
