/*
 * Text that came from elsewhere, made safe for a terminal: control characters
 * (C0 but tab and newline, DEL, C1), marks that turn the direction of writing
 * and bytes that are not UTF-8 become \xNN.
 */
#ifndef HPO_CLEAN_H
#define HPO_CLEAN_H
#include <stddef.h>

#include "buf.h"

/* Append the len bytes of text, cleaned.  A newline stays if it may. */
void clean_text(struct buf *out, const char *text, size_t len);

/* The same for one line: newlines and tabs are written \x0a and \x09 too. */
void clean_line(struct buf *out, const char *text, size_t len);

/*
 * The length of the UTF-8 sequence that text begins with, 1 to 4, by RFC 3629
 * (no surrogates, nothing overlong); 0 if there is none within len bytes.
 */
size_t utf8_length(const char *text, size_t len);

#endif
