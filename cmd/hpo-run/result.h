/*
 * What a payload says of its trial: the metrics, from the lines of
 * HPO_REPORT, from patterns on its output, or from the last line of it.
 *
 * A value that is not finite is kept as a JSON string, "nan" or "inf", until
 * it is judged; all others are JSON numbers, whole ones whole.
 */
#ifndef HPO_RESULT_H
#define HPO_RESULT_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/*
 * The number that all of text is, blanks aside, or NULL.  Text around a number
 * makes it none.
 */
json_t *result_number(const char *text, size_t len);

/*
 * The metrics on a line that is a JSON object: those of its `metrics`, or else
 * every number at its top but `step`, `trial` and `attempt`.  A bare NaN or
 * Infinity and numbers beyond doubles are taken, unlike elsewhere.  *step is
 * set to the line's, or -1.  NULL if the line is no object.
 */
json_t *result_metrics(const char *line, size_t len, double *step);

/* All zero but is nothing said so far. */
struct result {
	json_t *final;   /* of the last line of HPO_REPORT without a step */
	json_t *steps;   /* each metric's value on its last step line */
	json_t *last;    /* of the last step line, finite ones only */
	json_t *matched; /* by patterns, the last of each */
};

void result_release(struct result *r);

/*
 * Take a step line's metrics, which are not consumed.  The finite ones are left
 * in r->last, and the name of one that was not in *odd (NULL if all were).
 */
void result_step(struct result *r, json_t *metrics, const char **odd);

/* Arrays of names: metrics that must be there, and that must be finite. */
struct wanted {
	json_t *objectives;
	json_t *constrained; /* NULL: none */
};

/*
 * The metrics of a payload that ended well, from r and the last line of its
 * output (NULL: none).  Returns a new object of finite numbers with each
 * objective; or NULL, *reason beginning with "no result" or "nonfinite: NAME",
 * a metric of a constraint being such a NAME, too.  Other metrics that are not
 * finite are left out and their names appended to *left_out, with commas.
 */
json_t *result_judge(const struct result *r, const char *last_line, size_t len,
    const struct wanted *wanted, struct buf *left_out, struct buf *reason);

#endif
