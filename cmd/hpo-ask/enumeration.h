/* The points of a finite space in an order: shuffled, or that of the space. */
#ifndef HPO_ENUMERATION_H
#define HPO_ENUMERATION_H
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "past.h"
#include "permute.h"
#include "space.h"

struct enumeration {
	const struct space *space;
	uint64_t n;               /* numbers; 0: not made yet */
	bool sparse;              /* some numbers are no points */
	struct permutation order; /* if shuffled */
	bool shuffled;
};

/*
 * Shuffled by (seed, purpose), or with purpose NULL in the space's order.  n is
 * 0 if the space is not finite, or has rules, or parameters that depend on
 * several others, and more than PRODUCT_MAX combinations (product.h).
 */
void enumeration_init(struct enumeration *e, const struct space *space,
    uint64_t seed, const char *purpose);
void enumeration_release(struct enumeration *e);

/*
 * The first point from place *i on, and from the beginning after the end, that
 * no trial of past has but cancelled ones: a new reference and its place; or
 * NULL.  O(trials).
 */
json_t *enumeration_absent(
    const struct enumeration *e, const struct past *past, uint64_t *i);

/*
 * The first point that no trial has, of a finite space of any size, in the
 * order of its boxes (boxes.h): a new reference, or NULL; *known becomes false
 * if it took too long, some seconds, to find out.
 */
json_t *enumeration_in_boxes(
    const struct space *space, const struct past *past, bool *known);

#endif
