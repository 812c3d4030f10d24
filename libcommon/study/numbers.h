/*
 * Points as rows of numbers, one for each parameter: the value of a continuous
 * one; of another its level, 0 to levels - 1; NAN if it is inactive.  Two
 * points are equal exactly if their rows are.  It is how much is read of a
 * history that is to be looked at as a whole, and quickly.
 */
#ifndef HPO_NUMBERS_H
#define HPO_NUMBERS_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "encode_value.h"
#include "space.h"

/* What is worked out once of a parameter. */
struct domain {
	struct range range;
	char **text;     /* the JSON of each of its choices, NULL last */
	double *allowed; /* numbers of the parent that make it active */
	size_t nallowed;
};

struct numbers {
	const struct space *space; /* the caller's */
	struct domain *domain;     /* by parameter */
};

void numbers_init(struct numbers *numbers, const struct space *space);
void numbers_release(struct numbers *numbers);

/*
 * The row of a point: of the text of its params object, which scan_object()
 * has approved, or of the object.  Returns 0, or -1 if it is none of the space;
 * the row is undefined then.  About 50 ns a parameter for text as we write it.
 */
int numbers_read(
    const struct numbers *numbers, const char *text, size_t len, double *row);
int numbers_take(const struct numbers *numbers, json_t *params, double *row);

/* The same of an object that is known to be a point. */
void numbers_row(const struct numbers *numbers, json_t *params, double *row);

/* Whether parameter i is active, its parent's number being in the row. */
bool numbers_active(const struct numbers *numbers, size_t i, const double *row);

#endif
