/* The end of what every writer does under the lock for appending. */
#ifndef HPO_APPEND_H
#define HPO_APPEND_H
#include <stddef.h>

#include "die.h"
#include "history.h"

/*
 * Write what history_add() added since the text was `before` bytes long, give
 * up LOG_APPEND, and sync.  Returns 0 when all is on the disk, or -1 with *e
 * set.
 */
int append_end(struct history *h, size_t before, struct err *e);

#endif
