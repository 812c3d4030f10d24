/*
 * All parameters of the trials at once: parallel coordinates.  The axes lie
 * below each other, the names to their left, so that many of them can be read,
 * and the objective is the last.  A trial is a line through its values,
 * coloured by its rank; where it has no value, the line has a gap.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "axes.h"
#include "frame.h"
#include "gnuplot.h"
#include "parallel_labels.h"
#include "plot.h"
#include "range.h"
#include "rows.h"
#include "scale.h"
#include "xalloc.h"

enum {
	TITLE = 50,        /* points of a picture: above the axes ... */
	LEGEND = 50,       /* ... and below */
	AXIS = 40,         /* from one to the next */
	LETTERS_FRAME = 6, /* rows of a plot made of letters that are no axes */
	LINES = 300,       /* of complete trials, more of which are a blot */
	BEST = 100,        /* of these the best; the others are spread evenly */
	OTHERS = 50, /* of those that failed, of the pruned, the infeasible */
	TENTH = 10,  /* the best tenth is told apart in letters */
};

enum layer { TRIALS, PRUNED, INFEASIBLE, FAILED, TOP, FIRST, LAYERS };

/* Points show a value that has none before and behind it. */
#define STYLE_PRUNED                                                           \
	"linespoints pointtype 6 pointsize 0.4 linewidth 1.2 dashtype (3,4) "  \
	"linecolor '#7a7a7a'"
#define STYLE_FAILED                                                           \
	"linespoints pointtype 2 pointsize 0.4 linewidth 1.2 dashtype (8,4) "  \
	"linecolor '#d1495b'"
#define STYLE_INFEASIBLE                                                       \
	"linespoints pointtype 8 pointsize 0.4 linewidth 1.2 dashtype (2,2) "  \
	"linecolor '#d9a441'"
#define STYLE_BEST                                                             \
	"linespoints pointtype 7 pointsize 0.8 linewidth 3 "                   \
	"linecolor '#0b2447'"

static const struct {
	const char *name; /* of the data */
	const char *title;
	const char *picture; /* with the column that is coloured */
	const char *key;     /* the same in the legend */
	const char *letters;
} layers[LAYERS] = {
    [TRIALS] = {"trial", "others",
	"linespoints pointtype 7 pointsize 0.2 linewidth 1 linecolor palette",
	"lines linewidth 2 linecolor '#c3cfdc'",
	"points pointtype '.' linecolor '#87afd7'"},
    [PRUNED] = {"pruned", "pruned", STYLE_PRUNED, STYLE_PRUNED,
	"points pointtype 'p' linecolor '#949494'"},
    [INFEASIBLE] = {"infeasible", "infeasible", STYLE_INFEASIBLE,
	STYLE_INFEASIBLE, "points pointtype 'i' linecolor '#d7af5f'"},
    [FAILED] = {"failed", "failed", STYLE_FAILED, STYLE_FAILED,
	"points pointtype 'x' linecolor '#d75f5f'"},
    [TOP] = {"top", "best tenth",
	"linespoints pointtype 7 pointsize 0.2 linewidth 1.5 "
	"linecolor palette",
	"lines linewidth 2 linecolor '#3f78b5'",
	"points pointtype 'o' linecolor '#5f87d7'"},
    [FIRST] = {"best", "best", STYLE_BEST, STYLE_BEST,
	"points pointtype '#' linecolor '#005faf'"},
};

/* From the best to the worst: also without colours one is darker. */
static const char palette[] =
    "set palette defined (0 '#1b4f8f', 0.1 '#4f86c0', 0.3 '#9dbde3', "
    "1 '#dde3ea')\nset cbrange [0:1]\nunset colorbox\n";

struct parallel {
	const struct canvas *canvas;
	struct history *history;
	struct rows rows;   /* by number */
	struct rows ranked; /* those with a value, the best first */
	struct axes axes;
	struct range range; /* of the objective */
	struct buf data[LAYERS];
	struct buf backing; /* of labels, as data */
};

static void
fit(const struct history *h, struct canvas *c)
{
	struct axes axes;
	int n;

	axes_init(&axes, &h->study.space);
	n = (int)axes.n + 1;
	if (c->letters)
		c->height = 2 * n + LETTERS_FRAME;
	else
		c->height = TITLE + LEGEND + AXIS * (n + 1);
	axes_release(&axes);
}

/* The axis with this index, from above; the objective's comes last. */
static double
height_of(const struct parallel *p, size_t i)
{
	return (double)(p->axes.n - i);
}

