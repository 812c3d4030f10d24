/* What /proc says of a process. */
#ifndef HPO_PROC_H
#define HPO_PROC_H
#include <stdbool.h>
#include <sys/types.h>

#include "buf.h"

/* Whether there is a process, and not only what is left of one. */
bool proc_alive(pid_t pid);

/*
 * The environment that a process began with, each variable with a NUL behind
 * it, in *out; false if it is hidden, or none.  Waits up to 20 ms for one that
 * is becoming another program.
 */
bool proc_environ(pid_t pid, struct buf *out);

/* The value of name in an environment, or NULL; part of it. */
const char *proc_value(const struct buf *environ_of, const char *name);

#endif
