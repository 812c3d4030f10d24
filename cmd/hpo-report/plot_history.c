/* The first objective of each trial by its number, and the best so far. */
#include <float.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "gnuplot.h"
#include "plot.h"
#include "rows.h"

/* What a log scale is for: three decades, and nothing at or below zero. */
static const double span_of_log = 1000;

/* What an axis may reach: its length is a double too. */
static const double largest = 4e307;

/* What an axis tells apart of 15 digits, its tics included; and the least that
 * it can span, below which gnuplot draws no tics. */
static const double smallest = 1e-12, least = 1e-200;

/* Parts of the axes left free around the points. */
static const double above = 0.05, aside = 0.01;

enum layer_data { TRIALS, FAILED, BEST, CHANGES };

struct layer {
	enum layer_data data;
	const char *style;
};

enum { LAYERS = 4 };

struct look {
	const char *title;  /* options of its text */
	const char *metric; /* command before the name of the objective ... */
	const char *place;  /* ... and options behind it */
	const char *frame;
	double below; /* part of the axis that is free for failed trials */
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
    .below = 0.09,
    .layers = {{TRIALS, "points pointtype 7 pointsize 0.6 linecolor '#9dbde3'"},
	{FAILED, "impulses linewidth 2 linecolor '#d1495b'"},
	{BEST, "steps linewidth 3 linecolor '#1b4f8f'"},
	{CHANGES, "points pointtype 7 pointsize 0.6 linecolor '#1b4f8f'"}},
};

/* Letters cannot be turned, so the objective stands above its axis. */
static const struct look letters = {
    .title = " offset 0,1",
    .metric = "set label ",
    .place = " at graph 0, graph 1 offset -3,1",
    .frame = "set tmargin 3\nset rmargin 2\nset tics scale 0.5\n"
	     "set key outside bottom center horizontal\n",
    .below = 0.15, /* two rows */
    .layers = {{BEST, "steps linetype 1 linecolor '#005faf'"},
	{TRIALS, "points pointtype 'o' linecolor '#87afd7'"},
	{FAILED, "points pointtype 'x' linecolor '#d75f5f'"}},
};

struct range {
	double low, high;
	bool log;
};

static double
bounded(double x)
{
	return fmin(fmax(x, -largest), largest);
}

/* Of the axis: what the points span, and some room. */
static struct range
find_range(const struct rows *rows, double below)
{
	struct range r = {.low = DBL_MAX, .high = -DBL_MAX};
	double span;

	for (size_t i = 0; i < rows->n; i++) {
		if (isnan(rows->list[i].value))
			continue;
		r.low = fmin(r.low, rows->list[i].value);
		r.high = fmax(r.high, rows->list[i].value);
	}
	r.low = bounded(r.low);
	r.high = bounded(r.high);
	r.log = r.low > 0 && r.high / r.low > span_of_log;
	if (r.log) {
		/* The quotient may be beyond a double, the difference not. */
		span = log(r.high) - log(r.low);
		r.low = fmax(r.low * exp(-below * span), DBL_MIN);
		r.high = bounded(r.high * exp(above * span));
		return r;
	}
	span = r.high - r.low;
	if (span <= smallest * fabs(r.high))
		span = fabs(r.high);
	if (span < least)
		span = 1;
	r.low = bounded(r.low - below * span);
	r.high = bounded(r.high + above * span);
	return r;
}

static void
add_point(struct buf *script, const struct row *at, double value)
{
	buf_printf(script, "%lu %.15g\n", (unsigned long)at->trial->number,
	    bounded(value));
}

static void
add_trials(struct buf *script, const struct rows *rows)
{
	buf_puts(script, "$trials << EOD\n");
	for (size_t i = 0; i < rows->n; i++)
		if (!isnan(rows->list[i].value))
			add_point(script, &rows->list[i], rows->list[i].value);
	buf_puts(script, "EOD\n");
}

/* Where the best so far changes; and again, going on to the last trial. */
static void
add_best(struct buf *script, const struct rows *rows)
{
	const struct row *best = NULL;
	struct buf better = {0};

	for (size_t i = 0; i < rows->n; i++) {
		const struct row *row = &rows->list[i];

		if (isnan(row->value) || (best && row->loss >= best->loss))
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

/* Returns whether there are any. */
static bool
add_failed(struct buf *script, const struct rows *rows)
{
	bool any = false;

	for (size_t i = 0; i < rows->n; i++) {
		const struct trial *t = rows->list[i].trial;

		if (t->state != TRIAL_FAILED)
			continue;
		if (!any)
			buf_puts(script, "$failed << EOD\n");
		any = true;
		buf_printf(script, "%lu\n", (unsigned long)t->number);
	}
	if (any)
		buf_puts(script, "EOD\n");
	return any;
}

static void
add_texts(struct buf *script, const struct study *s, const struct canvas *c,
    const struct look *look)
{
	buf_puts(script, "set title ");
	gnuplot_quote(script, *s->name != '\0' ? s->name : s->id, c->local);
	buf_printf(script, "%s\nset xlabel 'trial' noenhanced\n%s", look->title,
	    look->metric);
	gnuplot_quote(script, s->objectives[0].metric, c->local);
	buf_printf(script, "%s\n", look->place);
}

static void
add_axes(struct buf *script, const struct rows *rows, const struct look *look)
{
	const unsigned few = 10; /* trials that all get their number */
	const uint32_t first = rows->list[0].trial->number;
	const uint32_t last = rows->list[rows->n - 1].trial->number;
	const double room = 0.5 + aside * (last - first);
	const struct range r = find_range(rows, look->below);

	buf_printf(
	    script, "set xrange [%.9g:%.9g]\n", first - room, last + room);
	if (last - first < few)
		buf_puts(script, "set xtics 1\n");
	buf_printf(script, "set yrange [%.15g:%.15g]\n", r.low, r.high);
	if (r.log)
		buf_puts(script, "set logscale y\nset format y '%g'\n");
	/* The marks of failed trials are measured in parts of the frame. */
	buf_puts(script, "set y2range [0:1]\nset tics nomirror\n");
	buf_puts(script, look->frame);
}

static void
add_layers(struct buf *script, const struct look *look, bool failed)
{
	static const char *const what[LAYERS] = {
	    [TRIALS] = "$trials using 1:2 title 'trial'",
	    [FAILED] = "$failed using 1:(0.04) axes x1y2 title 'failed'",
	    [BEST] = "$best using 1:2 title 'best so far'",
	    [CHANGES] = "$better using 1:2 notitle",
	};
	const char *separator = "plot ";

	for (size_t i = 0; i < LAYERS && look->layers[i].style; i++) {
		const struct layer *layer = &look->layers[i];

		if (layer->data == FAILED && !failed)
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
	const struct look *look = c->letters ? &letters : &picture;
	struct rows rows;
	bool any;

	rows_collect(&rows, h);
	any = rows.valued > 0;
	if (any) {
		bool failed;

		add_trials(script, &rows);
		add_best(script, &rows);
		failed = add_failed(script, &rows);
		buf_puts(script, "set encoding utf8\n");
		add_texts(script, &h->study, c, look);
		add_axes(script, &rows, look);
		add_layers(script, look, failed);
	}
	rows_release(&rows);
	return any;
}

const struct plot plot_history = {
    .name = "history",
    .summary = "the objective of each trial, and the best so far",
    .draw = draw,
};
