/* How far each stop rule of the study is, and whether one has fired. */
#include "grid.h"
#include "jsonl.h"
#include "page.h"
#include "stop.h"
#include "terminal.h"
#include "view.h"

/* Write one rule that the study has. */
typedef void write_rule(
    void *to, const struct stop_rule *rule, struct stop_finding *f);

/* Hand each rule of the study to write; STATUS_NO if one has fired. */
static enum status
walk(struct report *r, write_rule *write, void *to)
{
	enum status status = STATUS_OK;

	for (const struct stop_rule *rule = stop_rules; rule->name; rule++) {
		struct stop_finding f = {0};

		rule->check(r->history, &f);
		if (f.set)
			write(to, rule, &f);
		if (f.fired)
			status = STATUS_NO;
		stop_release(&f);
	}
	return status;
}

static void
write_json(void *to, const struct stop_rule *rule, struct stop_finding *f)
{
	struct buf *out = to;
	struct buf why = {0};
	json_t *line = jsonl_object();

	json_object_set_new(line, "rule", json_string(rule->name));
	json_object_set_new(line, "fired", json_boolean(f->fired));
	json_object_set_new(
	    line, "forbids", json_string(rule->numbers ? "new" : "all"));
	if (f->limit > 0) {
		json_object_set_new(line, "done", page_json(f->done));
		json_object_set_new(line, "limit", page_json(f->limit));
	}
	stop_explain(&why, f);
	if (f->fired)
		json_object_set_new(line, "why", jsonl_string(buf_text(&why)));
	jsonl_write(out, line);
	buf_release(&why);
	buf_puts(out, "\n");
	json_decref(line);
}

static enum status
show_json(struct report *r)
{
	return walk(r, write_json, &r->out);
}

/* The rules as a table, and below it why those fired that have. */
struct sheet {
	struct grid grid;
	struct buf why;
};

static void
add_cell(struct grid *grid, const char *text)
{
	struct buf b = {0};

	buf_puts(&b, text);
	grid_cell(grid, &b, true);
	buf_release(&b);
}

static void
write_text(void *to, const struct stop_rule *rule, struct stop_finding *f)
{
	struct sheet *sheet = to;
	struct buf why = {0};

	add_cell(&sheet->grid, rule->name);
	add_cell(&sheet->grid, buf_text(&f->progress));
	add_cell(&sheet->grid, f->fired ? "fired" : "");
	if (!f->fired)
		return;
	buf_printf(&sheet->why, "%s: ", rule->name);
	stop_explain(&why, f);
	terminal_line(&sheet->why, why.data, why.len);
	buf_puts(&sheet->why, "\n");
	buf_release(&why);
}

static enum status
show_text(struct report *r)
{
	struct sheet sheet = {0};
	enum status status;

	grid_column(&sheet.grid, "rule", false);
	grid_column(&sheet.grid, "so far", false);
	grid_column(&sheet.grid, "", false);
	status = walk(r, write_text, &sheet);
	grid_write(&sheet.grid, 0, &r->out);
	buf_add(&r->out, sheet.why.data, sheet.why.len);
	buf_release(&sheet.why);
	grid_release(&sheet.grid);
	return status;
}

static const struct format formats[] = {
    {"text", ".txt", false, show_text},
    {"json", ".json .jsonl", false, show_json},
    {0},
};

const struct view view_stop = {
    .name = "stop",
    .summary = "how far the stop rules are; status 1: one has fired",
    .formats = formats,
};
