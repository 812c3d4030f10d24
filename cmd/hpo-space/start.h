/* A trial file begun by its header. */
#ifndef HPO_START_H
#define HPO_START_H
#include <jansson.h>

#include "die.h"

/*
 * Make the file path of a canonical header, with a new id, unless there is one
 * whose last header is equal but for id and seq.  Returns 0; 1 if such a file
 * was there; -1 with *e set.
 */
int start_study(const char *path, json_t *header, struct err *e);

#endif
