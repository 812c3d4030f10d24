/* The value of an expression at a point. */
#include <math.h>
#include <stddef.h>

#include "expr_node.h"

static const struct expr_value unknown = {.kind = EXPR_UNKNOWN};

static struct expr_value
of_truth(enum expr_truth t)
{
	if (t == EXPR_MAYBE)
		return unknown;
	return (struct expr_value){.kind = EXPR_BOOL, .truth = t == EXPR_TRUE};
}

static enum expr_truth
truth_of(struct expr_value v)
{
	if (v.kind != EXPR_BOOL)
		return EXPR_MAYBE;
	return v.truth ? EXPR_TRUE : EXPR_FALSE;
}

static enum expr_truth
of_bool(bool b)
{
	return b ? EXPR_TRUE : EXPR_FALSE;
}

static struct expr_value
arithmetic(const struct expr_operator *op, const struct expr_value *v)
{
	double x;

	if (v[0].kind != EXPR_NUMBER ||
	    (op->operands == 2 && v[1].kind != EXPR_NUMBER))
		return unknown;
	x = op->number(v[0].number, op->operands == 2 ? v[1].number : 0);
	if (!isfinite(x))
		return unknown;
	return (struct expr_value){.kind = EXPR_NUMBER, .number = x};
}

static enum expr_truth
equality(enum expr_op op, const struct expr_value *v)
{
	if (v[0].kind == EXPR_UNKNOWN || v[1].kind == EXPR_UNKNOWN)
		return EXPR_MAYBE;
	return of_bool(expr_equal(v[0], v[1]) == (op == OP_EQUAL));
}

static enum expr_truth
order(enum expr_op op, const struct expr_value *v)
{
	int way;

	if (v[0].kind != v[1].kind ||
	    (v[0].kind != EXPR_NUMBER && v[0].kind != EXPR_STRING))
		return EXPR_MAYBE;
	way = expr_order(v[0], v[1]);
	if (op == OP_LESS)
		return of_bool(way < 0);
	if (op == OP_AT_MOST)
		return of_bool(way <= 0);
	return of_bool(op == OP_GREATER ? way > 0 : way >= 0);
}

static enum expr_truth
member(
    const struct expr *expr, const struct expr_node *node, struct expr_value v)
{
	if (v.kind == EXPR_UNKNOWN)
		return EXPR_MAYBE;
	for (size_t i = 0; i < node->n; i++)
		if (expr_equal(v, expr->values[node->first + i]))
			return EXPR_TRUE;
	return EXPR_FALSE;
}

static enum expr_truth
pattern(
    const struct expr *expr, const struct expr_node *node, struct expr_value v)
{
	if (v.kind != EXPR_STRING)
		return EXPR_MAYBE;
	return of_bool(expr_like(
	    v.string, expr->values[node->first].string, node->op == OP_ILIKE));
}

/* S. C. Kleene, "Introduction to metamathematics" (1952), section 64. */
static enum expr_truth
logic(enum expr_op op, const struct expr_value *v)
{
	const enum expr_truth a = truth_of(v[0]);
	enum expr_truth b, decides;

	if (op == OP_NOT)
		return a == EXPR_MAYBE ? a : of_bool(a == EXPR_FALSE);
	b = truth_of(v[1]);
	decides = op == OP_AND ? EXPR_FALSE : EXPR_TRUE;
	if (a == decides || b == decides)
		return decides;
	return a == EXPR_MAYBE ? a : b;
}

struct expr_value
expr_apply(const struct expr *expr, const struct expr_node *node,
    const struct expr_value *v)
{
	const struct expr_operator *op = &expr_operators[node->op];

	switch (op->family) {
	case EXPR_ARITHMETIC:
		return arithmetic(op, v);
	case EXPR_EQUALITY:
		return of_truth(equality(node->op, v));
	case EXPR_ORDER:
		return of_truth(order(node->op, v));
	case EXPR_MEMBER:
		return of_truth(member(expr, node, *v));
	case EXPR_PATTERN:
		return of_truth(pattern(expr, node, *v));
	case EXPR_ABSENCE:
		return of_truth(of_bool(v->kind == EXPR_UNKNOWN));
	case EXPR_LOGIC:
		return of_truth(logic(node->op, v));
	case EXPR_LEAF:
		break;
	}
	return unknown;
}

struct expr_value
expr_eval(const struct expr *expr, expr_get *get, const void *arg)
{
	struct expr_value stack[EXPR_STACK_MAX];
	struct expr_value *top = stack; /* behind the last */

	*top = unknown; /* there is a node, which linters do not know */
	for (size_t i = 0; i < expr->n; i++) {
		const struct expr_node *node = &expr->nodes[i];

		if (node->op == OP_NAME) {
			*top = get(arg, node->first);
		} else if (node->op == OP_LITERAL) {
			*top = expr->values[node->first];
		} else {
			top -= expr_operators[node->op].operands;
			*top = expr_apply(expr, node, top);
		}
		top++;
	}
	return stack[0];
}

enum expr_truth
expr_test(const struct expr *expr, expr_get *get, const void *arg)
{
	return truth_of(expr_eval(expr, get, arg));
}
