#include "axes_rlog.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "number.h"
#include "spacing.h"

enum {
	TICS = 6,  /* at most */
	ROOM = 3,  /* columns between their labels */
	LABEL = 32 /* bytes of one */
};

/* The part of an axis that is free beyond its ends. */
static const double aside = 0.04;

/* Tics, rising: how they are called, and where they are. */
struct tics {
	size_t n;
	char label[TICS][LABEL];
	double at[TICS];
};

double
axes_rlog(double x)
{
	return spacing_place(SPACING_RLOG, x);
}

static void
add(struct tics *t, double x, int digits)
{
	snprintf(t->label[t->n], LABEL, "%.*g", digits, x + 0.0);
	t->at[t->n++] = axes_rlog(x);
}

/* What is drawn of the scale. */
static struct prior_axis
drawn(const struct param *p)
{
	const double low = axes_rlog(p->low), high = axes_rlog(p->high);
	const double room = aside * (high - low);

	return (struct prior_axis){low - room, high + room, SPACING_RLOG};
}

/* Whether the labels stay apart, and do not reach far beyond the axis. */
static bool
have_room(const struct tics *t, const struct param *p, size_t columns,
    const struct canvas *c)
{
	const struct prior_axis axis = drawn(p);
	const double letter = c->letters ? 1 : 0.9; /* as in axes.c */
	const double beyond = c->letters ? 3 : 1.5;
	double free = -beyond;

	for (size_t i = 0; i < t->n; i++) {
		const double half = (double)strlen(t->label[i]) * letter / 2;
		const double middle = (t->at[i] - axis.low) /
				      (axis.high - axis.low) * (double)columns;

		if (middle - half < free)
			return false;
		free = middle + half + ROOM;
	}
	return free - ROOM <= (double)columns + beyond;
}

/* Every by-th of 1 - 10^-k, as 0, 0.9, 0.99; false if there are no two. */
static bool
take_powers(struct tics *t, const struct param *p, int by)
{
	const double slack = 1e-9; /* of a logarithm that is a whole number */
	const int all = 15;
	const double first = ceil(-log10(1 - p->low) - slack);
	const double last = floor(-log10(1 - p->high) + slack);

	*t = (struct tics){0};
	for (int k = (int)first; k <= last && t->n < TICS; k += by)
		add(t, 1 - pow(10, -k), all);
	return t->n > 1;
}

/* At these parts of the scale, with as few digits as tell them apart. */
static void
take_parts(struct tics *t, const struct param *p, const double *part, size_t n)
{
	const double low = axes_rlog(p->low), high = axes_rlog(p->high);
	const int most = 15;

	for (int digits = 2; digits <= most; digits++) {
		bool rises = true;

		*t = (struct tics){0};
		for (size_t i = 0; i < n; i++) {
			const double x = spacing_value(
			    SPACING_RLOG, low * (1 - part[i]) + high * part[i]);

			add(t, number_round(x, digits), digits);
			rises &= t->at[i] > (i > 0 ? t->at[i - 1] : low - 1e-9);
		}
		if (rises && t->at[n - 1] < high + 1e-9)
			return;
	}
}

/* Where there are no powers: the ends and the middle, or what has room. */
static void
take_some(struct tics *t, const struct param *p, size_t columns,
    const struct canvas *c)
{
	static const double ends[] = {0, 1}, all[] = {0, 0.5, 1},
			    inner[] = {0.2, 0.8};

	take_parts(t, p, all, 3);
	if (!have_room(t, p, columns, c))
		take_parts(t, p, ends, 2);
	if (!have_room(t, p, columns, c))
		take_parts(t, p, inner, 2);
}

void
axes_set_rlog(struct buf *script, const struct param *p, size_t columns,
    const struct canvas *c)
{
	const struct prior_axis axis = drawn(p);
	struct tics t;
	bool fits = false;

	for (int by = 1; !fits && take_powers(&t, p, by); by++)
		fits = have_room(&t, p, columns, c);
	if (!fits)
		take_some(&t, p, columns, c);
	buf_printf(script, "set xrange [%.15g:%.15g]\nset xtics (", axis.low,
	    axis.high);
	for (size_t i = 0; i < t.n; i++)
		buf_printf(script, "%s'%s' %.15g", i > 0 ? ", " : "",
		    t.label[i], t.at[i]);
	buf_puts(script, ")\n");
}
