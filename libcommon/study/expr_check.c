/* The types of an expression: what each operator may be given. */
#include <stdio.h>
#include <string.h>

#include "expr_node.h"

#define BIT(kind) (1U << (kind))

enum { KINDS_TEXT = 80 };

/* What an operand may be, and where it begins. */
struct typed {
	unsigned kinds;
	size_t at;
};

struct checking {
	const struct expr *expr;
	struct err *e;
};

static unsigned
known(unsigned kinds)
{
	return kinds & ~BIT(EXPR_UNKNOWN);
}

/* "a number or a string" into text; what is unknown as well is not told. */
static const char *
describe(char text[KINDS_TEXT], unsigned kinds)
{
	static const char *const words[] = {[EXPR_NULL] = "null",
	    [EXPR_BOOL] = "true or false",
	    [EXPR_NUMBER] = "a number",
	    [EXPR_STRING] = "a string"};
	size_t n = 0;

	text[0] = '\0';
	for (unsigned kind = EXPR_NULL; kind <= EXPR_STRING; kind++)
		if (kinds & BIT(kind))
			n += (size_t)snprintf(text + n, KINDS_TEXT - n, "%s%s",
			    n > 0 ? " or " : "", words[kind]);
	return text;
}

static int
refuse(const struct checking *c, size_t at)
{
	c->e->column = (int)at + 1;
	return -1;
}

/* Whether v can be one of the kinds that op needs. */
static int
needs(const struct checking *c, enum expr_op op, struct typed v, unsigned kinds)
{
	char wanted[KINDS_TEXT], got[KINDS_TEXT];

	if (known(v.kinds) == 0 || (v.kinds & kinds) != 0)
		return 0;
	err_set(c->e, "'%s' needs %s, and this is %s", expr_operators[op].name,
	    describe(wanted, kinds), describe(got, v.kinds));
	return refuse(c, v.at);
}

/* Whether a and b can be of one kind, out of these. */
static int
meets(const struct checking *c, const struct typed *v, unsigned kinds)
{
	const bool null = ((v[0].kinds | v[1].kinds) & BIT(EXPR_NULL)) != 0;
	char a[KINDS_TEXT], b[KINDS_TEXT];

	if (known(v[0].kinds) == 0 || known(v[1].kinds) == 0 ||
	    (v[0].kinds & v[1].kinds & kinds) != 0)
		return 0;
	err_set(c->e, "%s is compared with %s%s", describe(a, v[0].kinds),
	    describe(b, v[1].kinds),
	    null ? "; 'is null' asks whether a name is inactive" : "");
	return refuse(c, v[1].at);
}

static int
orders(const struct checking *c, enum expr_op op, const struct typed *v)
{
	const unsigned kinds = BIT(EXPR_NUMBER) | BIT(EXPR_STRING);

	if (needs(c, op, v[0], kinds) == -1 || needs(c, op, v[1], kinds) == -1)
		return -1;
	return meets(c, v, kinds);
}

/* Each value of a list is compared. */
static int
members(const struct checking *c, const struct expr_node *node, struct typed v)
{
	for (size_t i = node->first; i < node->first + node->n; i++) {
		const struct typed both[] = {
		    v, {BIT(c->expr->values[i].kind), c->expr->at[i]}};

		if (meets(c, both, ~0U) == -1)
			return -1;
	}
	return 0;
}

/* What an operator is of its operands v, into v[0]. */
static int
apply(const struct checking *c, const struct expr_node *node, struct typed *v)
{
	const struct expr_operator *op = &expr_operators[node->op];
	unsigned needed = ~0U, result = BIT(EXPR_BOOL);
	int rc = 0;

	if (op->family == EXPR_ARITHMETIC)
		needed = result = BIT(EXPR_NUMBER);
	else if (op->family == EXPR_PATTERN)
		needed = BIT(EXPR_STRING);
	else if (op->family == EXPR_LOGIC)
		needed = BIT(EXPR_BOOL);
	for (size_t i = 0; i < op->operands && rc == 0; i++)
		rc = needs(c, node->op, v[i], needed);
	if (rc == 0 && op->family == EXPR_ORDER)
		rc = orders(c, node->op, v);
	else if (rc == 0 && op->family == EXPR_EQUALITY)
		rc = meets(c, v, ~0U);
	else if (rc == 0 && op->family == EXPR_MEMBER)
		rc = members(c, node, v[0]);
	v[0].kinds = result | BIT(EXPR_UNKNOWN);
	/* a sign, or the name of a function, comes first */
	if (node->at < v[0].at)
		v[0].at = node->at;
	return rc;
}

int
expr_check(const struct expr *expr, const unsigned *kinds, unsigned wanted,
    struct err *e)
{
	const struct checking c = {expr, e};
	struct typed stack[EXPR_STACK_MAX];
	struct typed *top = stack; /* behind the last */
	char needed[KINDS_TEXT], got[KINDS_TEXT];

	*top = (struct typed){0};
	for (size_t i = 0; i < expr->n; i++) {
		const struct expr_node *node = &expr->nodes[i];

		if (node->op == OP_NAME) {
			*top = (struct typed){kinds[node->first], node->at};
		} else if (node->op == OP_LITERAL) {
			*top = (struct typed){
			    BIT(expr->values[node->first].kind), node->at};
		} else {
			top -= expr_operators[node->op].operands;
			if (apply(&c, node, top) == -1)
				return -1;
		}
		top++;
	}
	if (known(stack->kinds) == 0 || (stack->kinds & wanted) != 0)
		return 0;
	err_set(e, "%s is wanted, and this is %s", describe(needed, wanted),
	    describe(got, stack->kinds));
	return refuse(&c, stack->at);
}
