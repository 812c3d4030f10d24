#include "frame.h"

#include <math.h>
#include <string.h>

#include "gnuplot.h"

enum {
	TITLE_LETTER = 10, /* points of a picture that one of a title takes */
	NAME_LEAST = 8,    /* letters of a study's name */
	BETWEEN = 3,       /* blanks between the marks of a key, if they fit */
};

/* How many rows the upper border is above the lower one. */
static double
count_rows(const struct canvas *c)
{
	return c->height - FRAME_TOP - FRAME_BOTTOM - 1;
}

struct room
frame_room(const struct canvas *c)
{
	const double below = 2, above = 1.5;
	const double spanned = count_rows(c) - below - above;

	return (struct room){below / spanned, above / spanned};
}

double
frame_marks(const struct canvas *c)
{
	return 1 / count_rows(c);
}

struct range
frame_range(const struct rows *rows, struct room room)
{
	double low = INFINITY, high = -INFINITY;

	for (size_t i = 0; i < rows->n; i++) {
		/* of NAN and a number the number */
		low = fmin(low, rows->list[i].value);
		high = fmax(high, rows->list[i].value);
	}
	return range_around(low, high, room.below, room.above);
}

/* Append what has to be said of values that no axis can have. */
static void
note_bounded(struct buf *out, const struct rows *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		const double value = rows->list[i].value;

		if (isnan(value) || value == range_bounded(value))
			continue;
		buf_printf(out, ": values cut at %g", range_bounded(INFINITY));
		return;
	}
}

void
frame_title(struct buf *script, const struct study *study,
    const struct rows *rows, const struct axes *axes, const struct canvas *c)
{
	const size_t wide =
	    (size_t)(c->letters ? c->width : c->width / TITLE_LETTER);
	const size_t columns = wide < GNUPLOT_LABEL ? wide : GNUPLOT_LABEL;
	struct buf title = {0}, notes = {0};

	if (axes)
		axes_note(&notes, axes);
	note_bounded(&notes, rows);
	/* The name gives way to what has to be said. */
	gnuplot_clean(&title, *study->name != '\0' ? study->name : study->id,
	    columns > notes.len + NAME_LEAST ? columns - notes.len : NAME_LEAST,
	    c);
	buf_add(&title, notes.data, notes.len);
	gnuplot_quote(script, buf_text(&title), columns, c);
	buf_puts(script, " noenhanced");
	buf_release(&title);
	buf_release(&notes);
}

/* How many of the marks fit into a row of so many columns, but one at least. */
static size_t
fitting(const struct mark *marks, size_t n, size_t between, size_t columns)
{
	size_t used = 0, i;

	for (i = 0; i < n; i++) {
		used += (i > 0 ? between : 0) + strlen(marks[i].name) + 2;
		if (used > columns)
			break;
	}
	return i > 0 ? i : 1;
}

void
frame_key(struct buf *script, const struct mark *marks, size_t n,
    const struct canvas *c)
{
	const size_t columns = (size_t)c->width;
	const int between =
	    fitting(marks, n, BETWEEN, columns) >= n ? BETWEEN : 1;

	for (size_t row = 0; n > 0; row++) {
		/* The last marks go into the last row. */
		size_t here = fitting(marks, n, (size_t)between, columns);

		if (here < n)
			here = n - here;
		n -= here;
		buf_puts(script, "set label '");
		for (size_t i = n; i < n + here; i++)
			buf_printf(script, "%*s%s %c", i > n ? between : 0, "",
			    marks[i].name, marks[i].letter);
		buf_printf(script,
		    "' at screen 0.5, screen 0 center offset 0,%zu\n", row);
	}
}
