/* Branch and prune over the boxes of one part of a space. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "empty.h"
#include "encode_value.h"
#include "point.h"
#include "rng.h"
#include "xalloc.h"

static const double HALF = 0.5;
static const double NARROW = 1e-9; /* what is not halved any more */

enum {
	DRAWS = 16,
	BOXES = 2000,
	PARAM_EFFORT = 100,   /* of a number for a parameter */
	FORMULA_EFFORT = 100, /* of looking at a formula, whatever it is */
	BYTE_EFFORT = 10,     /* of one byte, or one choice, of it */
};

struct proof {
	const struct part *part;
	const struct space *space;
	const bool *off;
	bool *used;
	long *effort;
	struct box box; /* the one in hand; part's */
	double *row;    /* part's */
	double *stack;  /* others: low and high of each parameter of the part */
	size_t depth, cap;
	size_t widest; /* parameter to halve, or SPACE_NONE */
	double width;  /* of that, as a part of all there is */
};

static void
pay(struct proof *p, const struct formula *f)
{
	size_t size = strlen(f->text);

	for (size_t k = 0; k < f->n; k++)
		size += json_array_size(p->space->params[f->params[k]].choices);
	*p->effort -= FORMULA_EFFORT + BYTE_EFFORT * (long)size;
}

static bool
is_off(const struct proof *p, size_t limit)
{
	return p->off && p->off[limit];
}

/* How wide the box is in parameter i, from 0 to 1; of no use if it may be
 * inactive: what that depends on is halved first. */
static double
width_of(const struct proof *p, size_t i)
{
	const struct param *param = &p->space->params[i];
	const double low = p->box.low[i], high = p->box.high[i];

	double width;

	if (!p->box.active[i] || p->box.inactive[i] || !(low < high))
		return 0;
	if (param->levels > 0)
		return (high - low) / (double)(param->levels - 1);
	if (param->log)
		width = log(high / low) / log(param->high / param->low);
	else
		width = (high - low) / (param->high - param->low);
	return width > NARROW ? width : 0;
}

/* A formula is not decided yet: one of its parameters may be halved. */
static void
leave_open(struct proof *p, const struct formula *f)
{
	for (size_t k = 0; k < f->n; k++) {
		const double width = width_of(p, f->params[k]);

		if (width > p->width) {
			p->width = width;
			p->widest = f->params[k];
		}
	}
}

/* Cut off the levels of parameter i whose values are not within [low, high]. */
static void
cut_levels(struct proof *p, size_t i, double low, double high)
{
	const struct param *param = &p->space->params[i];
	double first = floor((low - param->low) / param->step);
	double last = ceil((high - param->low) / param->step);

	first = fmax(p->box.low[i], fmin(first, p->box.high[i]));
	last = fmin(p->box.high[i], fmax(last, p->box.low[i]));
	while (first <= last && value_number(param, first) < low)
		first++;
	while (first <= last && value_number(param, last) > high)
		last--;
	p->box.low[i] = first;
	p->box.high[i] = last;
}

/* Cut off what is beyond bound k of parameter i, wherever in the box that is.
 */
static void
cut_bound(struct proof *p, size_t i, int k)
{
	const struct param *param = &p->space->params[i];
	const struct formula *f = param->bound[k];
	struct expr_span span;

	if (!f)
		return;
	pay(p, f);
	span = formula_span(f, p->space, &p->box);
	if ((span.kinds & 1U << EXPR_NUMBER) == 0) {
		p->box.high[i] = p->box.low[i] - 1;
		return;
	}
	if (span.low < span.high || span.kinds != 1U << EXPR_NUMBER)
		leave_open(p, f);
	span.low = k == 0 ? span.low : -INFINITY;
	span.high = k == 1 ? span.high : INFINITY;
	if (param->levels > 0) {
		cut_levels(p, i, span.low, span.high);
		return;
	}
	p->box.low[i] = fmax(p->box.low[i], span.low);
	p->box.high[i] = fmin(p->box.high[i], span.high);
}

