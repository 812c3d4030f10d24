/* What comparisons may be of spans. */
#include "expr_span.h"

#include <string.h>

/* Pairs of choices and strings of a list that are looked through: more would
 * take too long, and may be anything. */
enum { PAIRS_MAX = 1 << 16 };

/* Values of a list. */
struct list {
	const json_t *array;
	size_t from, to;
};

static bool
is_in(const struct list *list, struct expr_value v)
{
	for (size_t i = list->from; i < list->to; i++)
		if (expr_equal(
			v, expr_from_json(json_array_get(list->array, i))))
			return true;
	return false;
}

/* Whether one of a kind is in the list; of numbers, one from low to high. */
static bool
any_is_in(const struct list *list, enum expr_kind kind, double low, double high)
{
	for (size_t i = list->from; i < list->to; i++) {
		const struct expr_value v =
		    expr_from_json(json_array_get(list->array, i));

		if (v.kind == kind &&
		    (kind != EXPR_NUMBER ||
			(low <= v.number && v.number <= high)))
			return true;
	}
	return false;
}

static unsigned
truth_bit(bool truth)
{
	return truth ? TRUE : FALSE;
}

/* The same as span_in() of a number that is no choice. */
static unsigned
number_in(struct expr_span s, const struct list *list)
{
	const struct expr_value v = {.kind = EXPR_NUMBER, .number = s.low};

	if (s.low == s.high)
		return truth_bit(is_in(list, v));
	return any_is_in(list, EXPR_NUMBER, s.low, s.high) ? FALSE | TRUE
							   : FALSE;
}

static unsigned
choice_in(struct expr_span s, const struct list *list)
{
	unsigned may = 0;

	if (s.to - s.from > PAIRS_MAX / (list->to - list->from))
		return FALSE | TRUE;
	for (size_t i = s.from; i < s.to && may != (FALSE | TRUE); i++)
		may |= truth_bit(
		    is_in(list, expr_from_json(json_array_get(s.choices, i))));
	return may;
}

/* What `s in list` may be where s is known; the list is not empty. */
static unsigned
span_in(struct expr_span s, const struct list *list)
{
	unsigned may = 0;

	if (s.choices)
		return choice_in(s, list);
	if (span_has(s, EXPR_NULL))
		may |= truth_bit(any_is_in(list, EXPR_NULL, 0, 0));
	for (int truth = 0; span_has(s, EXPR_BOOL) && truth < 2; truth++)
		if (s.truths & truth_bit(truth))
			may |= truth_bit(is_in(list,
			    (struct expr_value){EXPR_BOOL, .truth = truth}));
	if (span_has(s, EXPR_NUMBER))
		may |= number_in(s, list);
	if (span_has(s, EXPR_STRING))
		may |=
		    any_is_in(list, EXPR_STRING, 0, 0) ? FALSE | TRUE : FALSE;
	return may;
}

static bool
is_one(struct expr_span s)
{
	return s.choices && s.to - s.from == 1;
}

/* Whether a value of a may be one of b; not all are choices. */
static bool
may_meet(struct expr_span a, struct expr_span b)
{
	return (span_has(a, EXPR_NULL) && span_has(b, EXPR_NULL)) ||
	       (span_has(a, EXPR_BOOL) && span_has(b, EXPR_BOOL) &&
		   (a.truths & b.truths) != 0) ||
	       (span_has(a, EXPR_NUMBER) && span_has(b, EXPR_NUMBER) &&
		   a.low <= b.high && b.low <= a.high) ||
	       (span_has(a, EXPR_STRING) && span_has(b, EXPR_STRING));
}

/* Whether it is one value, which is no choice. */
static bool
is_single(struct expr_span s)
{
	const unsigned known = s.kinds & ~EXPR_BIT(EXPR_UNKNOWN);

	return known == EXPR_BIT(EXPR_NULL) ||
	       (known == EXPR_BIT(EXPR_BOOL) && s.truths != (FALSE | TRUE)) ||
	       (known == EXPR_BIT(EXPR_NUMBER) && s.low == s.high);
}

/* What a == b may be where both are known. */
static unsigned
known_equal(struct expr_span a, struct expr_span b)
{
	const struct list list = {b.choices, b.from, b.to};

	if (is_one(b))
		return span_in(a, &list);
	if (is_one(a))
		return known_equal(b, a);
	if (a.choices && b.choices)
		return FALSE | (span_in(a, &list) & TRUE);
	if (!may_meet(a, b))
		return FALSE;
	return is_single(a) && is_single(b) ? TRUE : FALSE | TRUE;
}

