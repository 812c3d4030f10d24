/*
 * The points of a history as rows (point.h), which are read quickly from the
 * text of lines.
 */
#ifndef HPO_NUMBERS_H
#define HPO_NUMBERS_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "point.h"
#include "space.h"

/* What is worked out once of a parameter. */
struct domain {
	struct range range;
	char **text; /* the JSON of each of its choices, NULL last */
};

struct numbers {
	const struct space *space; /* the caller's */
	struct domain *domain;     /* by parameter */
};

void numbers_init(struct numbers *numbers, const struct space *space);
void numbers_release(struct numbers *numbers);

/*
 * The row of a point: of the text of its params object, which scan_object()
 * has approved, or of the object.  A parameter that it lacks and that has a
 * default is that: the space may have been given it later.  Returns 0, or -1 if
 * it is none of the space; the row is undefined then.  About 50 ns a parameter
 * for text as we write it.
 */
int numbers_read(
    const struct numbers *numbers, const char *text, size_t len, double *row);
int numbers_take(const struct numbers *numbers, json_t *params, double *row);

/* The same of an object that is known to be a point. */
void numbers_row(const struct numbers *numbers, json_t *params, double *row);

#endif
