/*
 * The parser, by precedence of operators: V. R. Pratt, "Top down operator
 * precedence", POPL (1973), as "precedence climbing".  It writes nodes in
 * postfix order and recurses only as deep as EXPR_DEPTH_MAX allows.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "expr_build.h"
#include "expr_lex.h"
#include "field.h"
#include "suggest.h"

enum precedence {
	NONE,
	OR,
	AND,
	NOT,
	COMPARISON,
	SUM,
	PRODUCT,
	SIGN,
	POWER,
};

/* What stands between its operands, or behind one. */
static const struct infix {
	enum precedence precedence;
	enum expr_op op;
} infixes[TOKEN_TYPES] = {
    [TOKEN_OR] = {OR, OP_OR},
    [TOKEN_AND] = {AND, OP_AND},
    [TOKEN_EQUAL] = {COMPARISON, OP_EQUAL},
    [TOKEN_UNEQUAL] = {COMPARISON, OP_UNEQUAL},
    [TOKEN_LESS] = {COMPARISON, OP_LESS},
    [TOKEN_AT_MOST] = {COMPARISON, OP_AT_MOST},
    [TOKEN_GREATER] = {COMPARISON, OP_GREATER},
    [TOKEN_AT_LEAST] = {COMPARISON, OP_AT_LEAST},
    [TOKEN_IN] = {COMPARISON, OP_IN},
    [TOKEN_LIKE] = {COMPARISON, OP_LIKE},
    [TOKEN_ILIKE] = {COMPARISON, OP_ILIKE},
    [TOKEN_IS] = {COMPARISON, OP_IS_NULL},
    [TOKEN_NOT] = {COMPARISON, OP_NOT}, /* not in, not like */
    [TOKEN_ADD] = {SUM, OP_ADD},
    [TOKEN_SUBTRACT] = {SUM, OP_SUBTRACT},
    [TOKEN_MULTIPLY] = {PRODUCT, OP_MULTIPLY},
    [TOKEN_DIVIDE] = {PRODUCT, OP_DIVIDE},
    [TOKEN_MODULO] = {PRODUCT, OP_MODULO},
    [TOKEN_POWER] = {POWER, OP_POWER},
};

struct parser {
	const char *text;
	size_t at; /* behind the token in hand */
	struct token token;
	struct expr_build out;
	size_t depth;
	struct err *e;
};

static int expression(struct parser *p, enum precedence least);

static int fail(const struct parser *p, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static int
fail(const struct parser *p, size_t at, const char *fmt, ...)
{
	char text[sizeof(p->e->text)];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap); /* cut off, if need be */
	va_end(ap);
	err_set(p->e, "%s", text);
	p->e->column = (int)at + 1;
	return -1;
}

static int
advance(struct parser *p)
{
	token_release(&p->token);
	return expr_token(p->text, &p->at, &p->token, p->e);
}

/*
 * Complain that something else was expected than the token in hand; a name in
 * its place may be a misspelt keyword.
 */
static int
unexpected(const struct parser *p, const char *wanted)
{
	const struct token *t = &p->token;
	const char *near = NULL;

	if (t->type == TOKEN_END)
		return fail(p, t->at, "expected %s at the end", wanted);
	if (t->type == TOKEN_NAME && strcasecmp(t->name, "between") == 0)
		return fail(p, t->at,
		    "'x between a and b' is written 'x >= a and x <= b' here");
	if (t->type == TOKEN_NAME && !t->quoted)
		near = suggest(t->name, expr_keywords);
	return fail(p, t->at, "expected %s before '%.*s'%s%s%s", wanted,
	    t->len > 40 ? 40 : (int)t->len, p->text + t->at,
	    near ? " (did you mean '" : "", near ? near : "",
	    near ? "'?)" : "");
}

/* The name in t as an operand. */
static int
add_name(struct parser *p, const struct token *t)
{
	const size_t number = expr_build_name(&p->out, t->name, t->at);

	if (number == EXPR_NO_NAME)
		return fail(p, t->at, "the name is not UTF-8");
	expr_build_list(&p->out, OP_NAME, t->at, number, 0);
	return 0;
}

/* What is within parentheses, a sign, or the like, that begins at `at`. */
static int
nested(struct parser *p, enum precedence least, size_t at)
{
	int rc;

	if (p->depth == EXPR_DEPTH_MAX)
		return fail(p, at, "nested more than %d deep", EXPR_DEPTH_MAX);
	p->depth++;
	rc = expression(p, least);
	p->depth--;
	return rc;
}

static int
closing(struct parser *p, const char *wanted)
{
	if (p->token.type != TOKEN_CLOSE)
		return unexpected(p, wanted);
	return advance(p);
}

static int
parentheses(struct parser *p)
{
	const size_t at = p->token.at;

	if (advance(p) == -1 || nested(p, OR, at) == -1)
		return -1;
	return closing(p, "an operator or )");
}

