/* A value of a trial as a table shows it, from its JSON text. */
#ifndef HPO_CELL_H
#define HPO_CELL_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "history.h"

enum { CELL_OWN = 24 }; /* bytes: an int, or the name of a state as JSON */

struct cell {
	const char *text; /* JSON: of the log, or own; not terminated */
	size_t len;       /* 0: the trial has no such value */
	char own[CELL_OWN];
};

/* Whether it is a number that a double holds, which is *x then. */
bool cell_number(const struct cell *cell, double *x);

/* Append it as programs get it: a string as it is, anything else as JSON. */
void cell_exact(struct buf *out, const struct cell *cell);

/* The same, but numbers that are not whole have only so many digits. */
void cell_rounded(struct buf *out, const struct cell *cell, int digits);

/* The value, a new reference; NULL if there is none. */
json_t *cell_json(const struct cell *cell);

#endif
