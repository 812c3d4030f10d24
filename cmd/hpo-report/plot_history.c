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

/* Parts of the axis left free below and above the points; trials that failed
 * are marked in the lower one. */
static const double below = 0.09, above = 0.05;

/* How the parts look; later ones are drawn over earlier ones. */
struct look {
	const char *title; /* options of its text */
	const char *frame;
	const char *trials, *failed, *best;
	const char *changes; /* NULL: not drawn */
};

static const struct look picture = {
    .title = " font ',16'",
    .frame = "set border 3 linecolor '#8a8a8a'\n"
	     "set tics out textcolor '#444444'\n"
	     "set grid ytics linetype 1 linecolor '#e6e6e6'\n"
	     "set key outside bottom center horizontal samplen 2 width 1\n",
    .trials = "points pointtype 7 pointsize 0.9 linecolor '#a9c4e4'",
    .failed = "impulses linewidth 2 linecolor '#d1495b'",
    .best = "steps linewidth 3 linecolor '#1b4f8f'",
    .changes = "points pointtype 7 pointsize 1 linecolor '#1b4f8f' notitle",
};

static const struct look letters = {
    .title = "",
    .frame = "set key outside bottom center horizontal\n"
	     "set tmargin 2\nset rmargin 2\nset tics scale 0.5\n",
    .trials = "points pointtype 'o' linecolor '#87afd7'",
    .failed = "points pointtype 'x' linecolor '#d75f5f'",
    .best = "steps linetype 1 linecolor '#005faf'",
};

struct range {
	double low, high;
	bool log;
};

static double
bounded(double x)
{
	return fmin(fmax(x, -DBL_MAX), DBL_MAX);
}

/* Of the axis: what the points span, and some room. */
static struct range
find_range(const struct rows *rows)
{
	struct range r = {.low = DBL_MAX, .high = -DBL_MAX};
	double span;

	for (size_t i = 0; i < rows->n; i++) {
		if (isnan(rows->list[i].value))
			continue;
		r.low = fmin(r.low, rows->list[i].value);
		r.high = fmax(r.high, rows->list[i].value);
	}
	r.log = r.low > 0 && r.high / r.low > span_of_log;
	if (r.log) {
		/* The quotient may be beyond a double, the difference not. */
		span = log(r.high) - log(r.low);
		r.low = fmax(r.low * exp(-below * span), DBL_MIN);
		r.high = bounded(r.high * exp(above * span));
		return r;
	}
	span = r.high / 2 - r.low / 2; /* half, which cannot overflow */
	if (span == 0)
		span = r.high != 0 ? fabs(r.high) / 2 : 1;
	r.low = bounded(r.low - 2 * below * span);
	r.high = bounded(r.high + 2 * above * span);
	return r;
}

static void
add_points(struct buf *script, const struct rows *rows)
{
	buf_puts(script, "$trials << EOD\n");
	for (size_t i = 0; i < rows->n; i++)
		if (!isnan(rows->list[i].value))
			buf_printf(script, "%lu %.15g\n",
			    (unsigned long)rows->list[i].trial->number,
			    rows->list[i].value);
	buf_puts(script, "EOD\n");
}

/* Where the best so far changes, and, last, where it ends; the number of
 * changes is returned. */
static size_t
add_best(struct buf *script, const struct rows *rows)
{
	const struct row *best = NULL;
	size_t n = 0;

	buf_puts(script, "$best << EOD\n");
	for (size_t i = 0; i < rows->n; i++) {
		const struct row *row = &rows->list[i];

		if (isnan(row->value) || (best && row->loss >= best->loss))
			continue;
		best = row;
		n++;
		buf_printf(script, "%lu %.15g\n",
		    (unsigned long)row->trial->number, row->value);
	}
	if (best)
		buf_printf(script, "%lu %.15g\n",
		    (unsigned long)rows->list[rows->n - 1].trial->number,
		    best->value);
	buf_puts(script, "EOD\n");
	return n;
}

/* Returns how many there are. */
static size_t
add_failed(struct buf *script, const struct rows *rows)
{
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++) {
		const struct trial *t = rows->list[i].trial;

		if (t->state != TRIAL_FAILED)
			continue;
		if (n++ == 0)
			buf_puts(script, "$failed << EOD\n");
		buf_printf(script, "%lu\n", (unsigned long)t->number);
	}
	if (n > 0)
		buf_puts(script, "EOD\n");
	return n;
}

static void
add_texts(struct buf *script, const struct study *s, const struct canvas *c,
    const struct look *look)
{
	buf_puts(script, "set title ");
	gnuplot_quote(script, *s->name != '\0' ? s->name : s->id, c->local);
	buf_printf(script, "%s\nset xlabel 'trial' noenhanced\nset ylabel ",
	    look->title);
	gnuplot_quote(script, s->objectives[0].metric, c->local);
	buf_puts(script, "\n");
}

static void
add_axes(struct buf *script, const struct rows *rows, const struct look *look)
{
	const unsigned few = 10; /* trials that all get their number */
	const uint32_t first = rows->list[0].trial->number;
	const uint32_t last = rows->list[rows->n - 1].trial->number;
	const struct range r = find_range(rows);

	buf_printf(script, "set xrange [%.1f:%.1f]\n", first - 0.5, last + 0.5);
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
add_plot(
    struct buf *script, size_t changes, size_t failed, const struct look *look)
{
	buf_printf(script, "plot $trials using 1:2 with %s title 'trial'",
	    look->trials);
	if (failed > 0)
		buf_printf(script,
		    ", \\\n $failed using 1:(0.04) axes x1y2 with %s"
		    " title 'failed'",
		    look->failed);
	buf_printf(script, ", \\\n $best using 1:2 with %s title 'best so far'",
	    look->best);
	if (look->changes)
		buf_printf(script,
		    ", \\\n $best every ::::%zu using 1:2 with %s", changes - 1,
		    look->changes);
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
		size_t changes, failed;

		add_points(script, &rows);
		changes = add_best(script, &rows);
		failed = add_failed(script, &rows);
		buf_puts(script, "set encoding utf8\n");
		add_texts(script, &h->study, c, look);
		add_axes(script, &rows, look);
		add_plot(script, changes, failed, look);
	}
	rows_release(&rows);
	return any;
}

const struct plot plot_history = {
    .name = "history",
    .summary = "the objective of each trial, and the best so far",
    .draw = draw,
};
