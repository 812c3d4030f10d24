/* All trials, a line each. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "columns.h"
#include "grid.h"
#include "jsonl.h"
#include "shell.h"
#include "terminal.h"
#include "view.h"
#include "xalloc.h"

enum { DIGITS = 6 }; /* of a number shown to people */

/* Write one trial; cells may be NULL. */
typedef void write_cells(
    void *to, const struct columns *c, json_t *const *cells);

/* Hand each trial's cells to write. */
static void
walk(const struct columns *c, struct history *h, write_cells *write, void *to)
{
	const size_t n = history_count(h);
	json_t **cells = xcalloc(c->n, sizeof(json_t *));

	for (size_t i = 0; i < n; i++) {
		columns_read(c, h, history_at(h, i), cells);
		write(to, c, cells);
		for (size_t k = 0; k < c->n; k++)
			json_decref(cells[k]);
	}
	free(cells);
}

/* The columns asked for; false if there are none such, which is said. */
static bool
parse(struct report *r, struct columns *c)
{
	struct err e = {0};

	if (columns_parse(c, r->options->columns, r->history, &e) == 0)
		return true;
	warn("%s", e.text);
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
write_csv(void *to, const struct columns *c, json_t *const *cells)
{
	struct buf *out = to;

	for (size_t i = 0; i < c->n; i++) {
		struct buf text = {0};

		if (cells[i])
			shell_value(&text, cells[i]);
		if (i > 0)
			buf_puts(out, ",");
		add_field(out, buf_text(&text));
		buf_release(&text);
	}
	buf_puts(out, "\n");
}

static enum status
show_csv(struct report *r)
{
	struct columns c;

	if (!parse(r, &c))
		return STATUS_INPUT;
	for (size_t i = 0; i < c.n; i++) {
		if (i > 0)
			buf_puts(&r->out, ",");
		add_field(&r->out, c.list[i].heading);
	}
	buf_puts(&r->out, "\n");
	walk(&c, r->history, write_csv, &r->out);
	columns_release(&c);
	return STATUS_OK;
}

static void
write_json(void *to, const struct columns *c, json_t *const *cells)
{
	struct buf *out = to;
	json_t *object = jsonl_object();

	for (size_t i = 0; i < c->n; i++)
		if (cells[i])
			json_object_set(object, c->list[i].heading, cells[i]);
	jsonl_write(out, object);
	buf_puts(out, "\n");
	json_decref(object);
}

static enum status
show_json(struct report *r)
{
	struct columns c;

	if (!parse(r, &c))
		return STATUS_INPUT;
	walk(&c, r->history, write_json, &r->out);
	columns_release(&c);
	return STATUS_OK;
}

/* A number rounded for the eye, anything else as it is. */
static json_t *
shorten(json_t *value)
{
	char text[32];

	if (!json_is_real(value))
		return json_incref(value);
	snprintf(text, sizeof(text), "%.*g", DIGITS, json_real_value(value));
	return json_real(strtod(text, NULL));
}

static void
write_text(void *to, const struct columns *c, json_t *const *cells)
{
	struct grid *grid = to;

	grid_row(grid);
	for (size_t i = 0; i < c->n; i++) {
		struct buf text = {0}, shown = {0};
		json_t *value = shorten(cells[i]);

		if (value)
			shell_value(&text, value);
		terminal_line(&shown, text.data, text.len);
		grid_cell(grid, i, buf_text(&shown));
		json_decref(value);
		buf_release(&text);
		buf_release(&shown);
	}
}

static enum status
show_text(struct report *r)
{
	const size_t width = r->terminal ? (size_t)terminal_size().columns : 0;
	struct grid *grid;
	struct columns c;
	struct err e = {0};
	int rc;

	if (!parse(r, &c))
		return STATUS_INPUT;
	grid = grid_alloc();
	for (size_t i = 0; i < c.n; i++) {
		struct buf heading = {0};

		terminal_line(
		    &heading, c.list[i].heading, strlen(c.list[i].heading));
		grid_column(grid, buf_text(&heading), c.list[i].numeric);
		buf_release(&heading);
	}
	walk(&c, r->history, write_text, grid);
	rc = grid_write(grid, width, &r->out, &e);
	if (rc == -1)
		warn("%s", e.text);
	grid_free(grid);
	columns_release(&c);
	return rc == -1 ? e.status : STATUS_OK;
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
    .flags = VIEW_COLUMNS,
};
