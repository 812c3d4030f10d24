/* What the best trials say of one parameter. */
#ifndef HPO_NARROW_PARAM_H
#define HPO_NARROW_PARAM_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "space.h"

/* Of one parameter, while trials are looked at. */
struct region {
	double low, high;   /* coordinates that must stay; low > high: none */
	double least, most; /* numbers of rows, likewise */
	size_t active;      /* of the trials that have ended */
	size_t *count; /* by choice: of these; NULL: not a list of choices */
	bool *stays;   /* by choice: it must */
	bool *named;   /* by choice: a formula compares it */
};

void region_init(struct region *r, const struct param *p);
void region_release(struct region *r);

/* This number of a row (point.h) must stay in the parameter's domain. */
void region_keep(struct region *r, const struct param *p, double x);

enum { NARROW_LEAST = 5 }; /* of the best trials, to say anything */

/* What there is to decide by. */
struct best {
	double *x; /* numbers of the best trials, of those that have it,
		    * the very best first; so many of each trial */
	size_t each;
	size_t n;      /* of these trials */
	size_t of;     /* trials that are looked at */
	double chance; /* at which something is narrowed for nothing */
};

/*
 * The canonical domain of p, or what it is by now, reduced to the region of the
 * best, a new reference, and why, appended to *why; NULL: it stays.
 */
json_t *narrow_range(const struct param *p, const struct region *r,
    const struct best *best, json_t *domain, struct buf *why);
json_t *narrow_list(const struct param *p, const struct region *r,
    const struct best *best, json_t *domain, struct buf *why);

/* Take the weights out of a narrower domain if all that are left are 0. */
void narrow_weights(json_t *domain);

#endif
