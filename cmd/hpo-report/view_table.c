/* All trials, a line each. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "columns.h"
#include "grid.h"
#include "jsonl.h"
#include "order.h"
#include "terminal.h"
#include "view.h"
#include "xalloc.h"

enum { DIGITS = 6 }; /* of a number shown to people */

/* Write one trial. */
typedef void write_cells(
    void *to, const struct columns *c, const struct cell *cells);

/* What is shown: columns of trials. */
struct table {
	struct columns columns;
	const struct trial **trials; /* in their order */
	size_t n;
};

/* Hand each trial's cells to write. */
static void
walk(const struct table *t, const struct history *h, write_cells *write,
    void *to)
{
	const struct columns *c = &t->columns;
	struct cell *cells = xcalloc(c->n, sizeof(*cells));

	for (size_t i = 0; i < t->n; i++) {
		columns_read(c, h, t->trials[i], cells);
		write(to, c, cells);
	}
	free(cells);
}

static void
release(struct table *t)
{
	columns_release(&t->columns);
	free(t->trials);
}

/* What was asked for; false if there are no such columns, which is said. */
static bool
parse(struct report *r, struct table *t)
{
	const struct options *o = r->options;
	struct err e = {0};

	*t = (struct table){0};
	if (columns_parse(&t->columns, o->columns, r->history, &e) == -1) {
		warn("%s", e.text);
		return false;
	}
	t->trials = order_trials(o->order_by, r->history, &t->n, &e);
	if (t->trials)
		return true;
	warn("--order-by: %s", e.text);
	release(t);
	return false;
}

/* RFC 4180, 2.6 and 2.7. */
static void
add_field(struct buf *out, const char *text)
{
	if (!strpbrk(text, "\",\r\n")) {
		buf_puts(out, text);
		return;
	}
	buf_puts(out, "\"");
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buf_puts(out, "\"");
		buf_add(out, text, 1);
	}
	buf_puts(out, "\"");
}

static void
write_csv(void *to, const struct columns *c, const struct cell *cells)
{
	struct buf *out = to;

	struct buf text = {0};

	for (size_t i = 0; i < c->n; i++) {
		text.len = 0;
		cell_exact(&text, &cells[i]);
		if (i > 0)
			buf_puts(out, ",");
		add_field(out, buf_text(&text));
	}
	buf_puts(out, "\n");
	buf_release(&text);
}

static enum status
show_csv(struct report *r)
{
	struct table t;

	if (!parse(r, &t))
		return STATUS_INPUT;
	for (size_t i = 0; i < t.columns.n; i++) {
		if (i > 0)
			buf_puts(&r->out, ",");
		add_field(&r->out, t.columns.list[i].heading);
	}
	buf_puts(&r->out, "\n");
	walk(&t, r->history, write_csv, &r->out);
	release(&t);
	return STATUS_OK;
}

static void
write_json(void *to, const struct columns *c, const struct cell *cells)
{
	struct buf *out = to;
	json_t *object = jsonl_object();

	for (size_t i = 0; i < c->n; i++)
		if (cells[i].len > 0)
			json_object_set_new(
			    object, c->list[i].heading, cell_json(&cells[i]));
	jsonl_write(out, object);
	buf_puts(out, "\n");
	json_decref(object);
}

static enum status
show_json(struct report *r)
{
	struct table t;

	if (!parse(r, &t))
		return STATUS_INPUT;
	walk(&t, r->history, write_json, &r->out);
	release(&t);
	return STATUS_OK;
}

static void
write_text(void *to, const struct columns *c, const struct cell *cells)
{
	struct grid *grid = to;
	struct buf text = {0}, shown = {0};

	for (size_t i = 0; i < c->n; i++) {
		double x;

		text.len = shown.len = 0;
		cell_rounded(&text, &cells[i], DIGITS);
		terminal_line(&shown, text.data, text.len);
		grid_cell(grid, &shown,
		    !c->list[i].free || cell_number(&cells[i], &x));
	}
	buf_release(&text);
	buf_release(&shown);
}

static enum status
show_text(struct report *r)
{
	const size_t width = r->terminal ? (size_t)terminal_size().columns : 0;
	struct grid grid = {0};
	struct table t;

	if (!parse(r, &t))
		return STATUS_INPUT;
	for (size_t i = 0; i < t.columns.n; i++) {
		const struct column *c = &t.columns.list[i];
		struct buf heading = {0};

		terminal_line(&heading, c->heading, strlen(c->heading));
		grid_column(&grid, buf_text(&heading), c->numeric);
		buf_release(&heading);
	}
	walk(&t, r->history, write_text, &grid);
	grid_write(&grid, width, &r->out);
	grid_release(&grid);
	release(&t);
	return STATUS_OK;
}

static const struct format formats[] = {
    {"text", ".txt", false, show_text},
    {"csv", ".csv", false, show_csv},
    {"json", ".json .jsonl", false, show_json},
    {0},
};

const struct view view_table = {
    .name = "table",
    .summary = "all trials, a line each",
    .formats = formats,
    .flags = VIEW_COLUMNS | VIEW_ORDER,
};
