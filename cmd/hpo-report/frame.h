/*
 * What the kinds of pictures have in common: the title, the axis of the first
 * objective, and the key of one that is made of letters.
 */
#ifndef HPO_FRAME_H
#define HPO_FRAME_H
#include <stddef.h>

#include "axes.h"
#include "buf.h"
#include "plot.h"
#include "range.h"
#include "rows.h"

/* Parts of what the values span that are left free beside them. */
struct room {
	double below, above;
};

/*
 * The rows around a picture of letters, as gnuplot counts margins: title and
 * objective above it; tics, name of the axis, and key below.
 */
enum { FRAME_TOP = 2, FRAME_BOTTOM = 3 };

/*
 * The room of a picture of letters: a row and a half above, so that what is
 * best of a maximised objective keeps clear of the border, and two below, of
 * which one is for marks.  c->height is at least 11.
 */
struct room frame_room(const struct canvas *c);

/* Where in it the row of marks is, from 0 at the lower border to 1. */
double frame_marks(const struct canvas *c);

/* The axis for the values of rows, of which there is one at least.  O(n). */
struct range frame_range(const struct rows *rows, struct room room);

/*
 * Append the title as a string with noenhanced: the name of the study; how many
 * of its parameters are shown, if axes is not NULL and not all are; and that
 * values are drawn at the end of what an axis can have, if any is beyond.
 * O(n).
 */
void frame_title(struct buf *script, const struct study *study,
    const struct rows *rows, const struct axes *axes, const struct canvas *c);

/* What a letter stands for. */
struct mark {
	const char *name;
	char letter;
};

/*
 * Append a key in letters below all else: gnuplot's own takes a row for each
 * mark where they are not wide enough.  One row if the marks fit it.
 */
void frame_key(struct buf *script, const struct mark *marks, size_t n,
    const struct canvas *c);

#endif
