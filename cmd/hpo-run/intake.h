/* What comes in: lines that are read, begun, held, or given back. */
#ifndef HPO_INTAKE_H
#define HPO_INTAKE_H
#include <stdbool.h>
#include <stddef.h>

#include "run.h"

/* Take lines of those that were read, as long as there is something to do with
 * them. */
void intake_lines(struct run *run);

/* Read what has come. */
void intake_read(struct run *run);

/* Have standard input watched if lines are wanted, and else not. */
void intake_watch(struct run *run);

/* Begin what was held, if it may by now. */
void intake_held(struct run *run);

/* Whether one more payload may run, and has a place. */
bool intake_room(const struct run *run);

/* How many lines were read and not taken. */
size_t intake_waiting(const struct run *run);

#endif