/* What parameter i may be, in a box of those it depends on; false: neither
 * active nor inactive. */
static bool
look_at_param(struct proof *p, size_t i)
{
	const struct param *param = &p->space->params[i];
	unsigned may = EXPR_MAY_BE_TRUE;

	if (param->when) {
		pay(p, param->when);
		may = formula_may(param->when, p->space, &p->box);
		if ((may & EXPR_MAY_BE_TRUE) != 0 && may != EXPR_MAY_BE_TRUE)
			leave_open(p, param->when);
	}
	p->box.active[i] = may & EXPR_MAY_BE_TRUE;
	p->box.inactive[i] = may != EXPR_MAY_BE_TRUE;
	if (!p->box.active[i] || is_off(p, p->space->nrules + i))
		return true;
	for (int k = 0; k < 2; k++)
		if (p->box.low[i] <= p->box.high[i])
			cut_bound(p, i, k);
	p->box.active[i] = p->box.low[i] <= p->box.high[i];
	return p->box.active[i] || p->box.inactive[i];
}

/* Whether a rule refutes all of the box. */
static bool
refutes(struct proof *p, size_t limit)
{
	const struct rule *rule = &p->space->rules[limit];
	const unsigned breaks =
	    (unsigned)(rule->forbids ? EXPR_MAY_BE_TRUE : EXPR_MAY_BE_FALSE);
	unsigned may;

	pay(p, rule->formula);
	may = formula_may(rule->formula, p->space, &p->box);
	if (may == breaks && p->used)
		p->used[limit] = true;
	if ((may & breaks) != 0)
		leave_open(p, rule->formula);
	return may == breaks;
}

/* Whether the box in hand has no point, for all that can be told of it. */
static bool
is_refuted(struct proof *p)
{
	const struct part *part = p->part;

	p->widest = SPACE_NONE;
	p->width = 0;
	*p->effort -= PARAM_EFFORT * (long)part->n;
	for (size_t k = 0; k < part->n; k++)
		if (!look_at_param(p, part->params[k]))
			return true;
	for (size_t k = 0; k < part->nlimits; k++)
		if (part->limits[k] < p->space->nrules &&
		    !is_off(p, part->limits[k]) && refutes(p, part->limits[k]))
			return true;
	return false;
}

static bool
keeps_rules(struct proof *p)
{
	const struct part *part = p->part;

	for (size_t k = 0; k < part->nlimits; k++) {
		const struct rule *rule = &p->space->rules[part->limits[k]];

		if (part->limits[k] >= p->space->nrules ||
		    is_off(p, part->limits[k]))
			continue;
		pay(p, rule->formula);
		if (formula_test(rule->formula, p->space, p->row) ==
		    (rule->forbids ? EXPR_TRUE : EXPR_FALSE))
			return false;
	}
	return true;
}

/* The domain of parameter i at the row. */
static const struct param *
domain_of(const struct proof *p, size_t i, struct param *own)
{
	return is_off(p, p->space->nrules + i)
		   ? &p->space->params[i]
		   : point_domain(p->space, i, p->row, own);
}

/* What is at the part u of the way from low to high. */
static double
between(const struct param *p, double low, double high, double u)
{
	return p->log ? exp(log(low) + u * log(high / low))
		      : low + u * (high - low);
}

/* A number of active parameter i at the row, drawn by rng, or, if it is NULL,
 * near the middle of the box; false if there is none. */
