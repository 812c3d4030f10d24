/*
 * Points as users see them, a JSON object of the active parameters: checked,
 * completed, compared, numbered.  As rows and coordinates they are in point.h.
 */
#ifndef HPO_ENCODE_H
#define HPO_ENCODE_H
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "die.h"
#include "space.h"

/*
 * Whether params is a point of space: known names only, each active parameter
 * there with a value of its domain, no inactive one, no rule broken.  Returns
 * 0, or -1 with *e naming the first offender.
 */
int encode_check(const struct space *space, json_t *params, struct err *e);

/*
 * params with the active parameters that it leaves out: their default, if it is
 * between bounds that depend on others, else u = 0.5 (choices: the first).
 * Values become canonical (3.0 of an int is 3; a choice is the identical JSON
 * value of the space).  A new reference, or NULL with *e set as encode_check()
 * does.
 */
json_t *encode_complete(
    const struct space *space, json_t *params, struct err *e);

/*
 * The same, but only defaults are filled in: a point of a space from before it
 * was given a new parameter.
 */
json_t *encode_extend(const struct space *space, json_t *params, struct err *e);

/*
 * The value at the fraction f in [0, 1] of the way from the low to the high
 * end of a numeric parameter, on its scale: what a grid has.  A new reference.
 */
json_t *encode_fraction(const struct param *p, double f);

/* Whether both are points, and the same one. */
bool encode_equal(const struct space *space, json_t *a, json_t *b);

/*
 * Point number index, below space_count(), of a forest (forest.h): mixed radix,
 * the first parameter slowest; below a parent the children of each of its
 * values. A new reference.
 */
json_t *encode_index(const struct space *space, uint64_t index);

#endif