/* Append the line of a trial; rank: 0 to 1. */
static void
add_line(
    struct parallel *p, const struct row *row, enum layer layer, double rank)
{
	json_t *params = history_json(p->history, row->trial->params);
	struct buf *out = &p->data[layer];

	for (size_t i = 0; i < p->axes.n; i++) {
		json_t *value = axes_value(&p->axes, i, params);
		const double x = scale_position(p->axes.list[i], value);

		json_decref(value);
		if (isnan(x))
			buf_puts(out, "\n");
		else
			buf_printf(
			    out, "%.6f %g %.4f\n", x, height_of(p, i), rank);
	}
	if (!isnan(row->value))
		buf_printf(out, "%.6f 0 %.4f\n",
		    range_position(&p->range, range_bounded(row->value)), rank);
	buf_puts(out, "\n");
	json_decref(params);
}

/* What a trial without a rank is; TRIALS: nothing that is drawn. */
static enum layer
layer_of(const struct row *row)
{
	if (row->infeasible)
		return INFEASIBLE;
	if (row->trial->state == TRIAL_FAILED)
		return FAILED;
	return row->trial->state == TRIAL_PRUNED ? PRUNED : TRIALS;
}

/* At most OTHERS of the trials of a layer, evenly from the first to the last.
 */
static void
add_others(struct parallel *p, enum layer layer)
{
	size_t n = 0, seen = 0, shown = 0;

	for (size_t i = 0; i < p->rows.n; i++)
		n += layer_of(&p->rows.list[i]) == layer;
	for (size_t i = 0; i < p->rows.n; i++) {
		struct row row = p->rows.list[i];

		if (layer_of(&row) != layer)
			continue;
		seen++;
		if (shown * n >= seen * OTHERS)
			continue;
		shown++;
		row.value = NAN; /* that of a pruned one is of another step */
		add_line(p, &row, layer, 1);
	}
}

/* Whether the trial with this rank, from 0, is among the LINES. */
static bool
is_shown(const struct parallel *p, size_t rank)
{
	const size_t others = p->ranked.n - BEST, most = LINES - BEST;

	if (p->ranked.n <= LINES || rank < BEST)
		return true;
	rank -= BEST;
	return rank * most / others != (rank + 1) * most / others;
}

static void
add_complete(struct parallel *p)
{
	const size_t n = p->ranked.n;

	for (size_t rank = n; rank-- > 0;) {
		const enum layer layer = rank == 0          ? FIRST
					 : rank * TENTH < n ? TOP
							    : TRIALS;

		if (is_shown(p, rank))
			add_line(p, &p->ranked.list[rank], layer,
			    (double)rank / (double)n);
	}
}

/* The best first, and the axis of their values. */
static void
rank_rows(struct parallel *p)
{
	rows_collect(&p->ranked, p->history);
	rows_rank(&p->ranked);
	p->range = frame_range(&p->ranked, (struct room){0});
}

static void
add_block(struct buf *script, const char *name, const struct buf *data)
{
	if (data->len == 0)
		return;
	buf_printf(script, "$%s << EOD\n", name);
	buf_add(script, data->data, data->len);
	buf_puts(script, "EOD\n");
}

static void
add_names(struct buf *script, const struct parallel *p)
{
	const struct study *study = &p->history->study;

	buf_puts(script, "set ytics noenhanced (");
	for (size_t i = 0; i < p->axes.n; i++) {
		gnuplot_quote(
		    script, p->axes.list[i]->name, PARALLEL_NAME, p->canvas);
		buf_printf(script, " %g, ", height_of(p, i));
	}
	gnuplot_quote(
	    script, study->objectives[0].metric, PARALLEL_NAME, p->canvas);
	buf_puts(script, " 0) scale 0\n");
}

static void
add_axes(struct buf *script, struct parallel *p)
{
	if (!p->canvas->letters)
		for (size_t i = 0; i <= p->axes.n; i++)
			buf_printf(script,
			    "set arrow from 0,%zu to 1,%zu nohead back "
			    "linecolor '#b0b0b0'\n",
			    i, i);
	for (size_t i = 0; i < p->axes.n; i++) {
		const struct param *param = p->axes.list[i];

		if (param->choices)
			parallel_choices(script, &p->backing, p->canvas,
			    param->choices, height_of(p, i));
		else
			parallel_ends(script, p->canvas, param->low,
			    param->high, height_of(p, i));
	}
	parallel_ends(script, p->canvas, p->range.low, p->range.high, 0);
}

