#include "encode_value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "buf.h"
#include "encode.h"
#include "expr.h"
#include "jsonl.h"
#include "number.h"
#include "steps.h"

enum { DIGITS = 12 }; /* significant, of values that are on no step */

static double
clip(double x, double low, double high)
{
	return x < low ? low : x > high ? high : x;
}

static double
power_value(const struct param *p, uint64_t k)
{
	double x = p->low;

	while (k-- > 0)
		x *= p->base;
	return p->low < 1 ? number_round(x, DIGITS) : x; /* above 1: exact */
}

/* Level k of a numeric parameter. */
static double
level_number(const struct param *p, uint64_t k)
{
	if (p->type == PARAM_POW2)
		return power_value(p, k);
	if (p->levels == 1)
		return p->low;
	if (p->type == PARAM_INT) /* no search for decimals: it is exact */
		return p->low + (double)k * p->step;
	return steps_at(p->low, p->high, p->step, k);
}

double
value_number(const struct param *p, double x)
{
	return p->levels > 0 ? level_number(p, (uint64_t)x) : x;
}

/* Whether numbers of p are written without a point. */
static bool
is_whole(const struct param *p)
{
	return p->type == PARAM_INT || (p->type == PARAM_POW2 && p->low >= 1);
}

static json_t *
number(const struct param *p, double x)
{
	return is_whole(p) ? json_integer((json_int_t)llround(x))
			   : json_real(x + 0.0); /* -0.0 becomes 0.0 */
}

json_t *
value_level(const struct param *p, uint64_t k)
{
	if (p->choices)
		return json_incref(json_array_get(p->choices, (size_t)k));
	return number(p, level_number(p, k));
}

/* The level nearest to x. */
static uint64_t
nearest_level(const struct param *p, double x)
{
	const double last = (double)(p->levels - 1);
	double k = 0;

	if (p->type == PARAM_POW2)
		k = (spacing_place(SPACING_LOG, x) -
			spacing_place(SPACING_LOG, p->low)) /
		    spacing_place(SPACING_LOG, p->base);
	else if (p->levels > 1)
		k = (x - p->low) / p->step;
	return (uint64_t)clip(nearbyint(k), 0, last);
}

/* A value on a step may be off by rounding; a whole number may not. */
static bool
is_level(const struct param *p, double x, uint64_t k)
{
	const double slack =
	    is_whole(p) ? 0 : 1e-9 * (p->step > 0 ? p->step : fabs(x));

	return fabs(level_number(p, k) - x) <= slack;
}

bool
value_find_number(const struct param *p, double x, uint64_t *k)
{
	if (!(x >= p->low && x <= p->high))
		return false;
	*k = nearest_level(p, x);
	return is_level(p, x, *k);
}

bool
value_find_level(const struct param *p, json_t *value, uint64_t *k)
{
	if (!p->choices)
		return json_is_number(value) &&
		       value_find_number(p, json_number_value(value), k);
	for (size_t i = 0; i < json_array_size(p->choices); i++) {
		if (expr_compare(value, json_array_get(p->choices, i)) == 0) {
			*k = i;
			return true;
		}
	}
	return false;
}

static enum spacing
spacing_of(const struct param *p)
{
	return p->log ? SPACING_LOG : p->rlog ? SPACING_RLOG : SPACING_VALUE;
}

/* Whether each level has an equal share of the coordinate. */
static bool
has_equal_shares(const struct param *p)
{
	if (p->choices)
		return !p->spaced;
	return p->levels > 0 &&
	       (spacing_of(p) == SPACING_VALUE || p->type == PARAM_POW2);
}

/* Where level k is on the scale. */
static double
level_place(const struct param *p, enum spacing spacing, uint64_t k)
{
	const double x = p->choices ? json_number_value(
					  json_array_get(p->choices, (size_t)k))
				    : level_number(p, k);

	return spacing_place(spacing, x);
}

/* The place at which level k of those that are spaced ends, and k + 1 begins.
 */
