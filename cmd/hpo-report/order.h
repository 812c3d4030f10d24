/* The trials in the order of some of their columns. */
#ifndef HPO_ORDER_H
#define HPO_ORDER_H
#include <stddef.h>

#include "die.h"
#include "history.h"

/*
 * All trials of h in the order that keys says, their number in *n; to be freed.
 * keys: columns as of columns_parse(), commas between, each with a blank and
 * ASC or DESC behind it or not; NULL: by number.  Numbers come by size and
 * before texts, those by bytes; what has no value comes last either way; of
 * equals the lower number comes first.  O(n log n).  NULL with *e set if there
 * is no such column.
 */
const struct trial **order_trials(
    const char *keys, struct history *h, size_t *n, struct err *e);

#endif