/* The function called name, or OP_NAME. */
static enum expr_op
find_function(const char *name)
{
	for (enum expr_op op = OP_MIN; op <= OP_CEIL; op++)
		if (strcasecmp(name, expr_operators[op].name) == 0)
			return op;
	return OP_NAME;
}

static int
unknown_function(const struct parser *p, const char *name, size_t at)
{
	const char *names[OP_CEIL - OP_MIN + 2] = {0};
	const char *near;

	for (enum expr_op op = OP_MIN; op <= OP_CEIL; op++)
		names[op - OP_MIN] = expr_operators[op].name;
	near = suggest(name, names);
	return fail(p, at, "unknown function '%.100s'%s%s%s", name,
	    near ? " (did you mean '" : "", near ? near : "",
	    near ? "'?)" : "");
}

/* The arguments of a function, ( being in hand. */
static int
arguments(struct parser *p, enum expr_op op, size_t at)
{
	const bool many = expr_operators[op].operands == 2;
	size_t n = 0;

	do {
		if (advance(p) == -1 || nested(p, OR, at) == -1)
			return -1;
		if (n++ > 0)
			expr_build_node(&p->out, op, at);
	} while (many && p->token.type == TOKEN_COMMA);
	if (n == 1)
		expr_build_node(&p->out, many ? OP_PLUS : op, at);
	return closing(
	    p, many ? "an operator, comma or )" : "an operator or )");
}

/* A name, or a function if ( follows. */
static int
name(struct parser *p)
{
	const struct token t = p->token;
	int rc;

	p->token = (struct token){0};
	rc = advance(p);
	if (rc == 0 && p->token.type == TOKEN_OPEN && !t.quoted) {
		const enum expr_op op = find_function(t.name);

		rc = op == OP_NAME ? unknown_function(p, t.name, t.at)
				   : arguments(p, op, t.at);
	} else if (rc == 0) {
		rc = add_name(p, &t);
	}
	free(t.name);
	return rc;
}

/* The sign in hand and its operand; a number takes it over. */
static int
signed_operand(struct parser *p)
{
	const bool minus = p->token.type == TOKEN_SUBTRACT;
	const size_t at = p->token.at;
	const struct expr *x = p->out.expr;
	const size_t n = x->n;
	struct expr_node *node;

	if (advance(p) == -1 || nested(p, SIGN, at) == -1)
		return -1;
	node = &x->nodes[n];
	if (x->n > n + 1 || node->op != OP_LITERAL ||
	    x->values[node->first].kind != EXPR_NUMBER) {
		expr_build_node(&p->out, minus ? OP_MINUS : OP_PLUS, at);
	} else if (minus) {
		node->at = (uint32_t)at;
		expr_build_negate(&p->out, node->first, at);
	}
	return 0;
}

static int
literal(struct parser *p)
{
	const size_t at = p->token.at;
	const size_t i =
	    expr_build_literal(&p->out, json_incref(p->token.value), at);

	expr_build_list(&p->out, OP_LITERAL, at, i, 0);
	return advance(p);
}

/* What an operator begins with. */
static int
operand(struct parser *p, enum precedence least)
{
	const size_t at = p->token.at;

	switch (p->token.type) {
	case TOKEN_LITERAL:
		return literal(p);
	case TOKEN_NAME:
		return name(p);
	case TOKEN_OPEN:
		return parentheses(p);
	case TOKEN_ADD:
	case TOKEN_SUBTRACT:
		return signed_operand(p);
	case TOKEN_NOT:
		if (least > NOT)
			return fail(p, at, "not stands in parentheses here");
		if (advance(p) == -1 || nested(p, NOT, at) == -1)
			return -1;
		expr_build_node(&p->out, OP_NOT, at);
		return 0;
	default:
		return unexpected(p, "a value or a name");
	}
}

/* A literal of a list, perhaps with a sign. */
static int
item(struct parser *p)
{
	const size_t at = p->token.at;
	const bool minus = p->token.type == TOKEN_SUBTRACT;

	if ((minus || p->token.type == TOKEN_ADD) && advance(p) == -1)
		return -1;
	if (p->token.type == TOKEN_NAME)
		return fail(p, p->token.at,
		    "a list holds values, no names; a string stands in quotes: "
		    "'%.100s'",
		    p->token.name);
	if (p->token.type != TOKEN_LITERAL)
		return unexpected(p, "a value");
	if (p->token.at > at && !json_is_number(p->token.value))
		return unexpected(p, "a number");
	(void)expr_build_literal(&p->out,
	    minus ? expr_negative(p->token.value) : json_incref(p->token.value),
	    at);
	return advance(p);
}

static int
list(struct parser *p, size_t at)
{
	const size_t first = json_array_size(p->out.expr->literals);

	if (p->token.type != TOKEN_OPEN)
		return unexpected(p, "a list in parentheses or a name");
	do {
		if (advance(p) == -1 || item(p) == -1)
			return -1;
	} while (p->token.type == TOKEN_COMMA);
	expr_build_list(&p->out, OP_IN, at, first,
	    json_array_size(p->out.expr->literals) - first);
	return closing(p, "a comma or )");
}

