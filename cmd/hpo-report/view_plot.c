/* Pictures, drawn by gnuplot. */
#include <stdlib.h>

#include "gnuplot.h"
#include "plot.h"
#include "rows.h"
#include "terminal.h"
#include "view.h"

static const struct plot *const kinds[] = {
    &plot_history,
    &plot_slice,
    &plot_parallel,
    NULL,
};

/* A picture's size as a rule. */
static const struct canvas picture = {.width = 960, .height = 540};

/* Append the script, for canvas; says so if there is nothing to draw. */
static bool
draw(struct report *r, const struct canvas *canvas, struct buf *script)
{
	const bool any = r->options->kind->draw(script, r->history, canvas);

	if (!any)
		view_say(r, rows_none(&r->history->study));
	return any;
}

static void
fit(const struct report *r, struct canvas *canvas)
{
	if (r->options->kind->fit)
		r->options->kind->fit(r->history, canvas);
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

/*
 * gnuplot begins plots with form feeds where a newline has to be, and fills its
 * lines with blanks.
 */
static void
trim(struct buf *out)
{
	char *text = buf_steal(out);

	for (char *at = text; *at != '\0'; at++)
		if (*at == '\f')
			*at = '\n';
	terminal_trim(out, text);
	free(text);
}

static enum status
show_terminal(struct report *r)
{
	const bool colours = r->terminal && terminal_colours();
	const struct terminal_size size = terminal_size();
	struct canvas canvas = {
	    .letters = true,
	    .local = r->terminal,
	    .width = size.columns,
	    /* A row is left for the prompt that follows. */
	    .height = size.rows - r->terminal,
	};
	struct buf terminal = {0};
	enum status status;

	fit(r, &canvas);
	buf_printf(&terminal,
	    "set terminal dumb size %d,%d nofeed noenhanced %s\n", canvas.width,
	    canvas.height, colours ? "ansi256" : "mono");
	r->painted = colours;
	status = run(r, &canvas, buf_text(&terminal));
	trim(&r->out);
	buf_release(&terminal);
	return status;
}

/* A picture on the terminal that format, with a width and a height, sets. */
static enum status
show_picture(
    struct report *r, const char *format, double scale, struct canvas canvas)
{
	struct buf terminal = {0};
	enum status status;

	fit(r, &canvas);
	buf_printf(&terminal, "set terminal %s size %.0f,%.0f noenhanced\n",
	    format, canvas.width * scale, canvas.height * scale);
	status = run(r, &canvas, buf_text(&terminal));
	buf_release(&terminal);
	return status;
}

static enum status
show_svg(struct report *r)
{
	return show_picture(
	    r, "svg font 'sans-serif,14' background '#ffffff'", 1, picture);
}

static enum status
show_png(struct report *r)
{
	const double scale = 1.25; /* font and points are scaled as much */
	struct canvas canvas = picture;

	canvas.common = true;
	return show_picture(r,
	    "pngcairo font 'sans,13' pointscale 1.6 background '#ffffff'",
	    scale, canvas);
}

/* For who wants to change it: gnuplot -p FILE shows it in a window. */
static enum status
show_script(struct report *r)
{
	struct canvas canvas = picture;

	fit(r, &canvas);
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
