/* Columns of text under headings. */
#ifndef HPO_GRID_H
#define HPO_GRID_H
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/* All zero is an empty one. */
struct grid {
	struct grid_column *columns;
	size_t n;
	struct buf text; /* of all cells, one behind the other, row by row */
	size_t *ends;    /* of each cell in it */
	size_t cells, cap;
};

void grid_release(struct grid *grid);

/*
 * Add a column; before the first cell.  heading is clean text; cells stand at
 * the right if so.
 */
void grid_column(struct grid *grid, const char *heading, bool right);

/*
 * Add the next cell, a row being full when all its columns have one.  text is
 * clean; if it is whole it is not to be cut where the width is limited.
 */
void grid_cell(struct grid *grid, const struct buf *text, bool whole);

/*
 * Append it, a line a row; nothing without a row.  width in columns of a
 * terminal, 0: as wide as it is.  What is too wide is cut where it is widest
 * and not whole, with a mark; if that is not enough, only what is wider than
 * the terminal.  O(cells).
 */
void grid_write(const struct grid *grid, size_t width, struct buf *out);

#endif
