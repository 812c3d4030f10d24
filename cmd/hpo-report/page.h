/* Lines of "label  text" for people. */
#ifndef HPO_PAGE_H
#define HPO_PAGE_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "history.h"

struct page {
	struct buf *out;
	size_t width; /* columns of a terminal; 0: there is none */
};

enum {
	PAGE_LABEL = 11,  /* columns */
	PAGE_NARROW = 60, /* below, a page has no room for ornaments */
};

/*
 * Append a line, or two on a narrow page; text may be anything, is made clean
 * and cut to that, or where there is no terminal to 1000 columns, and is
 * released.  label may be "".
 */
void page_line(struct page *p, const char *label, struct buf *text);

/*
 * The same of text that is broken where it has blanks, or else anywhere, and
 * goes on behind the label; what takes more than four lines is cut.
 */
void page_text(struct page *p, const char *label, struct buf *text);

/*
 * The same of a command, which is neither cut nor broken: a terminal breaks
 * what is too long for it, and gives it back as one line.
 */
void page_command(struct page *p, const char *label, struct buf *text);

/* Whether p is narrow. */
bool page_is_narrow(const struct page *p);

/* Whether text, which is clean, is to be had in one line behind a label. */
bool page_has_room(const struct page *p, const struct buf *text);

/*
 * Append words of a shell with blanks between, made clean; where there is a
 * width, lines are broken by a backslash, as sh(1) takes it.  Would they take
 * more than `lines` then, nothing is appended and false returned.
 */
bool page_words(struct page *p, const char *label, const struct buf *words,
    size_t n, size_t lines);

/* A finite number as JSON, whole ones without a point; a new reference. */
json_t *page_json(double x);

/* Append x as JSON writes it, in this form. */
void page_number(struct buf *text, double x);

/* Append what the span of h stands for, of a string what is between quotes. */
void page_span(struct buf *text, const struct history *h, struct span s);

/* Append a time as trials have it, as 2026-11-24 07:00:02Z if it is one. */
void page_time(struct buf *text, const struct history *h, struct span s);

#endif
