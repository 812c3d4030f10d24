/*
 * A trial file that is reported, with --columns LIST and --order-by LIST in
 * lines before it: whatever the trials hold, nothing that a terminal obeys is
 * shown, JSON is JSON, and a table has a line a trial.
 */
#include <stdbool.h>
#include <string.h>

#include "clean.h"
#include "fuzz.h"
#include "jsonl.h"
#include "plot.h"
#include "study_file.h"
#include "terminal.h"
#include "view.h"

/* All but what gnuplot(1) draws. */
static bool
is_ours(const struct view *view, const struct format *format)
{
	return view != &view_plot || strcmp(format->name, "gnuplot") == 0;
}

static void
check_clean(struct buf *text)
{
	struct buf cleaned = {0};

	clean_text(&cleaned, buf_text(text), text->len);
	must(cleaned.len == text->len);
	must(memcmp(buf_text(&cleaned), buf_text(text), text->len) == 0);
	buf_release(&cleaned);
}

static void
check_json(struct buf *text)
{
	char *line = buf_text(text);

	for (char *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		struct err e = {0};
		json_t *value = jsonl_parse(line, (size_t)(end - line), &e);

		must(json_is_object(value));
		json_decref(value);
	}
	must(*line == '\0');
}

static void
show(struct report *r, const struct format *format)
{
	enum status status;

	status = format->show(r);
	must(status == STATUS_OK || status == STATUS_NO ||
	     status == STATUS_INPUT);
	if (status == STATUS_INPUT)
		must(r->options->columns || r->options->order_by);
	else if (strcmp(format->name, "json") == 0)
		check_json(&r->out);
	else if (r->options->view == &view_table && r->out.len > 0)
		must(buf_lines(&r->out) >= history_count(r->history));
	terminal_text(&r->out); /* as main() does for a terminal */
	check_clean(&r->out);
	buf_release(&r->out);
}

static void
show_all(struct history *h, const struct study_file *f)
{
	struct options o = {.count = 3,
	    .columns = study_file_option(f, "--columns"),
	    .order_by = study_file_option(f, "--order-by"),
	    .verbose = study_file_option(f, "-v") != NULL,
	    .trials = "-"};
	struct report r = {.history = h, .options = &o};

	for (size_t i = 0; views[i]; i++) {
		o.view = views[i];
		o.kind = views[i]->kinds ? views[i]->kinds[0] : NULL;
		for (o.format = o.view->formats; o.format->name; o.format++)
			if (is_ours(o.view, o.format))
				show(&r, o.format);
	}
}

/* The scripts for gnuplot; letters, and the letters that fonts have. */
static void
draw_all(struct history *h)
{
	const struct canvas canvases[] = {
	    {.letters = true, .local = true, .width = 79, .height = 24},
	    {.common = true, .width = 960, .height = 540}};

	for (size_t i = 0; view_plot.kinds[i]; i++)
		for (size_t k = 0; k < 2; k++) {
			const struct plot *plot = view_plot.kinds[i];
			struct canvas canvas = canvases[k];
			struct buf script = {0};

			if (plot->fit)
				plot->fit(h, &canvas);
			must(plot->draw(&script, h, &canvas) ==
			     (script.len > 0));
			check_clean(&script);
			buf_release(&script);
		}
}

static void
look_at(struct history *h, const struct study_file *f)
{
	show_all(h, f);
	draw_all(h);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	study_file_look(data, size, look_at);
	return 0;
}
