/* The first objective of each trial by its number, and the best so far. */
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "frame.h"
#include "gnuplot.h"
#include "plot.h"
#include "range.h"
#include "raster.h"
#include "rows.h"

/* The part of the x axis that is left free to either side of the points. */
static const double aside = 0.01;

enum layer_data { TRIALS, FAILED, PRUNED, INFEASIBLE, BEST, CHANGES };

struct layer {
	enum layer_data data;
	const char *style;
};

enum {
	LAYERS = 6,
	/* Finer than a point is wide, so that none is missed. */
	CELLS_X = 240,
	CELLS_Y = 100,
	LETTER = 9, /* points of a picture that one takes, at most as a rule */
	ASIDE = 7,  /* columns beside a plot made of letters */
	AROUND = 140, /* points of a picture above and below the plot */
};

struct look {
	const char *title;  /* options of its text */
	const char *metric; /* command before the name of the objective ... */
	const char *place;  /* ... and options behind it */
	const char *frame;
	struct layer layers[LAYERS]; /* drawn in this order; style NULL last */
};

static const struct look picture = {
    .title = " font ',17'",
    .metric = "set ylabel ",
    .place = "",
    .frame = "set border 3 linecolor '#8a8a8a'\n"
	     "set tics out textcolor '#444444'\n"
	     "set grid ytics linetype 1 linecolor '#e6e6e6'\n"
	     "set bmargin 5.6\n"
	     "set key at screen 0.5, 0.03 center center horizontal\n",
    .layers = {{TRIALS, "points pointtype 7 pointsize 0.6 linecolor '#9dbde3'"},
	{PRUNED, "impulses linewidth 2 linecolor '#a0a0a0'"},
	{INFEASIBLE, "impulses linewidth 2 linecolor '#d9a441'"},
	{FAILED, "impulses linewidth 2 linecolor '#d1495b'"},
	{BEST, "steps linewidth 3 linecolor '#1b4f8f'"},
	{CHANGES, "points pointtype 7 pointsize 0.6 linecolor '#1b4f8f'"}},
};

/* Letters cannot be turned, so the objective stands above its axis. */
static const struct look letters = {
    .title = " offset 0,1",
    .metric = "set label ",
    .place = " at graph 0, graph 1 offset -3,1",
    .frame = "set rmargin 2\nset tics scale 0.5\nset border back\nunset key\n",
    .layers = {{BEST, "steps linetype black linecolor '#005faf'"},
	{TRIALS, "points pointtype 'o' linecolor '#87afd7'"},
	{PRUNED, "points pointtype 'p' linecolor '#949494'"},
	{INFEASIBLE, "points pointtype 'i' linecolor '#d7af5f'"},
	{FAILED, "points pointtype 'x' linecolor '#d75f5f'"}},
};

/* Of a picture: what is free beside the values, and where marks are, as a part
 * of the axis. */
static const struct room room = {.below = 0.09, .above = 0.05};
static const double failed = 0.04, infeasible = 0.032, pruned = 0.025;

static void
add_point(struct buf *script, const struct row *at, double value)
{
	buf_printf(script, "%lu %.15g\n", (unsigned long)at->trial->number,
	    range_bounded(value));
}

/* Where the number of a trial lies among all. */
static double
place(const struct rows *rows, const struct row *row)
{
	const double first = rows->list[0].trial->number;
	const double last = rows->list[rows->n - 1].trial->number;

	return (row->trial->number - first) / (last - first + 1);
}

static void
add_trials(struct buf *script, const struct rows *rows)
{
	const struct range r = frame_range(rows, (struct room){0});
	struct raster raster;

	raster_init(&raster, CELLS_X, CELLS_Y);
	buf_puts(script, "$trials << EOD\n");
	for (size_t i = 0; i < rows->n; i++) {
		const struct row *row = &rows->list[i];

		if (!isnan(row->value) &&
		    (rows->n <= CELLS_X ||
			raster_take(&raster, place(rows, row),
			    range_position(&r, row->value))))
			add_point(script, row, row->value);
	}
	buf_puts(script, "EOD\n");
	raster_release(&raster);
}

/* Where the best so far changes; and again, going on to the last trial. */
static void
add_best(struct buf *script, const struct rows *rows)
{
	const struct row *best = NULL;
	struct buf better = {0};

	for (size_t i = 0; i < rows->n; i++) {
		const struct row *row = &rows->list[i];

		if (isnan(row->value) || (best && !row_is_better(row, best)))
			continue;
		best = row;
		add_point(&better, row, row->value);
	}
	buf_puts(script, "$better << EOD\n");
	buf_add(script, better.data, better.len);
	buf_puts(script, "EOD\n$best << EOD\n");
	buf_add(script, better.data, better.len);
	if (best)
		add_point(script, &rows->list[rows->n - 1], best->value);
	buf_puts(script, "EOD\n");
	buf_release(&better);
}

/* The layer of trials without a value: what they are. */
static enum layer_data
mark_of(const struct row *row)
{
	if (row->infeasible)
		return INFEASIBLE;
	if (row->trial->state == TRIAL_FAILED)
		return FAILED;
	return row->trial->state == TRIAL_PRUNED ? PRUNED : TRIALS;
}

