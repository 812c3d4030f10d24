/*
 * condition = term {"or" term}
 * term      = "(" condition ")" | name ("=" | "==") literal
 *           | name "in" "(" literal {"," literal} ")"
 */
#include "expr.h"

#include <stdlib.h>
#include <string.h>

#include "expr_lex.h"
#include "jsonl.h"
#include "xalloc.h"

struct parser {
	const char *text;
	size_t at; /* behind the token in hand */
	struct token token;
	struct condition *c;
	json_t *seen; /* keys of the literals */
	struct err *e;
	int depth;
};

static int
fail(const struct parser *p, size_t at)
{
	p->e->column = (int)at + 1;
	return -1;
}

static int
advance(struct parser *p)
{
	token_release(&p->token);
	return expr_token(p->text, &p->at, &p->token, p->e);
}

/* Complain that something else was expected than the token in hand. */
static int
unexpected(const struct parser *p, const char *wanted)
{
	const struct token *t = &p->token;

	if (t->type == TOKEN_LATER)
		err_set(p->e, "'%.*s' is not built yet in conditions",
		    (int)t->len, p->text + t->at);
	else if (t->type == TOKEN_END)
		err_set(p->e, "expected %s at the end", wanted);
	else
		err_set(p->e, "expected %s before '%.*s'", wanted,
		    t->len > 40 ? 40 : (int)t->len, p->text + t->at);
	return fail(p, t->at);
}

/* Take over the literal in hand, unless its value is there already. */
static int
literal(struct parser *p)
{
	const size_t n = json_array_size(p->c->allowed);
	char *key;
	bool known;

	if (p->token.type == TOKEN_NAME) {
		err_set(p->e,
		    "a comparison with another parameter is not built yet; "
		    "a string stands in quotes: '%.100s'",
		    p->token.name);
		return fail(p, p->token.at);
	}
	if (p->token.type != TOKEN_LITERAL)
		return unexpected(p, "a value");
	key = expr_key(p->token.value);
	known = json_object_get(p->seen, key) != NULL;
	json_object_set_new(p->seen, key, json_true());
	free(key);
	if (known)
		return advance(p);
	p->c->at = xreallocarray(p->c->at, n + 1, sizeof(*p->c->at));
	p->c->at[n] = p->token.at;
	json_array_append(p->c->allowed, p->token.value);
	return advance(p);
}

static int
literals(struct parser *p)
{
	if (p->token.type != TOKEN_OPEN)
		return unexpected(p, "(");
	do {
		if (advance(p) == -1 || literal(p) == -1)
			return -1;
	} while (p->token.type == TOKEN_COMMA);
	if (p->token.type != TOKEN_CLOSE)
		return unexpected(p, ", or )");
	return advance(p);
}

/* Take over the name in hand; all names of a condition are one. */
static int
parent(struct parser *p)
{
	struct condition *c = p->c;

	if (p->token.type != TOKEN_NAME)
		return unexpected(p, "the name of a parameter");
	if (c->parent && strcmp(c->parent, p->token.name) != 0) {
		err_set(p->e,
		    "a condition on two parameters ('%.100s' and '%.100s') is "
		    "not built yet",
		    c->parent, p->token.name);
		return fail(p, p->token.at);
	}
	if (!c->parent) {
		c->parent = xstrdup(p->token.name);
		c->parent_at = p->token.at;
	}
	return advance(p);
}

static int
comparison(struct parser *p)
{
	if (parent(p) == -1)
		return -1;
	if (p->token.type == TOKEN_EQUAL)
		return advance(p) == -1 ? -1 : literal(p);
	if (p->token.type == TOKEN_IN)
		return advance(p) == -1 ? -1 : literals(p);
	if (p->token.type == TOKEN_OPEN) {
		err_set(p->e, "functions are not built yet in conditions");
		return fail(p, p->token.at);
	}
	return unexpected(p, "==, or in (...),");
}

static int condition(struct parser *p);

static int
term(struct parser *p)
{
	if (p->token.type != TOKEN_OPEN)
		return comparison(p);
	if (++p->depth > EXPR_DEPTH_MAX) {
		err_set(p->e, "more than %d parentheses", EXPR_DEPTH_MAX);
		return fail(p, p->token.at);
	}
	if (advance(p) == -1 || condition(p) == -1)
		return -1;
	p->depth--;
	if (p->token.type != TOKEN_CLOSE)
		return unexpected(p, "or, or ),");
	return advance(p);
}

static int
condition(struct parser *p)
{
	if (term(p) == -1)
		return -1;
	while (p->token.type == TOKEN_OR)
		if (advance(p) == -1 || term(p) == -1)
			return -1;
	return 0;
}

int
expr_condition(const char *text, struct condition *c, struct err *e)
{
	struct parser p = {
	    .text = text, .c = c, .seen = jsonl_object(), .e = e};
	int rc;

	*c = (struct condition){.allowed = json_array()};
	rc = advance(&p);
	if (rc == 0)
		rc = condition(&p);
	if (rc == 0 && p.token.type != TOKEN_END)
		rc = unexpected(&p, "or, or the end,");
	token_release(&p.token);
	json_decref(p.seen);
	if (rc == -1)
		condition_release(c);
	return rc;
}

void
condition_release(struct condition *c)
{
	free(c->parent);
	free(c->at);
	json_decref(c->allowed);
	*c = (struct condition){0};
}
