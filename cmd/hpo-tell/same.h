/* Whether what is told is what the file has. */
#ifndef HPO_SAME_H
#define HPO_SAME_H
#include <jansson.h>
#include <stdbool.h>

#include "history.h"

/* Whether now are the params of trial, numbers compared by value. */
bool same_params(
    const struct history *h, const struct trial *trial, json_t *now);

/* Whether two objects (NULL: empty) have the same names and numbers. */
bool same_metrics(json_t *a, json_t *b);

#endif
