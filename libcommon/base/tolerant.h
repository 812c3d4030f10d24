/*
 * JSON as programs that do not mind RFC 8259 write it: bare NaN and Infinity
 * in any spelling of strtod(3), numbers beyond doubles, whole numbers beyond
 * 64 bits.  For what payloads say, never for the trial file.
 */
#ifndef HPO_TOLERANT_H
#define HPO_TOLERANT_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "die.h"

/*
 * Append the len bytes of line to out, words outside of strings replaced: what
 * is not finite, or overflows, by the string "NaN", "Infinity" or "-Infinity",
 * and a whole number beyond 64 bits by a real one.  All else is copied as it
 * is, well formed or not.  Returns whether anything was replaced.
 */
bool tolerant_copy(struct buf *out, const char *line, size_t len);

/*
 * As jsonl_parse(), but of what tolerant_copy() makes of the line if it does
 * not parse as it is.  A new reference, or NULL with *e set; its column is
 * then that of the line as it is.
 */
json_t *tolerant_parse(const char *line, size_t len, struct err *e);

#endif
