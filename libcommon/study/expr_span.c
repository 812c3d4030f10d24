/* All that an expression may become in a box: abstract interpretation. */
#include "expr_span.h"

#include <math.h>

static const struct expr_span never = {.kinds = EXPR_BIT(EXPR_UNKNOWN)};

/* A double on either side of a whole number that is none. */
static void
take_number(struct expr_span *s, struct expr_value v)
{
	const double low =
	    v.rest < 0 ? nextafter(v.number, -INFINITY) : v.number;
	const double high =
	    v.rest > 0 ? nextafter(v.number, INFINITY) : v.number;

	s->low = span_has(*s, EXPR_NUMBER) ? fmin(s->low, low) : low;
	s->high = span_has(*s, EXPR_NUMBER) ? fmax(s->high, high) : high;
}

struct expr_span
expr_span_choices(const json_t *choices, size_t from, size_t to)
{
	struct expr_span s = {.choices = choices, .from = from, .to = to};

	for (size_t i = from; i < to; i++) {
		const struct expr_value v =
		    expr_from_json(json_array_get(choices, i));

		if (v.kind == EXPR_NUMBER)
			take_number(&s, v);
		if (v.kind == EXPR_BOOL)
			s.truths |= v.truth ? TRUE : FALSE;
		s.kinds |= EXPR_BIT(v.kind);
	}
	return s;
}

static struct interval
interval_of(struct expr_span s)
{
	return (struct interval){.low = s.low, .high = s.high};
}

/* Of two points it is what the operator gives; a is b of one operand. */
static struct interval
operate(const struct expr_operator *op, struct expr_span a, struct expr_span b)
{
	double x;

	if (a.low != a.high || b.low != b.high)
		return op->interval(interval_of(a), interval_of(b));
	x = op->number(a.low, b.low);
	if (!isfinite(x))
		return (struct interval){.none = true, .partial = true};
	return (struct interval){.low = x, .high = x};
}

static struct expr_span
arithmetic(const struct expr_operator *op, const struct expr_span *s)
{
	const struct expr_span *b = &s[op->operands - 1];
	struct interval x;
	struct expr_span out;

	if (!span_has(s[0], EXPR_NUMBER) || !span_has(*b, EXPR_NUMBER))
		return never;
	x = operate(op, s[0], *b);
	if (x.none)
		return never;
	out = (struct expr_span){
	    .kinds = EXPR_BIT(EXPR_NUMBER), .low = x.low, .high = x.high};
	if (x.partial ||
	    ((s[0].kinds | b->kinds) & ~EXPR_BIT(EXPR_NUMBER)) != 0)
		out.kinds |= EXPR_BIT(EXPR_UNKNOWN);
	return out;
}

static unsigned
may_of(struct expr_span s)
{
	return (span_has(s, EXPR_BOOL) ? s.truths : 0) |
	       ((s.kinds & ~EXPR_BIT(EXPR_BOOL)) != 0 ? UNKNOWN : 0);
}

static unsigned
both(unsigned a, unsigned b)
{
	const bool unknown =
	    (a & UNKNOWN && b & (TRUE | UNKNOWN)) || (b & UNKNOWN && a & TRUE);

	return ((a | b) & FALSE) | (a & b & TRUE) | (unknown ? UNKNOWN : 0);
}

static unsigned
logic(enum expr_op op, const struct expr_span *s)
{
	const unsigned a = may_of(s[0]);

	if (op == OP_NOT)
		return span_opposite(a);
	if (op == OP_AND)
		return both(a, may_of(s[1]));
	/* De Morgan's law holds in Kleene's logic, too */
	return span_opposite(
	    both(span_opposite(a), span_opposite(may_of(s[1]))));
}

static struct expr_span
of_may(unsigned may)
{
	struct expr_span s = {.truths = may & (FALSE | TRUE)};

	if (s.truths != 0)
		s.kinds |= EXPR_BIT(EXPR_BOOL);
	if (may & UNKNOWN)
		s.kinds |= EXPR_BIT(EXPR_UNKNOWN);
	return s;
}

/* The span of an operator whose operands have the spans s. */
static struct expr_span
apply(const struct expr *expr, const struct expr_node *node,
    const struct expr_span *s)
{
	const struct expr_operator *op = &expr_operators[node->op];

	switch (op->family) {
	case EXPR_ARITHMETIC:
		return arithmetic(op, s);
	case EXPR_EQUALITY:
		return of_may(span_equality(node->op, s));
	case EXPR_ORDER:
		return of_may(span_order(node->op, s));
	case EXPR_MEMBER:
		return of_may(span_member(expr, node, *s));
	case EXPR_PATTERN:
		return of_may(span_pattern(expr, node, *s));
	case EXPR_ABSENCE:
		return of_may((span_has(*s, EXPR_UNKNOWN) ? TRUE : 0) |
			      (span_is_known(*s) ? FALSE : 0));
	case EXPR_LOGIC:
		return of_may(logic(node->op, s));
	case EXPR_LEAF:
		break;
	}
	return never;
}

struct expr_span
expr_span(const struct expr *expr, expr_get_span *get, const void *arg)
{
	struct expr_span stack[EXPR_STACK_MAX];
	struct expr_span *top = stack; /* behind the last */

	*top = never; /* there is a node, which linters do not know */
	for (size_t i = 0; i < expr->n; i++) {
		const struct expr_node *node = &expr->nodes[i];

		if (node->op == OP_NAME) {
			*top = get(arg, node->first);
		} else if (node->op == OP_LITERAL) {
			*top = expr_span_choices(
			    expr->literals, node->first, node->first + 1);
		} else {
			top -= expr_operators[node->op].operands;
			*top = apply(expr, node, top);
		}
		top++;
	}
	return stack[0];
}

unsigned
expr_may(const struct expr *expr, expr_get_span *get, const void *arg)
{
	return may_of(expr_span(expr, get, arg));
}
