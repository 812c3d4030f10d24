/*
 * What an expression is inside: nodes in postfix order, for machines with a
 * stack.  Evaluation (expr_eval.c), how far a condition is from holding
 * (expr_violation.c), the superset of values (expr_span.c) and the check of
 * types (expr_check.c) are four such machines; what they share on operators is
 * one table.
 */
#ifndef HPO_EXPR_NODE_H
#define HPO_EXPR_NODE_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "expr.h"
#include "interval.h"

/* On the stack at once: what stands open on each level of precedence and the
 * list of a function, on each level of nesting. */
enum { EXPR_STACK_MAX = 8 * (EXPR_DEPTH_MAX + 1) };

enum expr_op {
	OP_NAME,    /* first: its number */
	OP_LITERAL, /* first: its number */

	OP_MIN, /* functions from here */
	OP_MAX,
	OP_ABS,
	OP_LOG,
	OP_EXP,
	OP_SQRT,
	OP_ROUND,
	OP_FLOOR,
	OP_CEIL, /* to here */
	OP_MINUS,
	OP_PLUS,
	OP_ADD,
	OP_SUBTRACT,
	OP_MULTIPLY,
	OP_DIVIDE,
	OP_MODULO,
	OP_POWER,

	OP_EQUAL,
	OP_UNEQUAL,
	OP_LESS,
	OP_AT_MOST,
	OP_GREATER,
	OP_AT_LEAST,

	OP_IN,   /* literals first to before first + n */
	OP_LIKE, /* literal first is the pattern */
	OP_ILIKE,
	OP_IS_NULL,
	OP_NOT,
	OP_AND,
	OP_OR,
	EXPR_OPS,
};

/* What an operator does with its operands. */
enum expr_family {
	EXPR_LEAF,
	EXPR_ARITHMETIC,
	EXPR_EQUALITY,
	EXPR_ORDER,
	EXPR_MEMBER,
	EXPR_PATTERN,
	EXPR_ABSENCE,
	EXPR_LOGIC,
};

struct expr_operator {
	const char *name; /* as it is written */
	enum expr_family family;
	unsigned operands; /* that it takes off the stack */
	/* Of arithmetic: not finite if there is no result; b is not used if
	 * there is one operand. */
	double (*number)(double a, double b);
	interval_operation *interval;
};

extern const struct expr_operator expr_operators[EXPR_OPS];

struct expr_node {
	enum expr_op op;
	uint32_t at; /* byte of the text */
	uint32_t first, n;
};

struct expr {
	struct expr_node *nodes;
	size_t n;
	struct expr_named {
		const char *name; /* a key of index */
		size_t at;
	} * names;
	size_t n_names;
	json_t *index;    /* object: name to number */
	json_t *literals; /* array */
	struct expr_value
	    *values; /* of the literals, whose strings they borrow */
	size_t *at;  /* of the literals, bytes of the text */
};

/* The value of an operator, or a function, with its operands v. */
struct expr_value expr_apply(const struct expr *expr,
    const struct expr_node *node, const struct expr_value *v);

/* How a, below, at or above b; both are numbers, or both strings. */
int expr_order(struct expr_value a, struct expr_value b);

/* Whether a is b: never if they are of different kinds.  Neither is unknown. */
bool expr_equal(struct expr_value a, struct expr_value b);

/*
 * Whether text matches a pattern of `like`: % stands for any text, _ for a
 * character of UTF-8, and a backslash takes the next byte as it is.  fold: the
 * case of ASCII letters does not matter.  O(text * pattern) at worst.
 */
bool expr_like(const char *text, const char *pattern, bool fold);

#endif
