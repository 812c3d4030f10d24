#include "axes.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "gnuplot.h"
#include "number.h"
#include "range.h"
#include "scale.h"
#include "shell.h"
#include "xalloc.h"

enum {
	ROOM = 3,      /* letters between the labels of tics */
	TICS = 6,      /* labels of an axis of numbers, at most */
	TEXT_LEAST = 4 /* letters of a choice; with fewer some are left out */
};

/* The part of an axis that is free beyond its ends. */
static const double aside = 0.04;

/* The same for choices, which are 1 apart. */
static const double beside = 0.6;

void
axes_init(struct axes *axes, const struct space *space)
{
	bool any = false;

	*axes = (struct axes){0};
	axes->list = xcalloc(AXES_MAX, sizeof(struct param *));
	for (size_t i = 0; i < space->n; i++)
		any = any || space->params[i].levels != 1;
	for (size_t i = 0; i < space->n; i++) {
		if (any && space->params[i].levels == 1)
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

/* How many labels of numbers of this axis have room. */
static size_t
count_tics(const struct param *p, size_t columns)
{
	const double ends[] = {p->low, p->high, (p->high - p->low) / TICS};
	size_t longest = 1, n;

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		char text[32];
		const int len = snprintf(text, sizeof(text), "%.2g", ends[i]);

		longest = (size_t)len > longest ? (size_t)len : longest;
	}
	n = columns / (longest + ROOM);
	return n > TICS ? TICS : n < 1 ? 1 : n;
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
 * Tics for an axis without round numbers: at the ends and between them, or at
 * all whole numbers that it has if these are few.
 */
static void
add_few(struct buf *script, const struct param *p, struct range r, size_t tics)
{
	const int digits = 3;
	double at[TICS] = {r.low, exp((log(r.low) + log(r.high)) / 2), r.high};
	size_t n = 3;

	if (p->type == PARAM_INT && r.high - r.low < (double)tics) {
		n = (size_t)(r.high - r.low) + 1;
		for (size_t i = 0; i < n; i++)
			at[i] = r.low + (double)i;
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
	const int digits = 2;
	double at[2];

	for (int i = 0; i < 2; i++) {
		const double f = i == 0 ? part : 1 - part;

		at[i] = r.log ? exp(log(r.low) * (1 - f) + log(r.high) * f)
			      : r.low * (1 - f) + r.high * f;
		at[i] = number_round(at[i], digits);
	}
	add_tics(script, p, at, 2, digits);
}

/* Whether there are two multiples of step from low to high. */
static bool
has_two(double low, double high, double step)
{
	return floor(high / step) - ceil(low / step) >= 1;
}

static void
set_log(struct buf *script, const struct param *p, size_t tics)
{
	const double low = range_bounded(p->low), high = range_bounded(p->high);
	const double base = p->type == PARAM_POW2 ? p->base : 10;
	const double powers = (log(high) - log(low)) / log(base);
	const double few = 1.5; /* powers that have no two tics for certain */
	const double step = ceil(powers / (double)tics);
	const double room = exp(aside * (log(high) - log(low)));

	buf_printf(script, "set logscale x %g\nset xrange [%.15g:%.15g]\n",
	    base, fmax(low / room, DBL_MIN), range_bounded(high * room));
	if (powers < few)
		add_few(script, p, (struct range){low, high, true}, tics);
	else if (!has_two(log(low) / log(base), log(high) / log(base), step))
		add_two(script, p, (struct range){low, high, true});
	else
		buf_printf(script, "set xtics autofreq %g\n", pow(base, step));
}

static void
set_linear(struct buf *script, const struct param *p, size_t tics)
{
	const struct range r = range_around(p->low, p->high, aside, aside);
	double step = round_step((r.high - r.low) / (double)tics);

	if (p->type == PARAM_INT)
		step = fmax(step, 1);
	buf_printf(script, "set xrange [%.15g:%.15g]\n", r.low, r.high);
	if (p->low < p->high && !has_two(p->low, p->high, step))
		add_two(script, p, r);
	else
		buf_printf(script, "set xtics autofreq %.9g\n", step);
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
	buf_puts(script, "unset logscale x\nset format x '%g'\n");
	if (p->choices)
		set_choices(script, p, columns, c);
	else if ((p->log || p->type == PARAM_POW2) && p->low < p->high)
		set_log(script, p, count_tics(p, columns));
	else
		set_linear(script, p, count_tics(p, columns));
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
