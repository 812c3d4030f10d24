/*
 * Between points as users see them (a JSON object of the active parameters)
 * and points as samplers see them (dim coordinates in [0, 1)): the only place
 * that knows both.  The rules of the coordinates stand in encode_value.h.
 */
#ifndef HPO_ENCODE_H
#define HPO_ENCODE_H
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "die.h"
#include "space.h"

/*
 * The params object of the encoded point u (space->dim numbers in [0, 1)), a
 * new reference: active parameters only, in the space's order; NULL if u stands
 * for no point: a rule is broken, or nothing is between two bounds.  O(n).
 */
json_t *encode_params(const struct space *space, const double *u);

/*
 * The other way: u and active (space->n flags) of a params object that
 * encode_check() accepts.  Coordinates of inactive parameters become 0.5.
 */
void encode_point(
    const struct space *space, json_t *params, double *u, bool *active);

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

/* Append a string that two points share exactly if they are equal. */
void encode_key(const struct space *space, json_t *params, struct buf *key);

/*
 * Point number index, below space_count(), of a forest (forest.h): mixed radix,
 * the first parameter slowest; below a parent the children of each of its
 * values. A new reference.
 */
json_t *encode_index(const struct space *space, uint64_t index);

#endif
