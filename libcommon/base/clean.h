/*
 * Text that came from elsewhere, made safe for a terminal.  These become \xNN:
 * control characters (C0, DEL, C1), marks that turn the direction of writing,
 * what else is not seen or joins its neighbours (zero-width spaces and joiners,
 * variation selectors, tags), more than CLEAN_MARKS combining marks in a row,
 * and bytes that are not UTF-8.
 */
#ifndef HPO_CLEAN_H
#define HPO_CLEAN_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

/* As many as a Hebrew letter has with its dot, point and accent; a pile of them
 * reaches into the lines above and below. */
enum { CLEAN_MARKS = 4 };

/* Append the len bytes of text, cleaned.  Newlines and tabs stay. */
void clean_text(struct buf *out, const char *text, size_t len);

/* The same for one line: newlines and tabs are written \x0a and \x09 too. */
void clean_line(struct buf *out, const char *text, size_t len);

/* Whether c is shown, where it is alone and between letters. */
bool clean_harmless(uint32_t c);

/*
 * The length of the UTF-8 sequence that text begins with, 1 to 4, by RFC 3629
 * (no surrogates, nothing overlong); 0 if there is none within len bytes.
 */
size_t utf8_length(const char *text, size_t len);

/* The character of a sequence of n bytes for which utf8_length() gave n > 0. */
uint32_t utf8_decode(const char *text, size_t n);

#endif
