/*
 * Columns of text under headings, by libsmartcols; this and grid.c are the
 * only files that know it.
 */
#ifndef HPO_GRID_H
#define HPO_GRID_H
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "die.h"

struct grid; /* made by grid_alloc() */

struct grid *grid_alloc(void);
void grid_free(struct grid *grid); /* NULL is fine */

/*
 * Add a column; before the first row.  heading is clean text; cells stand at
 * the right if so; long ones may be cut where the width is limited.
 */
void grid_column(struct grid *grid, const char *heading, bool right);

/* Begin a row, then fill its cells, from 0; text is clean and is copied. */
void grid_row(struct grid *grid);
void grid_cell(struct grid *grid, size_t column, const char *text);

/*
 * Append it, a line a row; width in columns of a terminal, 0: as wide as it
 * is.  Returns 0, or -1 with *e set.
 */
int grid_write(struct grid *grid, size_t width, struct buf *out, struct err *e);

#endif
