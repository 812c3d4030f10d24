#include "grid.h"

#include <stdlib.h>
#include <string.h>

#include "terminal.h"
#include "xalloc.h"

enum {
	TEXT_LEAST = 8,  /* columns of a text that is cut, with three points */
	WHOLE_MOST = 32, /* no number or time that we write has more */
};

struct grid_column {
	struct buf heading;
	bool right;
	size_t width; /* of the widest cell, or the heading */
	size_t least; /* below which something whole would be cut */
};

static size_t
smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t
larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

void
grid_release(struct grid *grid)
{
	for (size_t i = 0; i < grid->n; i++)
		buf_release(&grid->columns[i].heading);
	free(grid->columns);
	free(grid->ends);
	buf_release(&grid->text);
	*grid = (struct grid){0};
}

void
grid_column(struct grid *grid, const char *heading, bool right)
{
	struct grid_column c = {.right = right};

	buf_puts(&c.heading, heading);
	c.width = c.least = terminal_width(&c.heading);
	grid->columns =
	    xreallocarray(grid->columns, grid->n + 1, sizeof(*grid->columns));
	grid->columns[grid->n++] = c;
}

void
grid_cell(struct grid *grid, const struct buf *text, bool whole)
{
	struct grid_column *c = &grid->columns[grid->cells % grid->n];
	const size_t width = terminal_width(text);

	if (grid->cells == grid->cap) {
		grid->cap = grid->cap > 0 ? 2 * grid->cap : 64;
		grid->ends =
		    xreallocarray(grid->ends, grid->cap, sizeof(*grid->ends));
	}
	buf_add(&grid->text, text->data, text->len);
	grid->ends[grid->cells++] = grid->text.len;
	c->width = larger(c->width, width);
	c->least =
	    larger(c->least, smaller(width, whole ? WHOLE_MOST : TEXT_LEAST));
}

/* The widest column that may be narrower, or NULL. */
static size_t *
find_widest(const struct grid *grid, size_t *widths)
{
	size_t *widest = NULL;

	for (size_t i = 0; i < grid->n; i++)
		if (widths[i] > grid->columns[i].least &&
		    (!widest || widths[i] > *widest))
			widest = &widths[i];
	return widest;
}

/* The width of each column, so that lines have at most so many; to be freed. */
static size_t *
find_widths(const struct grid *grid, size_t width)
{
	size_t *widths = xcalloc(grid->n, sizeof(*widths));
	size_t all = grid->n - 1, least = all;

	for (size_t i = 0; i < grid->n; i++) {
		const struct grid_column *c = &grid->columns[i];

		widths[i] = width > 0 ? smaller(c->width, width) : c->width;
		all += widths[i];
		least += c->least;
	}
	if (width > 0 && least <= width)
		for (; all > width; all--)
			--*find_widest(grid, widths);
	return widths;
}

static void
add_blanks(struct buf *out, size_t n)
{
	static const char blanks[] = "                                ";

	for (; n >= sizeof(blanks); n -= sizeof(blanks) - 1)
		buf_add(out, blanks, sizeof(blanks) - 1);
	buf_add(out, blanks, n);
}

/* Append a cell, cut if need be; *gap: blanks that are due before it. */
static void
add_cell(struct buf *out, const struct buf *text, bool right, size_t width,
    size_t *gap)
{
	struct buf cut = {0};
	size_t used = terminal_width(text);

	if (used > width) {
		buf_add(&cut, text->data, text->len);
		terminal_cut(&cut, width);
		text = &cut;
		used = terminal_width(text);
	}
	if (used > 0) {
		add_blanks(out, *gap + (right ? width - used : 0));
		buf_add(out, text->data, text->len);
		*gap = 0;
	}
	*gap += 1 + (right && used > 0 ? 0 : width - used);
	buf_release(&cut);
}

static void
add_headings(const struct grid *grid, const size_t *widths, struct buf *out)
{
	size_t gap = 0;

	for (size_t i = 0; i < grid->n; i++)
		add_cell(out, &grid->columns[i].heading, grid->columns[i].right,
		    widths[i], &gap);
	buf_puts(out, "\n");
}

void
grid_write(const struct grid *grid, size_t width, struct buf *out)
{
	size_t *widths, at = 0, gap = 0;

	if (grid->cells == 0)
		return;
	widths = find_widths(grid, width);
	add_headings(grid, widths, out);
	for (size_t k = 0; k < grid->cells; k++) {
		const size_t i = k % grid->n;
		const struct buf text = {.len = grid->ends[k] - at,
		    .data = grid->text.data ? grid->text.data + at : NULL};

		add_cell(out, &text, grid->columns[i].right, widths[i], &gap);
		at = grid->ends[k];
		if (i + 1 == grid->n) {
			buf_puts(out, "\n");
			gap = 0;
		}
	}
	free(widths);
}
