#include "axes.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "axes_rlog.h"
#include "gnuplot.h"
#include "number.h"
#include "range.h"
#include "scale.h"
#include "shell.h"
#include "xalloc.h"

enum {
	ROOM = 3, /* columns between the labels of tics */
	TICS = 6, /* parts that tics divide an axis of numbers into, at most */
	TEXT_LEAST = 4 /* letters of a choice; with fewer some are left out */
};

/* What an axis has for its labels. */
struct strip {
	size_t columns;
	const struct canvas *canvas;
};

/* The part of an axis that is free beyond its ends. */
static const double aside = 0.04;

/* The same for choices, which are 1 apart. */
static const double beside = 0.6;

void
axes_init(struct axes *axes, const struct space *space)
{
	bool any = false;

	*axes = (struct axes){.space = space};
	axes->list = xcalloc(AXES_MAX, sizeof(struct param *));
	for (size_t i = 0; i < space->n; i++)
		any = any || space->params[i].levels != 1;
	for (size_t i = 0; i < space->n; i++) {
		if ((any && space->params[i].levels == 1) ||
		    !field_is_named(&space->fields[space->params[i].field]))
			continue;
		if (axes->n < AXES_MAX)
			axes->list[axes->n++] = &space->params[i];
		axes->all++;
	}
}

void
axes_release(struct axes *axes)
{
	free(axes->list);
	*axes = (struct axes){0};
}

json_t *
axes_value(const struct axes *axes, size_t i, json_t *params)
{
	return field_value(
	    axes->space, (size_t)(axes->list[i] - axes->space->params), params);
}

void
axes_note(struct buf *script, const struct axes *axes)
{
	if (axes->all > axes->n)
		buf_printf(script, ": the first %zu of %zu parameters", axes->n,
		    axes->all);
}

/* The smallest 1, 2 or 5 times a power of ten that is not below x. */
static double
round_step(double x)
{
	static const double steps[] = {1, 2, 5};
	const double power = pow(10, floor(log10(x)));

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		if (x <= steps[i] * power)
			return steps[i] * power;
	return 10 * power;
}

/*
 * Labels at equal distances: at k times unit or, on a logarithmic scale, at
 * unit to the power k, for k from first to last by steps.
 */
struct tics {
	bool log;
	double unit, first, last, by;
};

static double
tic_at(const struct tics *t, double k)
{
	return t->log ? pow(t->unit, k) : t->unit * k;
}

/*
 * Whether the labels stay apart on the axis r, and do not reach so far beyond
 * its ends that they could meet those of the next one.
 */
static bool
have_room(
    const struct tics *t, const struct range *r, const struct strip *strip)
{
	const double columns = (double)strip->columns;
	/* Pictures have smaller letters for these labels than for names. */
	const double letter = strip->canvas->letters ? 1 : 0.9;
	const double beyond = strip->canvas->letters ? 3 : 1.5;
	const int n = (int)floor((t->last - t->first) / t->by + 1e-9);
	double free = -beyond;

	for (int i = 0; i <= n; i++) {
		const double x = tic_at(t, t->first + i * t->by);
		const double middle = range_position(r, x) * columns;
		char text[32];
		const int len = snprintf(text, sizeof(text), "%g", x);

		if (middle - len * letter / 2 < free)
			return false;
		free = middle + len * letter / 2 + ROOM;
	}
	return free - ROOM <= columns + beyond;
}

/* The value of p next to x, which is within its range. */
static double
nearest_value(const struct param *p, double x)
{
	if (p->type == PARAM_INT)
		return nearbyint(x);
	if (p->type == PARAM_POW2)
		return pow(p->base, nearbyint(log(x) / log(p->base)));
	return x;
}

/* Tics at the values next to those of at, which rise, each of them once. */
static void
add_tics(struct buf *script, const struct param *p, const double *at, size_t n,
    int digits)
{
	const double large = 1e6; /* whole numbers below are shorter as such */
	const int all = 6;
	const char *separator = "";
	double last = NAN;

	if (p->type != PARAM_FLOAT && p->high < large)
		digits = all;
	buf_puts(script, "set xtics (");
	for (size_t i = 0; i < n; i++) {
		const double x = nearest_value(p, at[i]);

		if (x == last)
			continue;
		buf_printf(script, "%s'%.*g' %.15g", separator, digits, x, x);
		separator = ", ";
		last = x;
	}
	buf_puts(script, ")\n");
}

/*
 * Tics for an axis without round numbers, of which r is drawn: at the ends and
 * between them, or at all whole numbers that it has if these are few.
 */
static void
add_few(struct buf *script, const struct param *p, const struct range *r,
    const struct strip *strip)
{
	const int digits = 3;
	const double low = range_bounded(p->low), high = range_bounded(p->high);
	const struct tics whole = {false, 1, low, high, 1};
	double at[TICS] = {low, exp((log(low) + log(high)) / 2), high};
	size_t n = 3;

	if (p->type == PARAM_INT && high - low < TICS &&
	    have_room(&whole, r, strip)) {
		n = (size_t)(high - low) + 1;
		for (size_t i = 0; i < n; i++)
			at[i] = low + (double)i;
	}
	add_tics(script, p, at, n, digits);
}

/*
 * Two tics for numbers that take so much room that labels at the ends would
 * meet those of the next axis.
 */
