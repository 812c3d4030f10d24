/* The line that ends a trial as failed. */
#ifndef HPO_FAILED_H
#define HPO_FAILED_H
#include <jansson.h>

#include "history.h"

/* For this reason, with what is good of the metrics of object (or NULL). */
json_t *failed_line(
    const struct trial *trial, json_t *object, const char *reason);

/* Set key of object to the time now. */
void set_now(json_t *object, const char *key);

#endif
