#include "grid.h"

#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>

#include "terminal.h"
#include "xalloc.h"

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
	const int flags = right ? SCOLS_FL_RIGHT : SCOLS_FL_TRUNC;

	need(scols_table_new_column(grid->table, heading, 0, flags) != NULL);
}

void
grid_row(struct grid *grid)
{
	grid->line = scols_table_new_line(grid->table, NULL);
	need(grid->line != NULL);
}

void
grid_cell(struct grid *grid, size_t column, const char *text)
{
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
