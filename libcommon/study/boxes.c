#include "boxes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "encode_value.h"
#include "xalloc.h"

static const double HALF = 0.5;
static const double NARROW = 1e-9; /* what is not halved any more */

enum {
	FORMULA_EFFORT = 100, /* of looking at a formula, whatever it is */
	BYTE_EFFORT = 10,     /* of one byte, or one choice, of it */
};

void
boxes_pay(struct boxes *b, const struct formula *f)
{
	size_t size = strlen(f->text);

	for (size_t k = 0; k < f->n; k++)
		size += json_array_size(
		    b->part->space->params[f->params[k]].choices);
	b->effort -= FORMULA_EFFORT + BYTE_EFFORT * (long)size;
}

/* How wide the box is in parameter i, from 0 to 1; of no use if it may be
 * inactive: what that depends on is halved first. */
static double
width_of(const struct boxes *b, size_t i)
{
	const struct param *param = &b->part->space->params[i];
	const double low = b->box->low[i], high = b->box->high[i];

	double width;

	if (!b->box->active[i] || b->box->inactive[i] || !(low < high))
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
leave_open(struct boxes *b, const struct formula *f)
{
	b->open = true;
	for (size_t k = 0; k < f->n; k++) {
		const double width = width_of(b, f->params[k]);

		if (width > b->width) {
			b->width = width;
			b->widest = f->params[k];
		}
	}
}

/* Cut off the levels of parameter i whose values are not within [low, high]. */
static void
cut_levels(struct boxes *b, size_t i, double low, double high)
{
	const struct param *param = &b->part->space->params[i];
	double first = floor((low - param->low) / param->step);
	double last = ceil((high - param->low) / param->step);

	first = fmax(b->box->low[i], fmin(first, b->box->high[i]));
	last = fmin(b->box->high[i], fmax(last, b->box->low[i]));
	while (first <= last && value_number(param, first) < low)
		first++;
	while (first <= last && value_number(param, last) > high)
		last--;
	b->box->low[i] = first;
	b->box->high[i] = last;
}

/* Cut off what is beyond bound k of parameter i, wherever in the box that is.
 */
static void
cut_bound(struct boxes *b, size_t i, int k)
{
	const struct param *param = &b->part->space->params[i];
	const struct formula *f = param->bound[k];
	struct expr_span span;

	if (!f)
		return;
	boxes_pay(b, f);
	span = formula_span(f, b->part->space, b->box);
	if ((span.kinds & 1U << EXPR_NUMBER) == 0) {
		b->box->high[i] = b->box->low[i] - 1;
		return;
	}
	if (span.low < span.high || span.kinds != 1U << EXPR_NUMBER)
		leave_open(b, f);
	span.low = k == 0 ? span.low : -INFINITY;
	span.high = k == 1 ? span.high : INFINITY;
	if (param->levels > 0) {
		cut_levels(b, i, span.low, span.high);
		return;
	}
	b->box->low[i] = fmax(b->box->low[i], span.low);
	b->box->high[i] = fmin(b->box->high[i], span.high);
}

/* What parameter i may be, in a box of those it depends on; false: neither
 * active nor inactive. */
static bool
look_at_param(struct boxes *b, size_t i)
{
	const struct param *param = &b->part->space->params[i];
	unsigned may = EXPR_MAY_BE_TRUE;

	if (param->when) {
		boxes_pay(b, param->when);
		may = formula_may(param->when, b->part->space, b->box);
		if ((may & EXPR_MAY_BE_TRUE) != 0 && may != EXPR_MAY_BE_TRUE)
			leave_open(b, param->when);
	}
	b->box->active[i] = may & EXPR_MAY_BE_TRUE;
	b->box->inactive[i] = may != EXPR_MAY_BE_TRUE;
	if (!b->box->active[i] || boxes_is_off(b, b->part->space->nrules + i))
		return true;
	for (int k = 0; k < 2; k++)
		if (b->box->low[i] <= b->box->high[i])
			cut_bound(b, i, k);
	b->box->active[i] = b->box->low[i] <= b->box->high[i];
	return b->box->active[i] || b->box->inactive[i];
}

/* Whether a rule refutes all of the box. */
static bool
refutes(struct boxes *b, size_t limit)
{
	const struct rule *rule = &b->part->space->rules[limit];
	const unsigned breaks =
	    (unsigned)(rule->forbids ? EXPR_MAY_BE_TRUE : EXPR_MAY_BE_FALSE);
	unsigned may;

	boxes_pay(b, rule->formula);
	may = formula_may(rule->formula, b->part->space, b->box);
	if (may == breaks && b->used)
		b->used[limit] = true;
	if ((may & breaks) != 0)
		leave_open(b, rule->formula);
	return may == breaks;
}

/* Whether the box in hand has no point, for all that can be told of it. */
static bool
is_refuted(struct boxes *b)
{
	const struct part *part = b->part;

	b->open = false;
	b->widest = SPACE_NONE;
	b->width = 0;
	b->effort -= BOXES_PARAM * (long)part->n;
	for (size_t k = 0; k < part->n; k++)
		if (!look_at_param(b, part->params[k]))
			return true;
	for (size_t k = 0; k < part->nlimits; k++)
		if (part->limits[k] < b->part->space->nrules &&
		    !boxes_is_off(b, part->limits[k]) &&
		    refutes(b, part->limits[k]))
			return true;
	return false;
}

double
boxes_between(const struct param *p, double low, double high, double u)
{
	return p->log ? exp(log(low) + u * log(high / low))
		      : low + u * (high - low);
}

/* Put the box in hand on the stack, and the one on top of it in hand. */
static void
push(struct boxes *b)
{
	const size_t n = 2 * b->part->n;
	double *to;

	if (b->depth == b->cap) {
		b->cap = 2 * b->cap + 1;
		b->stack = xreallocarray(
		    b->stack, b->cap * (n + 1), sizeof(*b->stack));
	}
	to = b->stack + n * b->depth++;
	for (size_t k = 0; k < b->part->n; k++) {
		*to++ = b->box->low[b->part->params[k]];
		*to++ = b->box->high[b->part->params[k]];
	}
}

static void
pop(struct boxes *b)
{
	const double *from = b->stack + 2 * b->part->n * --b->depth;

	for (size_t k = 0; k < b->part->n; k++) {
		b->box->low[b->part->params[k]] = *from++;
		b->box->high[b->part->params[k]] = *from++;
	}
}

void
boxes_begin(struct boxes *b)
{
	for (size_t k = 0; k < b->part->n; k++) {
		const size_t i = b->part->params[k];
		const struct param *param = &b->part->space->params[i];

		b->box->low[i] = param->levels > 0 ? 0 : param->low;
		b->box->high[i] = param->levels > 0
				      ? (double)(param->levels - 1)
				      : param->high;
	}
	push(b);
}

void
boxes_release(struct boxes *b)
{
	free(b->stack);
	b->stack = NULL;
	b->depth = b->cap = 0;
}

bool
boxes_next(struct boxes *b)
{
	while (b->depth > 0 && b->effort >= 0) {
		pop(b);
		if (!is_refuted(b))
			return true;
	}
	return false;
}

bool
boxes_halve(struct boxes *b)
{
	const size_t i = b->widest;
	const struct param *param;
	double low, high, middle, next;

	if (i == SPACE_NONE)
		return false;
	param = &b->part->space->params[i];
	low = b->box->low[i];
	high = b->box->high[i];
	middle = next = low + (high - low) / 2;

	if (param->levels > 0) {
		middle = floor(middle);
		next = middle + 1;
	} else if (param->log) {
		middle = next = boxes_between(param, low, high, HALF);
	}
	b->box->low[i] = next;
	push(b);
	b->box->low[i] = low;
	b->box->high[i] = middle;
	push(b);
	return true;
}
