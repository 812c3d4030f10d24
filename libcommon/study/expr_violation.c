/* How far a condition is from holding, as a number. */
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "expr_node.h"

/* A value; of a truth value how far it is from true. */
struct measured {
	struct expr_value value;
	double far; /* NAN: unknown, or no truth value */
};

/* a - b of numbers, of whole ones too that no double is; 0: they are equal. */
static double
difference(struct expr_value a, struct expr_value b)
{
	const double x = a.number - b.number + (a.rest - b.rest);

	return fmax(-DBL_MAX, fmin(x, DBL_MAX));
}

/* Where 0 is true, and is to be false. */
static double
strictly(double x)
{
	return x == 0 ? DBL_MIN : x;
}

/* Of a comparison of two numbers. */
static double
compare(enum expr_op op, struct expr_value a, struct expr_value b)
{
	const double x = difference(a, b);

	switch (op) {
	case OP_LESS:
		return strictly(x);
	case OP_AT_MOST:
		return x;
	case OP_GREATER:
		return strictly(-x);
	case OP_AT_LEAST:
		return -x;
	case OP_EQUAL:
		return fabs(x);
	default:
		return strictly(-fabs(x)); /* OP_UNEQUAL */
	}
}

/* From a number to the nearest one of a list; infinite if that has none. */
static double
member(
    const struct expr *expr, const struct expr_node *node, struct expr_value v)
{
	double least = INFINITY;

	for (size_t i = node->first; i < node->first + node->n; i++)
		if (expr->values[i].kind == EXPR_NUMBER)
			least =
			    fmin(least, fabs(difference(v, expr->values[i])));
	return least;
}

/* By the numbers that an operator compares; infinite if there are none. */
static double
by_numbers(const struct expr *expr, const struct expr_node *node,
    const struct measured *v)
{
	const enum expr_family family = expr_operators[node->op].family;

	if (v[0].value.kind != EXPR_NUMBER)
		return INFINITY;
	if (family == EXPR_MEMBER)
		return member(expr, node, v[0].value);
	if ((family == EXPR_ORDER || family == EXPR_EQUALITY) &&
	    v[1].value.kind == EXPR_NUMBER)
		return compare(node->op, v[0].value, v[1].value);
	return INFINITY;
}

/* What no number measures. */
static double
plainly(struct expr_value v)
{
	if (v.kind != EXPR_BOOL)
		return NAN;
	return v.truth ? -1 : 1;
}

/* How far the result of an operator with the operands v is from true. */
static double
measure(const struct expr *expr, const struct expr_node *node,
    const struct measured *v, struct expr_value result)
{
	double x;

	if (result.kind != EXPR_BOOL)
		return NAN;
	switch (node->op) {
	case OP_NOT:
		return strictly(-v[0].far);
	case OP_AND: /* fmax() and fmin() pass over what is unknown */
		return fmax(v[0].far, v[1].far);
	case OP_OR:
		return fmin(v[0].far, v[1].far);
	default:
		x = by_numbers(expr, node, v);
		return isinf(x) ? plainly(result) : x;
	}
}

/* An operator with its operands v becomes its result in v[0]. */
static void
apply(const struct expr *expr, const struct expr_node *node, struct measured *v)
{
	const struct expr_value values[] = {v[0].value,
	    expr_operators[node->op].operands == 2 ? v[1].value : v[0].value};
	const struct expr_value result = expr_apply(expr, node, values);

	v[0] = (struct measured){result, measure(expr, node, v, result)};
}

double
expr_violation(const struct expr *expr, expr_get *get, const void *arg)
{
	struct measured stack[EXPR_STACK_MAX];
	struct measured *top = stack; /* behind the last */

	*top = (struct measured){.far = NAN};
	for (size_t i = 0; i < expr->n; i++) {
		const struct expr_node *node = &expr->nodes[i];

		if (expr_operators[node->op].family == EXPR_LEAF) {
			top->value = node->op == OP_NAME
					 ? get(arg, node->first)
					 : expr->values[node->first];
			top->far = plainly(top->value);
		} else {
			top -= expr_operators[node->op].operands;
			apply(expr, node, top);
		}
		top++;
	}
	return stack[0].far;
}