static double
end_place(const struct param *p, enum spacing spacing, uint64_t k)
{
	return level_place(p, spacing, k) / 2 +
	       level_place(p, spacing, k + 1) / 2;
}

/* Widened on both sides by as much as the ends of inner levels are away. */
static struct range
spaced_range(const struct param *p)
{
	const enum spacing spacing = spacing_of(p);
	const uint64_t last = p->levels - 1;

	return (struct range){
	    .low = 2 * level_place(p, spacing, 0) - end_place(p, spacing, 0),
	    .high = 2 * level_place(p, spacing, last) -
		    end_place(p, spacing, last - 1),
	    .spacing = spacing,
	};
}

struct range
value_range(const struct param *p)
{
	struct range r = {
	    .low = p->low, .high = p->high, .spacing = spacing_of(p)};

	if (has_equal_shares(p))
		return (struct range){.high = (double)p->levels, .equal = true};
	if (p->spaced)
		return spaced_range(p);
	if (p->levels > 0) {
		const double half = p->step / 2;
		const double last = level_number(p, p->levels - 1);

		r.low =
		    p->log ? fmax(p->low - half, p->low / 2) : p->low - half;
		r.high =
		    p->rlog ? fmin(last + half, last / 2 + 0.5) : last + half;
	}
	r.low = spacing_place(r.spacing, r.low);
	r.high = spacing_place(r.spacing, r.high);
	return r;
}

struct prior_axis
value_axis(const struct param *p)
{
	const struct range r = value_range(p);
	double half = p->step / 2, last;

	if (!r.equal || p->choices)
		return (struct prior_axis){r.low, r.high, r.spacing};
	last = level_number(p, p->levels - 1);
	if (p->type != PARAM_POW2)
		return (struct prior_axis){
		    p->low - half, last + half, SPACING_VALUE};
	half = spacing_place(SPACING_LOG, p->base) / 2;
	return (struct prior_axis){spacing_place(SPACING_LOG, p->low) - half,
	    spacing_place(SPACING_LOG, last) + half, SPACING_LOG};
}

/* Written so that a range as wide as doubles go does not overflow. */
static double
mix(double low, double high, double u)
{
	return low * (1 - u) + high * u;
}

static double
spread(const struct range *r, double u)
{
	return spacing_value(r->spacing, mix(r->low, r->high, u));
}

/* The coordinate of a place. */
static double
part(const struct range *r, double place)
{
	if (r->spacing != SPACING_VALUE)
		return (place - r->low) / (r->high - r->low);
	return (place / 2 - r->low / 2) / (r->high / 2 - r->low / 2);
}

static double
gather(const struct range *r, double x)
{
	return part(r, spacing_place(r->spacing, x));
}

double
value_quantise(double u)
{
	const double last = 0x1p32 - 1;

	return (clip(floor(u * 0x1p32), 0, last) + 0.5) * 0x1p-32;
}

/* The level at u of those that are spaced: the last that begins before it. */
static uint64_t
spaced_level(const struct param *p, const struct range *r, double u)
{
	const double place = mix(r->low, r->high, u);
	uint64_t from = 0, to = p->levels;

	while (to - from > 1) {
		const uint64_t middle = from + (to - from) / 2;

		if (end_place(p, r->spacing, middle - 1) <= place)
			from = middle;
		else
			to = middle;
	}
	return from;
}

static uint64_t
level_at(const struct param *p, const struct range *r, double u)
{
	const double last = (double)(p->levels - 1);

	if (has_equal_shares(p))
		return (uint64_t)clip(floor(u * (double)p->levels), 0, last);
	if (p->spaced)
		return spaced_level(p, r, u);
	return nearest_level(p, spread(r, u));
}

double
value_number_at(const struct param *p, const struct range *r, double u)
{
	return clip(number_round(spread(r, u), DIGITS), p->low, p->high);
}

/* The value at u. */
static json_t *
value_at(const struct param *p, double u)
{
	const struct range r = value_range(p);

	if (p->levels > 0)
		return value_level(p, level_at(p, &r, u));
	return number(p, value_number_at(p, &r, u));
}

