#include "grid.h"

#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <string.h>

#include "terminal.h"
#include "xalloc.h"

enum { NARROW = 16 }; /* columns of a terminal that any text may take */

struct grid {
	struct libscols_table *table;
	struct libscols_line *line; /* the last row */
};

/* libsmartcols returns what only a lack of memory explains. */
static void
need(bool fine)
{
	if (!fine)
		out_of_memory();
}

struct grid *
grid_alloc(void)
{
	struct grid *grid = xcalloc(1, sizeof(*grid));

	grid->table = scols_new_table();
	need(grid->table != NULL);
	/* Texts come clean; its own escaping would spoil what is not ASCII. */
	need(scols_table_enable_noencoding(grid->table, 1) == 0);
	return grid;
}

void
grid_free(struct grid *grid)
{
	if (grid)
		scols_unref_table(grid->table);
	free(grid);
}

void
grid_column(struct grid *grid, const char *heading, bool right)
{
	const int flags = right ? SCOLS_FL_RIGHT : 0;

	need(scols_table_new_column(grid->table, heading, 0, flags) != NULL);
}

void
grid_row(struct grid *grid)
{
	grid->line = scols_table_new_line(grid->table, NULL);
	need(grid->line != NULL);
}

/* Only columns with a long text are cut, so that none of these eats the words
 * beside it.  Texts have no more columns than bytes. */
static void
allow_cut(struct libscols_column *column)
{
	const int flags = scols_column_get_flags(column);

	if (!(flags & (SCOLS_FL_RIGHT | SCOLS_FL_TRUNC)))
		need(scols_column_set_flags(column, flags | SCOLS_FL_TRUNC) ==
		     0);
}

void
grid_cell(struct grid *grid, size_t column, const char *text)
{
	if (strnlen(text, NARROW + 1) > NARROW)
		allow_cut(scols_table_get_column(grid->table, column));
	need(scols_line_set_data(grid->line, column, text) == 0);
}

int
grid_write(struct grid *grid, size_t width, struct buf *out, struct err *e)
{
	char *text = NULL;

	scols_table_set_termforce(grid->table,
	    width > 0 ? SCOLS_TERMFORCE_ALWAYS : SCOLS_TERMFORCE_NEVER);
	if (width > 0)
		scols_table_set_termwidth(grid->table, width);
	if (scols_print_table_to_string(grid->table, &text) != 0)
		return err_sys(e, "cannot lay out the table");
	need(text != NULL); /* there was none for open_memstream(3) */
	terminal_trim(out, text);
	free(text);
	return 0;
}