/*
 * A name behind `in`: what is before it, a literal, is a member of a list that
 * the name stands for, which is the number 1 of that member's own name.
 */
static int
member(struct parser *p, size_t at)
{
	struct expr *x = p->out.expr;
	const struct expr_node *node = &x->nodes[x->n - 1];
	struct token t = p->token;
	json_t *value = json_array_get(x->literals, node->first);
	int rc;

	if (node->op != OP_LITERAL)
		return fail(p, t.at,
		    "before `in` and a name stands a value, no expression");
	t.name = field_member(t.name, value);
	expr_build_drop(&p->out);
	rc = add_name(p, &t);
	free(t.name);
	if (rc == -1)
		return -1;
	expr_build_list(&p->out, OP_LITERAL, at,
	    expr_build_literal(&p->out, json_integer(1), at), 0);
	expr_build_node(&p->out, OP_EQUAL, at);
	return advance(p);
}

static int
pattern(struct parser *p, enum expr_op op, size_t at)
{
	size_t i;

	if (p->token.type != TOKEN_LITERAL || !json_is_string(p->token.value))
		return unexpected(p, "a pattern in quotes");
	if (json_string_length(p->token.value) > EXPR_PATTERN_MAX)
		return fail(p, p->token.at,
		    "the pattern is longer than %d bytes", EXPR_PATTERN_MAX);
	i = expr_build_literal(
	    &p->out, json_incref(p->token.value), p->token.at);
	expr_build_list(&p->out, op, at, i, 1);
	return advance(p);
}

/* What stands behind `is`. */
static int
absence(struct parser *p, size_t at)
{
	const bool negated = p->token.type == TOKEN_NOT;

	if (negated && advance(p) == -1)
		return -1;
	if (p->token.type != TOKEN_LITERAL || !json_is_null(p->token.value))
		return unexpected(p, negated ? "null" : "null or not null");
	expr_build_node(&p->out, OP_IS_NULL, at);
	if (negated)
		expr_build_node(&p->out, OP_NOT, at);
	return advance(p);
}

/* A comparison, of which the left side is there and the operator in hand. */
static int
comparison(struct parser *p)
{
	const size_t at = p->token.at;
	const bool negated = p->token.type == TOKEN_NOT;
	enum expr_op op;
	int rc;

	if (negated && advance(p) == -1)
		return -1;
	op = infixes[p->token.type].op;
	if (negated && op != OP_IN && op != OP_LIKE && op != OP_ILIKE)
		return unexpected(p, "in or like");
	if (advance(p) == -1)
		return -1;
	if (op == OP_IN && p->token.type == TOKEN_NAME)
		rc = member(p, at);
	else if (op == OP_IN)
		rc = list(p, at);
	else if (op == OP_LIKE || op == OP_ILIKE)
		rc = pattern(p, op, at);
	else if (op == OP_IS_NULL)
		rc = absence(p, at);
	else
		rc = expression(p, SUM);
	if (rc == -1)
		return -1;
	if (expr_operators[op].operands == 2)
		expr_build_node(&p->out, op, at);
	if (negated)
		expr_build_node(&p->out, OP_NOT, at);
	if (infixes[p->token.type].precedence == COMPARISON)
		return fail(p, p->token.at,
		    "comparisons are not chained: join two by and, or put one "
		    "in parentheses");
	return 0;
}

/* An operator in hand and its right side. */
static int
binary(struct parser *p, const struct infix *infix)
{
	const size_t at = p->token.at;

	if (advance(p) == -1)
		return -1;
	if ((infix->precedence == POWER
		    ? nested(p, POWER, at)
		    : expression(p, infix->precedence + 1)) == -1)
		return -1;
	expr_build_node(&p->out, infix->op, at);
	return 0;
}

/* As far as operators bind at least as tightly as least. */
static int
expression(struct parser *p, enum precedence least)
{
	if (operand(p, least) == -1)
		return -1;
	for (;;) {
		const struct infix *infix = &infixes[p->token.type];

		if (infix->precedence < least)
			return 0;
		if ((infix->precedence == COMPARISON ? comparison(p)
						     : binary(p, infix)) == -1)
			return -1;
	}
}

static int
whole(struct parser *p)
{
	if (strnlen(p->text, EXPR_TEXT_MAX + 1) > EXPR_TEXT_MAX)
		return fail(
		    p, EXPR_TEXT_MAX, "longer than %d bytes", EXPR_TEXT_MAX);
	if (advance(p) == -1 || expression(p, OR) == -1)
		return -1;
	if (p->token.type == TOKEN_CLOSE)
		return fail(p, p->token.at, "this parenthesis was not opened");
	if (p->token.type != TOKEN_END)
		return unexpected(p, "an operator or the end");
	return 0;
}

struct expr *
expr_parse(const char *text, struct err *e)
{
	struct parser p = {.text = text, .e = e};

	expr_build_init(&p.out);
	if (whole(&p) == -1) {
		expr_free(p.out.expr);
		p.out.expr = NULL;
	}
	token_release(&p.token);
	return p.out.expr;
}
