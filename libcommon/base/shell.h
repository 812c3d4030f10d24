/* A point as words for a shell: of a command line, or of its environment. */
#ifndef HPO_SHELL_H
#define HPO_SHELL_H
#include <jansson.h>

#include "buf.h"

/*
 * Append text as one word, in '...' where sh(1) would see more than letters.
 * A newline would end the line that `while read` reads, so printf(1) puts it
 * in when the word is evaluated; those at the end of text are lost by that.
 */
void shell_quote(struct buf *out, const char *text);

/* Append --NAME=VALUE for each parameter of params, a space between them. */
void shell_args(struct buf *out, json_t *params);

/* Append " HPO_P_NAME=VALUE" for each parameter of params. */
void shell_env(struct buf *out, json_t *params);

/* Append HPO_P_NAME: capitals, digits and underscores only. */
void shell_variable(struct buf *out, const char *name);

/* A value as programs get it: a string as it is, anything else as JSON. */
void shell_value(struct buf *out, json_t *value);

#endif
