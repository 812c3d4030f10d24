/* The first objective of each trial against each of its parameters. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "axes.h"
#include "frame.h"
#include "gnuplot.h"
#include "plot.h"
#include "range.h"
#include "raster.h"
#include "rows.h"
#include "xalloc.h"

enum {
	LETTERS_HEIGHT = 15, /* rows of a plot made of letters */
	LETTERS_ASIDE = 14,  /* columns that labels take there */
	LETTERS_LEFT = 10,   /* of these on the left */
	TITLE = 56,          /* points of a picture: above the panels ... */
	LEGEND = 50,         /* ... and below */
	TALL = 400,          /* of a panel in one row of them */
	LOW = 245,           /* of one in several rows */
	LEFT = 90,           /* for the labels of the first column, of which */
	NAME = 14,           /* the objective's name has its middle here */
	BETWEEN = 14,        /* free in a panel on the left, ... */
	RIGHT = 16,          /* ... on the right, ... */
	BOTTOM = 58,         /* ... below, for labels, ... */
	TOP = 8,             /* ... and above */
	LETTER = 8,          /* width of one, as a rule */
	CELLS_X = 120,       /* of a panel, finer than its points */
	CELLS_Y = 60,
	MANY = 300, /* trials of which none is left out */
};

/* What is drawn of a panel; the best trial comes last, upon all others. */
enum layer { TRIALS, PRUNED, INFEASIBLE, FAILED, BEST, LAYERS };

/* Trials without a value are marked in a strip below all values. */
static const struct room room = {.below = 0.16, .above = 0.05};

/* How a layer is drawn, the place being y in the data or the strip. */
struct style {
	const char *place, *points;
};

#define STRIP "(strip) axes x1y2"

static const struct {
	const char *name;
	struct style picture, letters;
} layers[LAYERS] = {
    [TRIALS] = {"trial",
	{"2", "points pointtype 7 pointsize 0.5 linecolor '#9dbde3'"},
	{"2", "points pointtype 'o' linecolor '#87afd7'"}},
    [PRUNED] = {"pruned",
	{"(0.1) axes x1y2",
	    "points pointtype 6 pointsize 0.5 linecolor '#8a8a8a'"},
	{STRIP, "points pointtype 'p' linecolor '#949494'"}},
    [INFEASIBLE] = {"infeasible",
	{"(0.07) axes x1y2",
	    "points pointtype 8 pointsize 0.6 linecolor '#d9a441'"},
	{STRIP, "points pointtype 'i' linecolor '#d7af5f'"}},
    [FAILED] = {"failed",
	{"(0.04) axes x1y2", "points pointtype 2 pointsize 0.6 "
			     "linewidth 1.5 linecolor '#d1495b'"},
	{STRIP, "points pointtype 'x' linecolor '#d75f5f'"}},
    [BEST] = {"best",
	{"2", "points pointtype 7 pointsize 1.1 linecolor '#1b4f8f'"},
	{"2", "points pointtype '#' linecolor '#005faf'"}},
};

/* The points of one parameter. */
struct panel {
	struct buf points[LAYERS];
	struct raster taken[LAYERS];
};

struct slice {
	const struct canvas *canvas;
	struct history *history;
	struct rows rows;
	struct axes axes;
	struct panel *panels; /* one an axis */
	struct range y;
	size_t counts[LAYERS];
	size_t columns, lines; /* of panels */
};

static size_t
count_columns(size_t n)
{
	const size_t most = 4, three = 6;

	if (n <= 3)
		return n;
	return n == most ? 2 : n <= three ? 3 : most;
}

static void
fit(const struct history *h, struct canvas *c)
{
	struct axes axes;
	size_t columns, lines;

	axes_init(&axes, &h->study.space);
	columns = count_columns(axes.n);
	lines = (axes.n + columns - 1) / columns;
	if (c->letters)
		c->height = LETTERS_HEIGHT;
	else
		c->height =
		    TITLE + LEGEND + (int)lines * (lines > 1 ? LOW : TALL);
	axes_release(&axes);
}

/* The layer of a row, or LAYERS if it is not drawn. */
static enum layer
layer_of(const struct row *row, const struct row *best)
{
	if (row == best)
		return BEST;
	if (!isnan(row->value))
		return TRIALS;
	if (row->infeasible)
		return INFEASIBLE;
	if (row->trial->state == TRIAL_FAILED)
		return FAILED;
	return row->trial->state == TRIAL_PRUNED ? PRUNED : LAYERS;
}