/* true and false changed for each other. */
unsigned
span_opposite(unsigned may)
{
	return (may & UNKNOWN) | (may & FALSE ? TRUE : 0) |
	       (may & TRUE ? FALSE : 0);
}

unsigned
span_equality(enum expr_op op, const struct expr_span *s)
{
	unsigned may = 0;

	if (span_has(s[0], EXPR_UNKNOWN) || span_has(s[1], EXPR_UNKNOWN))
		may |= UNKNOWN;
	if (span_is_known(s[0]) && span_is_known(s[1]))
		may |= known_equal(s[0], s[1]);
	return op == OP_EQUAL ? may : span_opposite(may);
}

/* The first and last string of a list in their order, NULL if not known. */
struct ends {
	const char *first, *last;
};

static struct ends
ends_of(struct expr_span s)
{
	struct ends ends = {NULL, NULL};

	if (!s.choices || s.to - s.from > PAIRS_MAX)
		return ends;
	for (size_t i = s.from; i < s.to; i++) {
		const char *text =
		    json_string_value(json_array_get(s.choices, i));

		if (text && (!ends.first || strcmp(text, ends.first) < 0))
			ends.first = text;
		if (text && (!ends.last || strcmp(text, ends.last) > 0))
			ends.last = text;
	}
	return ends;
}

/* What `a op b` may be, where the least a is to the greatest b as low says,
 * and the greatest a to the least b as high says. */
static unsigned
bounds_order(enum expr_op op, int low, int high)
{
	switch (op) {
	case OP_LESS:
		return (low < 0 ? TRUE : 0) | (high >= 0 ? FALSE : 0);
	case OP_AT_MOST:
		return (low <= 0 ? TRUE : 0) | (high > 0 ? FALSE : 0);
	case OP_GREATER:
		return span_opposite(bounds_order(OP_AT_MOST, low, high));
	default:
		return span_opposite(bounds_order(OP_LESS, low, high));
	}
}

static unsigned
order_of_strings(enum expr_op op, struct ends a, struct ends b)
{
	return bounds_order(op,
	    a.first && b.last ? strcmp(a.first, b.last) : -1,
	    a.last && b.first ? strcmp(a.last, b.first) : 1);
}

static int
compare(double a, double b)
{
	return (a > b) - (a < b);
}

unsigned
span_order(enum expr_op op, const struct expr_span *s)
{
	const unsigned all = s[0].kinds | s[1].kinds;
	unsigned may = 0;

	if (all != EXPR_BIT(EXPR_NUMBER) && all != EXPR_BIT(EXPR_STRING))
		may |= UNKNOWN;
	if (span_has(s[0], EXPR_NUMBER) && span_has(s[1], EXPR_NUMBER))
		may |= bounds_order(op, compare(s[0].low, s[1].high),
		    compare(s[0].high, s[1].low));
	if (span_has(s[0], EXPR_STRING) && span_has(s[1], EXPR_STRING))
		may |= order_of_strings(op, ends_of(s[0]), ends_of(s[1]));
	return may;
}

unsigned
span_member(
    const struct expr *expr, const struct expr_node *node, struct expr_span s)
{
	const struct list list = {
	    expr->literals, node->first, node->first + node->n};

	return (span_has(s, EXPR_UNKNOWN) ? UNKNOWN : 0) |
	       (span_is_known(s) ? span_in(s, &list) : 0);
}

unsigned
span_pattern(
    const struct expr *expr, const struct expr_node *node, struct expr_span s)
{
	const char *like = expr->values[node->first].string;
	unsigned may = (s.kinds & ~EXPR_BIT(EXPR_STRING)) != 0 ? UNKNOWN : 0;

	if (!span_has(s, EXPR_STRING))
		return may;
	if (!s.choices || s.to - s.from > PAIRS_MAX)
		return may | FALSE | TRUE;
	for (size_t i = s.from; i < s.to; i++) {
		const char *text =
		    json_string_value(json_array_get(s.choices, i));

		if (text)
			may |= truth_bit(
			    expr_like(text, like, node->op == OP_ILIKE));
	}
	return may;
}
