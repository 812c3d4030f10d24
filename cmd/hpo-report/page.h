/* Lines of "label  text" for people. */
#ifndef HPO_PAGE_H
#define HPO_PAGE_H
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "history.h"

struct page {
	struct buf *out;
	size_t width; /* columns of a terminal; 0: there is none */
};

enum { PAGE_LABEL = 11 }; /* columns */

/*
 * Append a line; text may be anything, is made clean and cut to the width, or
 * where there is none to 1000 columns, and is released.  label may be "".
 */
void page_line(struct page *p, const char *label, struct buf *text);

/*
 * Append words of a shell with blanks between, made clean; where there is a
 * width, lines are broken by a backslash, as sh(1) takes it.  Would they take
 * more than `lines` then, nothing is appended and false returned.
 */
bool page_words(struct page *p, const char *label, const struct buf *words,
    size_t n, size_t lines);

/* Append x as JSON writes it, whole numbers without a point. */
void page_number(struct buf *text, double x);

/* Append what the span of h stands for, of a string what is between quotes. */
void page_span(struct buf *text, const struct history *h, struct span s);

/* Append a time as trials have it, as 2026-11-24 07:00:02Z if it is one. */
void page_time(struct buf *text, const struct history *h, struct span s);

#endif