static void
add_row(struct slice *s, const struct row *row, enum layer layer)
{
	json_t *params = history_json(s->history, row->trial->params);
	const double y =
	    isnan(row->value) ? 0 : range_position(&s->y, row->value);

	s->counts[layer]++;
	for (size_t i = 0; i < s->axes.n; i++) {
		const struct param *p = s->axes.list[i];
		struct panel *panel = &s->panels[i];
		json_t *value = axes_value(&s->axes, i, params);
		const double x = axes_x(p, value, row->trial->number);
		const double part = axes_part(p, value, x);

		json_decref(value);
		if (isnan(x) ||
		    (s->rows.n > MANY &&
			!raster_take(&panel->taken[layer], part, y)))
			continue;
		buf_printf(&panel->points[layer], "%.15g %.15g\n", x,
		    isnan(row->value) ? 0 : range_bounded(row->value));
	}
	json_decref(params);
}

static void
collect(struct slice *s)
{
	const struct row *best = rows_best(&s->rows);

	s->y = frame_range(
	    &s->rows, s->canvas->letters ? frame_room(s->canvas) : room);
	s->panels = xcalloc(s->axes.n, sizeof(*s->panels));
	for (size_t i = 0; i < s->axes.n; i++)
		for (int k = 0; k < LAYERS; k++)
			raster_init(&s->panels[i].taken[k], CELLS_X,
			    k == TRIALS ? CELLS_Y : 1);
	for (size_t i = 0; i < s->rows.n; i++) {
		const enum layer layer = layer_of(&s->rows.list[i], best);

		if (layer < LAYERS)
			add_row(s, &s->rows.list[i], layer);
	}
}

static void
release(struct slice *s)
{
	for (size_t i = 0; i < s->axes.n && s->panels; i++)
		for (int k = 0; k < LAYERS; k++) {
			buf_release(&s->panels[i].points[k]);
			raster_release(&s->panels[i].taken[k]);
		}
	free(s->panels);
	axes_release(&s->axes);
	rows_release(&s->rows);
}

static void
add_data(struct buf *script, const struct slice *s)
{
	for (size_t i = 0; i < s->axes.n; i++)
		for (int k = 0; k < LAYERS; k++) {
			const struct buf *points = &s->panels[i].points[k];

			if (points->len == 0)
				continue;
			buf_printf(
			    script, "$%s%zu << EOD\n", layers[k].name, i + 1);
			buf_add(script, points->data, points->len);
			buf_puts(script, "EOD\n");
		}
}

static const struct style *
style_of(const struct slice *s, int layer)
{
	return s->canvas->letters ? &layers[layer].letters
				  : &layers[layer].picture;
}

/* What explains the layers that are there, as parts of a plot. */
static void
add_key(struct buf *script, const struct slice *s)
{
	for (int k = 0; k < LAYERS; k++)
		if (s->counts[k] > 0)
			buf_printf(script, ", \\\n    NaN title '%s' with %s",
			    layers[k].name, style_of(s, k)->points);
}

/* The same for letters, which are quoted in their styles. */
static void
add_letters_key(struct buf *script, const struct slice *s)
{
	struct mark marks[LAYERS];
	size_t n = 0;

	for (int k = 0; k < LAYERS; k++)
		if (s->counts[k] > 0)
			marks[n++] = (struct mark){layers[k].name,
			    strchr(layers[k].letters.points, '\'')[1]};
	frame_key(script, marks, n, s->canvas);
}

/* The points of a panel; one without any is drawn, too. */
static void
add_plot(struct buf *script, const struct slice *s, size_t i)
{
	buf_puts(script, "plot NaN notitle");
	for (int k = 0; k < LAYERS; k++)
		if (s->panels[i].points[k].len > 0)
			buf_printf(script,
			    ", \\\n    $%s%zu using 1:%s notitle with %s",
			    layers[k].name, i + 1, style_of(s, k)->place,
			    style_of(s, k)->points);
}

/* The width and height of a panel with its labels, in points. */
static double
panel_width(const struct slice *s)
{
	return (s->canvas->width - LEFT) / (double)s->columns;
}

static double
panel_height(const struct slice *s)
{
	return (s->canvas->height - TITLE - LEGEND) / (double)s->lines;
}

/* The place of panel i, in parts of the picture. */
static void
add_place(struct buf *script, const struct slice *s, size_t i)
{
	const double width = s->canvas->width, height = s->canvas->height;
	const double w = panel_width(s), h = panel_height(s);
	const double x = LEFT + (double)(i % s->columns) * w;
	const size_t line = i / s->columns;
	const double y = height - TITLE - (double)line * h;

	buf_printf(script,
	    "set lmargin at screen %.4f\nset rmargin at screen %.4f\n"
	    "set tmargin at screen %.4f\nset bmargin at screen %.4f\n",
	    (x + BETWEEN) / width, (x + w - RIGHT) / width, (y - TOP) / height,
	    (y - h + BOTTOM) / height);
}

/*
 * Beside the first panel of a line the objective's name, whose place does not
 * depend on how wide the labels of tics are, as that of an axis does.
 */