/* The numbers of trials of a mark; returns whether there are any. */
static bool
add_marks(struct buf *script, const struct rows *rows, enum layer_data mark,
    const char *name)
{
	struct raster raster;
	bool any = false;

	raster_init(&raster, (size_t)4 * CELLS_X,
	    1); /* marks are thinner than points */
	for (size_t i = 0; i < rows->n; i++) {
		const struct row *row = &rows->list[i];

		if (mark_of(row) != mark ||
		    (rows->n > CELLS_X &&
			!raster_take(&raster, place(rows, row), 0)))
			continue;
		if (!any)
			buf_printf(script, "$%s << EOD\n", name);
		any = true;
		buf_printf(script, "%lu\n", (unsigned long)row->trial->number);
	}
	if (any)
		buf_puts(script, "EOD\n");
	raster_release(&raster);
	return any;
}

static void
add_texts(struct buf *script, const struct study *s, const struct rows *rows,
    const struct canvas *c)
{
	const struct look *look = c->letters ? &letters : &picture;
	const int columns =
	    c->letters ? c->width - ASIDE : (c->height - AROUND) / LETTER;

	buf_puts(script, "set title ");
	frame_title(script, s, rows, NULL, c);
	buf_printf(script, "%s\nset xlabel 'trial' noenhanced\n%s", look->title,
	    look->metric);
	gnuplot_quote(script, s->objectives[0].metric, (size_t)columns, c);
	buf_printf(script, " noenhanced%s\n", look->place);
}

static void
add_axes(struct buf *script, const struct rows *rows, const struct canvas *c)
{
	const unsigned few = 10; /* trials that all get their number */
	const uint32_t first = rows->list[0].trial->number;
	const uint32_t last = rows->list[rows->n - 1].trial->number;
	const double beside = 0.5 + aside * (last - first);
	const struct range r =
	    frame_range(rows, c->letters ? frame_room(c) : room);

	buf_printf(
	    script, "set xrange [%.9g:%.9g]\n", first - beside, last + beside);
	if (last - first < few)
		buf_puts(script, "set xtics 1\n");
	buf_printf(script, "set yrange [%.15g:%.15g]\n", r.low, r.high);
	if (r.log)
		buf_puts(script, "set logscale y\nset format y '%g'\n");
	if (c->letters)
		buf_printf(script, "set tmargin %d\nset bmargin %d\n",
		    FRAME_TOP, FRAME_BOTTOM);
	/* The marks of failed trials are measured in parts of the frame. */
	buf_printf(script,
	    "set y2range [0:1]\nset tics nomirror\n"
	    "%sfailed = %g\npruned = %g\n",
	    c->letters ? letters.frame : picture.frame,
	    c->letters ? frame_marks(c) : failed,
	    c->letters ? frame_marks(c) : pruned);
}

/* What the letters mean that are there. */
static void
add_key(struct buf *script, const struct canvas *c, const bool marks[LAYERS])
{
	struct mark list[LAYERS] = {{"best so far", '-'}, {"trial", 'o'}};
	size_t n = 2;

	if (marks[PRUNED])
		list[n++] = (struct mark){"pruned", 'p'};
	if (marks[INFEASIBLE])
		list[n++] = (struct mark){"infeasible", 'i'};
	if (marks[FAILED])
		list[n++] = (struct mark){"failed", 'x'};
	frame_key(script, list, n, c);
}

static void
add_layers(
    struct buf *script, const struct look *look, const bool marks[LAYERS])
{
	static const char *const what[LAYERS] = {
	    [TRIALS] = "$trials using 1:2 title 'trial'",
	    [FAILED] = "$failed using 1:(failed) axes x1y2 title 'failed'",
	    [INFEASIBLE] =
		"$infeasible using 1:(infeasible) axes x1y2 title 'infeasible'",
	    [PRUNED] = "$pruned using 1:(pruned) axes x1y2 title 'pruned'",
	    [BEST] = "$best using 1:2 title 'best so far'",
	    [CHANGES] = "$better using 1:2 notitle",
	};
	const char *separator = "plot ";

	for (size_t i = 0; i < LAYERS && look->layers[i].style; i++) {
		const struct layer *layer = &look->layers[i];

		if (!marks[layer->data])
			continue;
		buf_printf(script, "%s%s with %s", separator, what[layer->data],
		    layer->style);
		separator = ", \\\n    ";
	}
	buf_puts(script, "\n");
}

static bool
draw(struct buf *script, struct history *h, const struct canvas *c)
{
	struct rows rows;
	bool any;

	rows_collect(&rows, h);
	any = rows.valued > 0;
	if (any) {
		bool marks[LAYERS] = {
		    [TRIALS] = true, [BEST] = true, [CHANGES] = true};

		add_trials(script, &rows);
		add_best(script, &rows);
		marks[FAILED] = add_marks(script, &rows, FAILED, "failed");
		marks[PRUNED] = add_marks(script, &rows, PRUNED, "pruned");
		marks[INFEASIBLE] =
		    add_marks(script, &rows, INFEASIBLE, "infeasible");
		buf_puts(script, "set encoding utf8\n");
		add_texts(script, &h->study, &rows, c);
		add_axes(script, &rows, c);
		if (marks[INFEASIBLE])
			buf_printf(script, "infeasible = %g\n",
			    c->letters ? frame_marks(c) : infeasible);
		if (c->letters)
			add_key(script, c, marks);
		add_layers(script, c->letters ? &letters : &picture, marks);
	}
	rows_release(&rows);
	return any;
}

const struct plot plot_history = {
    .name = "history",
    .summary = "the objective of each trial, and the best so far",
    .draw = draw,
};
