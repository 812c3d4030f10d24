/* What we know of the terminal, and text made fit for it. */
#ifndef HPO_TERMINAL_H
#define HPO_TERMINAL_H
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

struct terminal_size {
	int columns, rows;
};

/* That of standard output; 79 x 24 if it is no terminal or does not say. */
struct terminal_size terminal_size(void);

/* Whether standard output may get colours: NO_COLOR and TERM are heeded. */
bool terminal_colours(void);

/*
 * Append text, one line, by clean_line(); where the user's LC_CTYPE is not
 * UTF-8 what is not ASCII becomes \xNN too.
 */
void terminal_line(struct buf *out, const char *text, size_t len);

/* The same for a whole text in place, newlines and tabs being left. */
void terminal_text(struct buf *text);

/* The columns that clean text takes, by the user's LC_CTYPE. */
size_t terminal_width(const struct buf *text);

/* How many bytes of clean text take at most so many columns; whole letters. */
size_t terminal_fit(const struct buf *text, size_t columns);

/*
 * Cut clean text that takes more columns; what is cut ends in "...", unless
 * there would be more of it than of the text.
 */
void terminal_cut(struct buf *text, size_t columns);

/*
 * Append the lines of text without blanks at their ends, and without empty
 * lines at its own.
 */
void terminal_trim(struct buf *out, const char *text);

#endif