static void
add_objective(struct buf *script, const struct slice *s, size_t i)
{
	const double height = panel_height(s) - TOP;

	if (i % s->columns > 0) {
		buf_puts(script, "unset label 1\nset format y ''\n");
		return;
	}
	buf_puts(script, "set label 1 ");
	gnuplot_quote(script, s->history->study.objectives[0].metric,
	    (size_t)(height / LETTER), s->canvas);
	buf_printf(script,
	    " noenhanced at screen %.4f, graph 0.5 center rotate\n"
	    "set format y '%%g'\n",
	    (double)NAME / s->canvas->width);
}

/* A panel below all others that has nothing but the key. */
static void
add_legend(struct buf *script, const struct slice *s)
{
	const double height = s->canvas->height;

	buf_printf(script,
	    "set lmargin at screen 0.02\nset rmargin at screen 0.98\n"
	    "set tmargin at screen %.4f\nset bmargin at screen 0\n"
	    "unset border\nunset tics\nunset xlabel\nunset label 1\n"
	    "set key at screen 0.5, screen %.4f center center horizontal\n"
	    "plot NaN notitle",
	    LEGEND / height, LEGEND / 2.0 / height);
	add_key(script, s);
	buf_puts(script, "\n");
}

/* One picture of many panels, which share the axis of the objective. */
static void
add_panels(struct buf *script, const struct slice *s)
{
	const struct canvas *c = s->canvas;
	const double w = panel_width(s);

	buf_puts(script, "unset key\n");
	for (size_t i = 0; i < s->axes.n; i++) {
		add_place(script, s, i);
		axes_set_x(script, s->axes.list[i], (size_t)w / LETTER - 3, c);
		buf_puts(script, "set xlabel ");
		gnuplot_quote(script, s->axes.list[i]->name,
		    (size_t)(w - RIGHT) / LETTER, c);
		buf_puts(script, " noenhanced offset 0,0.6\n");
		add_objective(script, s, i);
		add_plot(script, s, i);
		buf_puts(script, "\n");
	}
	add_legend(script, s);
}

/* One plot below the other: letters cannot stand beside each other. */
static void
add_pages(struct buf *script, const struct slice *s)
{
	const struct canvas *c = s->canvas;
	const size_t columns = (size_t)(c->width - LETTERS_ASIDE);

	buf_printf(script,
	    "set tmargin %d\nset bmargin %d\nset lmargin %d\nset rmargin 2\n"
	    "set tics scale 0.5\nset format y '%%g'\nset border back\n"
	    "unset key\nstrip = %g\nset label 1 ",
	    FRAME_TOP, FRAME_BOTTOM, LETTERS_LEFT, frame_marks(c));
	gnuplot_quote(
	    script, s->history->study.objectives[0].metric, columns, c);
	buf_puts(script, " noenhanced at graph 0, graph 1 offset -3,1\n");
	for (size_t i = 0; i < s->axes.n; i++) {
		axes_set_x(script, s->axes.list[i], columns, c);
		buf_puts(script, "set xlabel ");
		gnuplot_quote(script, s->axes.list[i]->name, columns, c);
		buf_puts(script, " noenhanced\n");
		if (i + 1 == s->axes.n)
			add_letters_key(script, s);
		add_plot(script, s, i);
		buf_puts(script, "\n");
	}
}

static void
add_title(struct buf *script, const struct slice *s)
{
	const bool letters = s->canvas->letters;

	buf_puts(script, letters ? "set title " : "set multiplot title ");
	frame_title(script, &s->history->study, &s->rows, &s->axes, s->canvas);
	buf_puts(script, letters ? " offset 0,1\n" : " font ',17'\n");
}

static void
add_frame(struct buf *script, const struct slice *s)
{
	buf_printf(script, "set yrange [%.15g:%.15g]\n", s->y.low, s->y.high);
	if (s->y.log)
		buf_puts(script, "set logscale y\n");
	buf_puts(script, "set y2range [0:1]\nset tics nomirror\n");
	if (!s->canvas->letters)
		buf_puts(script,
		    "set border 3 linecolor '#8a8a8a'\n"
		    "set tics out scale 0.6 textcolor '#444444' font ',11'\n"
		    "set grid ytics linetype 1 linecolor '#e6e6e6'\n");
}

static bool
draw(struct buf *script, struct history *h, const struct canvas *c)
{
	struct slice s = {.canvas = c, .history = h};
	bool any;

	rows_collect(&s.rows, h);
	axes_init(&s.axes, &h->study.space);
	any = s.rows.valued > 0;
	if (any) {
		s.columns = count_columns(s.axes.n);
		s.lines = (s.axes.n + s.columns - 1) / s.columns;
		collect(&s);
		add_data(script, &s);
		buf_puts(script, "set encoding utf8\n");
		add_title(script, &s);
		add_frame(script, &s);
		if (c->letters)
			add_pages(script, &s);
		else
			add_panels(script, &s);
		if (!c->letters)
			buf_puts(script, "unset multiplot\n");
	}
	release(&s);
	return any;
}

const struct plot plot_slice = {
    .name = "slice",
    .summary = "the objective against each parameter",
    .fit = fit,
    .draw = draw,
};