static bool
choose(struct proof *p, size_t i, struct rng *rng)
{
	struct param own;
	const struct param *domain = domain_of(p, i, &own);
	const double u = rng ? rng_uniform(rng) : HALF;
	double x, low = p->box.low[i], high = p->box.high[i];

	if (!domain)
		return false;
	*p->effort -= PARAM_EFFORT;
	if (domain->levels == 0) {
		x = between(domain, rng ? domain->low : low,
		    rng ? domain->high : high, u);
		p->row[i] = fmin(fmax(x, domain->low), domain->high);
		return true;
	}
	x = point_number_at(p->space, i, domain, u);
	low = fmax(low, point_number_at(p->space, i, domain, 0));
	high =
	    fmin(high, point_number_at(p->space, i, domain, nextafter(1, 0)));
	p->row[i] = rng ? x : floor(low + (high - low) / 2);
	return low <= high;
}

/* Whether that makes a point. */
static bool
is_point(struct proof *p, struct rng *rng)
{
	const struct part *part = p->part;

	for (size_t k = 0; k < part->n; k++)
		p->row[part->params[k]] = NAN;
	for (size_t k = 0; k < part->n; k++)
		if (point_active(p->space, part->params[k], p->row) &&
		    !choose(p, part->params[k], rng))
			return false;
	return keeps_rules(p);
}

static bool
draw(struct proof *p)
{
	for (uint32_t k = 0; k < DRAWS && *p->effort >= 0; k++) {
		struct rng rng;

		rng_init(&rng, 0, 0, "proof", k);
		if (is_point(p, &rng))
			return true;
	}
	return false;
}

/* Put the box in hand on the stack, and the one on top of it in hand. */
static void
push(struct proof *p)
{
	const size_t n = 2 * p->part->n;
	double *to;

	if (p->depth == p->cap) {
		p->cap = 2 * p->cap + 1;
		p->stack = xreallocarray(
		    p->stack, p->cap * (n + 1), sizeof(*p->stack));
	}
	to = p->stack + n * p->depth++;
	for (size_t k = 0; k < p->part->n; k++) {
		*to++ = p->box.low[p->part->params[k]];
		*to++ = p->box.high[p->part->params[k]];
	}
}

static void
pop(struct proof *p)
{
	const double *from = p->stack + 2 * p->part->n * --p->depth;

	for (size_t k = 0; k < p->part->n; k++) {
		p->box.low[p->part->params[k]] = *from++;
		p->box.high[p->part->params[k]] = *from++;
	}
}

/* Put both halves of the box in hand on the stack. */
static void
halve(struct proof *p)
{
	const size_t i = p->widest;
	const struct param *param = &p->space->params[i];
	const double low = p->box.low[i], high = p->box.high[i];
	double middle = low + (high - low) / 2, next = middle;

	if (param->levels > 0) {
		middle = floor(middle);
		next = middle + 1;
	} else if (param->log) {
		middle = next = between(param, low, high, HALF);
	}
	p->box.low[i] = next;
	push(p);
	p->box.low[i] = low;
	p->box.high[i] = middle;
	push(p);
}

/* Whether no box is left. */
static bool
drop_all(struct proof *p)
{
	const struct part *part = p->part;

	for (size_t k = 0; k < part->n; k++) {
		const size_t i = part->params[k];
		const struct param *param = &p->space->params[i];

		p->box.low[i] = param->levels > 0 ? 0 : param->low;
		p->box.high[i] = param->levels > 0 ? (double)(param->levels - 1)
						   : param->high;
	}
	push(p);
	for (int boxes = 0; p->depth > 0; boxes++) {
		if (boxes == BOXES || *p->effort < 0)
			return false;
		pop(p);
		if (is_refuted(p))
			continue;
		if (p->widest == SPACE_NONE || is_point(p, NULL))
			return false;
		halve(p);
	}
	return true;
}

bool
empty_prove(const struct part *part, const bool *off, long *effort, bool *used)
{
	struct proof p = {
	    .part = part,
	    .space = part->space,
	    .off = off,
	    .box = part->box,
	    .row = part->row,
	};
	bool empty;

	p.used = used;
	p.effort = effort;
	empty = !draw(&p) && drop_all(&p);
	free(p.stack);
	return empty;
}