static void
add_two(struct buf *script, const struct param *p, struct range r)
{
	const double part = 0.2;
	const int most = 15;
	int digits = 1;
	double at[2];

	/* As few digits as tell them apart, and leave them where they can be.
	 */
	do {
		digits++;
		for (int i = 0; i < 2; i++) {
			const double f = i == 0 ? part : 1 - part;
			const double x =
			    r.log ? exp(log(r.low) * (1 - f) + log(r.high) * f)
				  : r.low * (1 - f) + r.high * f;

			at[i] = number_round(x, digits);
		}
	} while (digits < most &&
		 (at[0] < r.low || at[0] == at[1] || at[1] > r.high));
	add_tics(script, p, at, 2, digits);
}

/* Whether there are two multiples of step from low to high. */
static bool
has_two(double low, double high, double step)
{
	return floor(high / step) - ceil(low / step) >= 1;
}

/*
 * As many powers as have room, from the first that p can have; false if there
 * are no two.
 */
static bool
add_powers(struct buf *script, const struct param *p, const struct range *r,
    const struct strip *strip)
{
	const double unit = p->type == PARAM_POW2 ? p->base : 10;
	const double slack = 1e-9; /* of a logarithm that is a whole number */
	const double low = fmax(p->low, DBL_MIN), high = range_bounded(p->high);
	struct tics t = {.log = true, .unit = unit};

	t.first = ceil(log(low) / log(unit) - slack);
	t.last = floor(log(high) / log(unit) + slack);
	for (int n = TICS; n > 0; n--) {
		t.by = fmax(ceil((t.last - t.first) / n), 1);
		if (t.last - t.first < t.by || !isfinite(pow(unit, t.by)) ||
		    !have_room(&t, r, strip))
			continue;
		/* Alone, a step is taken from the lower end of the range. */
		buf_printf(script, "set xtics %.15g,%.15g,%.15g\n",
		    tic_at(&t, t.first), pow(unit, t.by), tic_at(&t, t.last));
		return true;
	}
	return false;
}

static void
set_log(struct buf *script, const struct param *p, const struct strip *strip)
{
	const double low = range_bounded(p->low), high = range_bounded(p->high);
	const double base = p->type == PARAM_POW2 ? p->base : 10;
	const double powers = (log(high) - log(low)) / log(base);
	const double few = 1.5; /* powers that have no two tics for certain */
	const double room = exp(aside * (log(high) - log(low)));
	const struct range r = {
	    fmax(low / room, DBL_MIN), range_bounded(high * room), true};

	buf_printf(script, "set logscale x %g\nset xrange [%.15g:%.15g]\n",
	    base, r.low, r.high);
	if (powers < few)
		add_few(script, p, &r, strip);
	else if (!add_powers(script, p, &r, strip))
		add_two(script, p, (struct range){low, high, true});
}

static void
set_linear(struct buf *script, const struct param *p, const struct strip *strip)
{
	const struct range r = range_around(p->low, p->high, aside, aside);
	struct tics t = {.by = 1};
	bool fits = false;

	for (int n = TICS; n > 0 && !fits; n--) {
		t.unit = round_step((r.high - r.low) / n);
		if (p->type == PARAM_INT)
			t.unit = fmax(t.unit, 1);
		t.first = ceil(r.low / t.unit);
		t.last = floor(r.high / t.unit);
		fits = have_room(&t, &r, strip);
	}
	buf_printf(script, "set xrange [%.15g:%.15g]\n", r.low, r.high);
	if (p->low < p->high && !(fits && has_two(p->low, p->high, t.unit)))
		add_two(script, p, r);
	else
		buf_printf(script, "set xtics autofreq %.9g\n", t.unit);
}

static void
set_choices(struct buf *script, const struct param *p, size_t columns,
    const struct canvas *c)
{
	const size_t n = json_array_size(p->choices);
	const size_t most = columns / (TEXT_LEAST + 1);
	const size_t every = most > 0 && n > most ? (n + most - 1) / most : 1;
	const size_t length = columns * every / n;
	const char *separator = "";

	buf_printf(script, "set xrange [%g:%g]\nset xtics noenhanced (",
	    -beside, (double)n - 1 + beside);
	for (size_t i = 0; i < n; i += every) {
		struct buf text = {0};

		shell_value(&text, json_array_get(p->choices, i));
		buf_puts(script, separator);
		gnuplot_quote(
		    script, buf_text(&text), length > 1 ? length - 1 : 1, c);
		buf_printf(script, " %zu", i);
		separator = ", ";
		buf_release(&text);
	}
	buf_puts(script, ")\n");
}

void
axes_set_x(struct buf *script, const struct param *p, size_t columns,
    const struct canvas *c)
{
	const struct strip strip = {columns, c};

	buf_puts(script, "unset logscale x\nset format x '%g'\n");
	if (p->choices)
		set_choices(script, p, columns, c);
	else if (p->rlog && p->low < p->high)
		axes_set_rlog(script, p, columns, c);
	else if ((p->log || p->type == PARAM_POW2) && p->low < p->high)
		set_log(script, p, &strip);
	else
		set_linear(script, p, &strip);
}

double
axes_x(const struct param *p, json_t *value, unsigned long trial)
{
	/* Multiples of the golden ratio fill an interval evenly. */
	const double golden = 0.6180339887498949;
	const double position = scale_position(p, value);
	const size_t n = json_array_size(p->choices);
	const double turn = fmod((double)trial * golden, 1);

	if (isnan(position))
		return NAN;
	if (p->rlog)
		return axes_rlog(json_number_value(value));
	if (!p->choices)
		return range_bounded(json_number_value(value));
	return (n > 1 ? nearbyint(position * (double)(n - 1)) : 0) +
	       (turn - 0.5) / 2;
}

double
axes_part(const struct param *p, json_t *value, double x)
{
	const double last = (double)json_array_size(p->choices) - 1;

	return p->choices ? (x + beside) / (last + 2 * beside)
			  : scale_position(p, value);
}