static void
add_title(struct buf *script, const struct parallel *p)
{
	buf_puts(script, "set title ");
	frame_title(script, &p->history->study, &p->rows, &p->axes, p->canvas);
	buf_puts(script, p->canvas->letters ? "\n" : " font ',17'\n");
}

static void
add_frame(struct buf *script, const struct parallel *p)
{
	const struct canvas *c = p->canvas;
	const double width = c->width, height = c->height;

	buf_printf(script,
	    "unset border\nunset xtics\n"
	    "set xrange [0:1]\nset yrange [-0.5:%.1f]\n",
	    (double)p->axes.n + 0.5);
	if (c->letters) {
		buf_printf(script,
		    "set lmargin %d\nset rmargin %d\nset tmargin 2\n"
		    "set bmargin 3\nunset key\n",
		    PARALLEL_NAME + 1, PARALLEL_HIGH + 2);
		return;
	}
	buf_printf(script,
	    "set lmargin at screen %.4f\nset rmargin at screen %.4f\n"
	    "set tmargin at screen %.4f\nset bmargin at screen %.4f\n"
	    "set key at screen 0.5, screen %.4f center center horizontal "
	    "samplen 2.5\n"
	    "set ytics textcolor '#222222'\n"
	    "%s",
	    PARALLEL_LEFT / width, 1 - PARALLEL_RIGHT / width,
	    1 - TITLE / height, LEGEND / height, LEGEND / 2.0 / height,
	    palette);
}

/* What the letters mean, which are quoted in their styles. */
static void
add_letters_key(struct buf *script, const struct parallel *p)
{
	struct mark marks[LAYERS];
	size_t n = 0;

	for (int k = 0; k < LAYERS; k++)
		if (p->data[k].len > 0)
			marks[n++] = (struct mark){layers[k].title,
			    strchr(layers[k].letters, '\'')[1]};
	frame_key(script, marks, n, p->canvas);
}

/* White behind labels, upon all lines but that of the best. */
static void
add_backing(struct buf *script, const struct parallel *p)
{
	if (p->backing.len > 0)
		buf_puts(script,
		    ", \\\n    $backing using 1:2:3:4 notitle with boxxyerror "
		    "linecolor '#ffffff' fillstyle solid noborder");
}

static void
add_layers(struct buf *script, const struct parallel *p)
{
	const bool letters = p->canvas->letters;

	if (letters)
		add_letters_key(script, p);
	buf_puts(script, "plot NaN notitle");
	for (int k = 0; k < LAYERS; k++) {
		const bool coloured = k == TRIALS || k == TOP;

		if (p->data[k].len == 0)
			continue;
		if (k == FIRST)
			add_backing(script, p);
		buf_printf(script, ", \\\n    $%s using 1:2%s notitle with %s",
		    layers[k].name, coloured && !letters ? ":3" : "",
		    letters ? layers[k].letters : layers[k].picture);
		if (!letters)
			buf_printf(script, ", \\\n    NaN title '%s' with %s",
			    layers[k].title, layers[k].key);
	}
	buf_puts(script, "\n");
}

static bool
draw(struct buf *script, struct history *h, const struct canvas *c)
{
	struct parallel p = {.canvas = c, .history = h};
	bool any;

	rows_collect(&p.rows, h);
	any = p.rows.valued > 0;
	if (any) {
		rank_rows(&p);
		axes_init(&p.axes, &h->study.space);
		add_complete(&p);
		add_others(&p, PRUNED);
		add_others(&p, INFEASIBLE);
		add_others(&p, FAILED);
		for (int k = 0; k < LAYERS; k++)
			add_block(script, layers[k].name, &p.data[k]);
		buf_puts(script, "set encoding utf8\n");
		add_title(script, &p);
		add_frame(script, &p);
		add_names(script, &p);
		add_axes(script, &p);
		add_block(script, "backing", &p.backing);
		add_layers(script, &p);
		axes_release(&p.axes);
		rows_release(&p.ranked);
	}
	for (int k = 0; k < LAYERS; k++)
		buf_release(&p.data[k]);
	buf_release(&p.backing);
	rows_release(&p.rows);
	return any;
}

const struct plot plot_parallel = {
    .name = "parallel",
    .summary = "all parameters at once, trials by rank",
    .fit = fit,
    .draw = draw,
};