uint64_t
value_level_at(const struct param *p, const struct range *r, double u)
{
	return level_at(p, r, u);
}

json_t *
value_middle(const struct param *p)
{
	return value_at(p, p->middle);
}

double
value_coordinate(const struct param *p, const struct range *r, double x)
{
	const double beyond = nextafter(1, 0);

	if (has_equal_shares(p))
		return fmin((x + 0.5) / (double)p->levels, beyond);
	if (p->levels > 0)
		return clip(part(r, level_place(p, r->spacing, (uint64_t)x)), 0,
		    beyond);
	return clip(gather(r, x), 0, beyond);
}

void
value_cell(const struct param *p, const struct range *r, uint64_t k,
    double *low, double *high)
{
	const double half = p->step / 2;
	const bool first = k == 0, last = k + 1 == p->levels;

	if (has_equal_shares(p)) {
		*low = (double)k / (double)p->levels;
		*high = (double)(k + 1) / (double)p->levels;
		return;
	}
	if (p->spaced) {
		*low = first ? 0 : part(r, end_place(p, r->spacing, k - 1));
		*high = last ? 1 : part(r, end_place(p, r->spacing, k));
		return;
	}
	*low = first ? 0 : gather(r, level_number(p, k) - half);
	*high = last ? 1 : gather(r, level_number(p, k) + half);
}

double
value_cell_width(
    const struct param *p, const struct range *r, uint64_t k, double *middle)
{
	double low, high, away;

	value_cell(p, r, k, &low, &high);
	*middle = low / 2 + high / 2;
	if (p->spaced || r->spacing == SPACING_VALUE)
		return high - low;
	/* Of large numbers the ends have the same logarithm. */
	away = level_number(p, k);
	if (r->spacing == SPACING_RLOG)
		away = 1 - away;
	return away > p->step
		   ? log1p(p->step / (away - p->step / 2)) / (r->high - r->low)
		   : high - low;
}

/* One line about a value that is none of p's, into *e. */
static json_t *
refuse(const struct param *p, json_t *value, const char *why, struct err *e)
{
	struct buf text = {0};

	jsonl_write(&text, value);
	err_set(e, "parameter '%s': %.200s %s", p->name, buf_text(&text), why);
	buf_release(&text);
	return NULL;
}

static json_t *
refuse_number(const struct param *p, json_t *value, struct err *e)
{
	const double x = json_number_value(value);
	char why[120];

	if (x < p->low || x > p->high)
		snprintf(why, sizeof(why), "is not within %.15g and %.15g",
		    p->low, p->high);
	else if (p->type == PARAM_POW2)
		snprintf(why, sizeof(why), "is no power of %d", p->base);
	else if (p->type == PARAM_INT && x != floor(x))
		snprintf(why, sizeof(why), "is not a whole number");
	else
		snprintf(why, sizeof(why), "is not on the grid of step %.15g",
		    p->step);
	return refuse(p, value, why, e);
}

json_t *
value_canonical(const struct param *p, json_t *value, struct err *e)
{
	uint64_t k;

	if (!p->choices && !json_is_number(value))
		return refuse(p, value, "is not a number", e);
	if (p->levels > 0 && value_find_level(p, value, &k))
		return value_level(p, k);
	if (p->choices)
		return refuse(p, value, "is none of its choices", e);
	if (p->levels == 0 && json_number_value(value) >= p->low &&
	    json_number_value(value) <= p->high)
		return number(p, json_number_value(value));
	return refuse_number(p, value, e);
}

json_t *
encode_fraction(const struct param *p, double f)
{
	struct range r = value_range(p);

	if (p->levels == 0)
		return number(p,
		    clip(number_round(spread(&r, f), DIGITS), p->low, p->high));
	if (has_equal_shares(p))
		return value_level(
		    p, (uint64_t)nearbyint(f * (double)(p->levels - 1)));
	/* from end to end, not of the outer cells */
	r.low = level_place(p, r.spacing, 0);
	r.high = level_place(p, r.spacing, p->levels - 1);
	return value_level(p, nearest_level(p, spread(&r, f)));
}
