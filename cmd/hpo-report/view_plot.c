/* Pictures, drawn by gnuplot. */
#include <stdlib.h>
#include <string.h>

#include "gnuplot.h"
#include "plot.h"
#include "terminal.h"
#include "view.h"

static const struct plot *const kinds[] = {
    &plot_history,
    NULL,
};

/* Append the script, for canvas; says so if there is nothing to draw. */
static bool
draw(struct report *r, const struct canvas *canvas, struct buf *script)
{
	const bool any = r->options->kind->draw(script, r->history, canvas);

	if (!any)
		view_say(r, "no trial has a result yet");
	return any;
}

/* Draw on what the line terminal sets. */
static enum status
run(struct report *r, const struct canvas *canvas, const char *terminal)
{
	struct buf script = {0};
	struct err e = {0};
	enum status status = STATUS_NO;

	buf_puts(&script, terminal);
	if (draw(r, canvas, &script)) {
		status = STATUS_OK;
		if (gnuplot_run(&script, &r->out, &e) == -1) {
			warn("%s", e.text);
			status = e.status;
		}
	}
	buf_release(&script);
	return status;
}

/* gnuplot begins with a form feed, and fills its lines with blanks. */
static void
trim(struct buf *out)
{
	char *text = buf_steal(out);

	terminal_trim(out, text + strspn(text, "\f"));
	free(text);
}

static enum status
show_terminal(struct report *r)
{
	const struct canvas canvas = {.letters = true, .local = r->terminal};
	const bool colours = r->terminal && terminal_colours();
	const struct terminal_size size = terminal_size();
	struct buf terminal = {0};
	enum status status;

	/* A row is left for the prompt that follows. */
	buf_printf(&terminal,
	    "set terminal dumb size %d,%d nofeed noenhanced %s\n", size.columns,
	    size.rows - r->terminal, colours ? "ansi256" : "mono");
	r->painted = colours;
	status = run(r, &canvas, buf_text(&terminal));
	trim(&r->out);
	buf_release(&terminal);
	return status;
}

static enum status
show_svg(struct report *r)
{
	const struct canvas canvas = {0};

	return run(r, &canvas,
	    "set terminal svg size 960,540 noenhanced"
	    " font 'sans-serif,14' background '#ffffff'\n");
}

static enum status
show_png(struct report *r)
{
	const struct canvas canvas = {0};

	return run(r, &canvas,
	    "set terminal pngcairo size 1200,675 noenhanced"
	    " font 'sans,13' pointscale 1.6 background '#ffffff'\n");
}

/* For who wants to change it: gnuplot -p FILE shows it in a window. */
static enum status
show_script(struct report *r)
{
	const struct canvas canvas = {0};

	return draw(r, &canvas, &r->out) ? STATUS_OK : STATUS_NO;
}

static const struct format formats[] = {
    {"terminal", ".txt", false, show_terminal},
    {"svg", ".svg", false, show_svg},
    {"png", ".png", true, show_png},
    {"gnuplot", ".gp .gnuplot", false, show_script},
    {0},
};

const struct view view_plot = {
    .name = "plot",
    .summary = "pictures, by gnuplot",
    .formats = formats,
    .kinds = kinds,
    .flags = VIEW_SUFFIX,
};
