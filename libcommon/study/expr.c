/* Of an expression that was read: its parts. */
#include "expr.h"

#include <stdlib.h>

#include "expr_node.h"

void
expr_free(struct expr *expr)
{
	if (!expr)
		return;
	json_decref(expr->index);
	json_decref(expr->literals);
	free(expr->nodes);
	free(expr->names);
	free(expr->values);
	free(expr->at);
	free(expr);
}

size_t
expr_names(const struct expr *expr)
{
	return expr->n_names;
}

const char *
expr_name(const struct expr *expr, size_t i, size_t *at)
{
	if (at)
		*at = expr->names[i].at;
	return expr->names[i].name;
}

/* The name and the literal of a comparison, its operands being a and b. */
static void
take_pair(const struct expr *expr, const struct expr_node *a,
    const struct expr_node *b, expr_literal *take, void *arg)
{
	if (a->op == OP_NAME && b->op == OP_LITERAL)
		take(arg, a->first, json_array_get(expr->literals, b->first),
		    expr->at[b->first]);
	else if (a->op == OP_LITERAL && b->op == OP_NAME)
		take_pair(expr, b, a, take, arg);
}

void
expr_literals(const struct expr *expr, expr_literal *take, void *arg)
{
	for (size_t i = 1; i < expr->n; i++) {
		const struct expr_node *node = &expr->nodes[i];
		const enum expr_family family = expr_operators[node->op].family;

		/* two leaves before it are its operands */
		if (family == EXPR_EQUALITY)
			take_pair(expr, node - 2, node - 1, take, arg);
		if (family != EXPR_MEMBER || node[-1].op != OP_NAME)
			continue;
		for (size_t k = node->first; k < node->first + node->n; k++)
			take(arg, node[-1].first,
			    json_array_get(expr->literals, k), expr->at[k]);
	}
}
