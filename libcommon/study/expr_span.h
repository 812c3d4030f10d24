/* Spans of expressions: what the files that compute them share. */
#ifndef HPO_EXPR_SPAN_H
#define HPO_EXPR_SPAN_H
#include "expr_node.h"

#define EXPR_BIT(kind) (1U << (kind))

enum {
	FALSE = EXPR_MAY_BE_FALSE,
	TRUE = EXPR_MAY_BE_TRUE,
	UNKNOWN = EXPR_MAY_BE_UNKNOWN,
};

static inline bool
span_has(struct expr_span s, enum expr_kind kind)
{
	return (s.kinds & EXPR_BIT(kind)) != 0;
}

static inline bool
span_is_known(struct expr_span s)
{
	return (s.kinds & ~EXPR_BIT(EXPR_UNKNOWN)) != 0;
}

/* The bits with true and false changed for each other. */
unsigned span_opposite(unsigned may);

/* What comparisons may be, as bits: of the operands s, or of s alone. */
unsigned span_equality(enum expr_op op, const struct expr_span *s);
unsigned span_order(enum expr_op op, const struct expr_span *s);
unsigned span_member(
    const struct expr *expr, const struct expr_node *node, struct expr_span s);
unsigned span_pattern(
    const struct expr *expr, const struct expr_node *node, struct expr_span s);

#endif
