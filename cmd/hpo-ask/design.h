/* The first points of a search, before there is anything to model. */
#ifndef HPO_DESIGN_H
#define HPO_DESIGN_H
#include <stdbool.h>

#include "sampler.h"

/*
 * Whether the next point is one of the initial design: while fewer than n0
 * trials have ended, n0 being -O n0, or else 2 (dim + 1), at least 6 and at
 * most 10; no more than a quarter of the header's `trials`; but 2 more than
 * there are pending.  Half of that will do if as many are pending, so that many
 * workers do not wait for all of the first results.
 */
bool design_goes_on(const struct sampling *s, const struct past *past);

/*
 * Its next point, which is the Sobol sampler's, but for every other one as if
 * no parameter had a prior.  Returns as propose does.
 */
int design_propose(struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out);

/* Take n0 from -O, as an option of a sampler does. */
int design_option(const char *value, json_t *options, struct err *e);

#endif
