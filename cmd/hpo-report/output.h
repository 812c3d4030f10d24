/* Where a report goes. */
#ifndef HPO_OUTPUT_H
#define HPO_OUTPUT_H
#include <stdbool.h>

#include "buf.h"
#include "die.h"

/*
 * Write data to the file path, whole or not at all, or to standard output if
 * path is NULL.  What is there and no regular file (a pipe, a device) is
 * written to, not replaced.  Returns 0, or -1 with *e set.
 */
int output_write(const char *path, const struct buf *data, struct err *e);

/* Whether path names the file that is open as fd. */
bool output_is(const char *path, int fd);

#endif
