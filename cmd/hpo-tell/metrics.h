/* What a line says of a trial's metrics, brought into the form of the file. */
#ifndef HPO_METRICS_H
#define HPO_METRICS_H
#include <jansson.h>
#include <stdbool.h>

#include "die.h"
#include "study.h"

/* The number that text holds, whole if written so, a new reference; a string
 * for metrics_clean() if it is not finite; NULL if text is no number. */
json_t *metrics_number(const char *text);

/* Whether value is a word for what is not finite, as tolerant.h writes it. */
bool metrics_is_not_finite(const json_t *value);

/* Leave out the other numbers of a line that are not finite. */
void metrics_drop(json_t *line);

/*
 * Take what is not finite out of line's metrics.  Returns the name of the
 * first objective among it, or metric of a constraint, borrowed from the study,
 * else NULL; the first
 * other name goes to *other, which is the caller's to free, else NULL.
 */
const char *metrics_clean(
    const struct study *study, json_t *line, char **other);

/* The first objective that metrics (may be NULL) has no number for, or NULL. */
const char *metrics_missing(const struct study *study, json_t *metrics);

#endif
