/*
 * A space in parts that have nothing to do with each other: its points are all
 * combinations of those of its parts.
 */
#ifndef HPO_PARTS_H
#define HPO_PARTS_H
#include <stdbool.h>
#include <stddef.h>

#include "space.h"

/*
 * What restricts points is numbered: limit k is rule k of the space, and limit
 * nrules + i the bounds of parameter i, if these depend on others.
 */
struct part {
	const struct space *space;
	size_t *params, n;       /* those that one depends on before it */
	size_t *limits, nlimits; /* ascending */
};

/* Lists of numbers, by the parameter that stands for a part. */
struct lists {
	size_t *head, *next; /* SPACE_NONE: no more */
};

struct parts {
	size_t *up; /* by parameter: another one of its part, or itself */
	struct lists params, limits;
	struct part part; /* the one in hand */
	size_t next;
};

/*
 * All parts, or only those with limits: then parameters that no limit depends
 * on are left out.  O(n + names in formulas), about.
 */
void parts_init(struct parts *p, const struct space *space, bool all);
void parts_release(struct parts *p);

/* The next one, which is good until the one after it; NULL: no more. */
const struct part *parts_next(struct parts *p);

#endif
