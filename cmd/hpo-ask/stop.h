/* When a search is over: the stop rules of hpo-space(5). */
#ifndef HPO_STOP_H
#define HPO_STOP_H
#include <stdbool.h>

#include "buf.h"
#include "history.h"

/*
 * Whether a rule that forbids to hand out anything has fired: `target` or
 * `failures`.  Why is appended to *why.
 */
bool stop_all(struct history *h, struct buf *why);

/* Whether `trials` forbids a new number, `given` having been given. */
bool stop_new(const struct study *study, json_int_t given, struct buf *why);

#endif
