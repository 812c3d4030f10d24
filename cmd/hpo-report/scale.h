/* Where a value lies between the ends of its parameter. */
#ifndef HPO_SCALE_H
#define HPO_SCALE_H
#include <jansson.h>

#include "space.h"

/*
 * 0 at the low end to 1 at the high end, on the parameter's scale (logarithmic
 * with `log` and for powers, of what lacks of 1 with `rlog`); choices at equal
 * distances in their order, one alone in the middle.  NAN if value is none of
 * p, NULL among them.
 */
double scale_position(const struct param *p, json_t *value);

#endif
