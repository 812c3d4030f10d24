/* The words of an expression, one at a time. */
#ifndef HPO_EXPR_LEX_H
#define HPO_EXPR_LEX_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "die.h"

enum token_type {
	TOKEN_END,
	TOKEN_NAME,
	TOKEN_LITERAL,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_COMMA,
	TOKEN_ADD,
	TOKEN_SUBTRACT,
	TOKEN_MULTIPLY,
	TOKEN_DIVIDE,
	TOKEN_MODULO,
	TOKEN_POWER,
	TOKEN_EQUAL, /* = or == */
	TOKEN_UNEQUAL,
	TOKEN_LESS,
	TOKEN_AT_MOST,
	TOKEN_GREATER,
	TOKEN_AT_LEAST,
	TOKEN_IN,
	TOKEN_IS,
	TOKEN_LIKE,
	TOKEN_ILIKE,
	TOKEN_NOT,
	TOKEN_AND,
	TOKEN_OR,
	TOKEN_TYPES,
};

struct token {
	enum token_type type;
	size_t at, len; /* bytes of the text */
	char *name;     /* of TOKEN_NAME, own */
	bool quoted;    /* part of the name is in backquotes */
	json_t *value;  /* of TOKEN_LITERAL, own reference; numbers unsigned */
};

/*
 * The token at *at (white space is skipped), with *at moved behind it.
 * Returns 0, or -1 with *e and its column, a byte from 1, set.
 */
int expr_token(const char *text, size_t *at, struct token *t, struct err *e);
void token_release(struct token *t);

/*
 * Append to *out what stands in quotes at s, *s being the quote; inside it is
 * written twice, or after a backslash.  Returns the bytes with both quotes; 0
 * if the second is missing.
 */
size_t expr_quoted(const char *s, struct buf *out);

/* The words that are no names unless in backquotes, NULL last. */
extern const char *const expr_keywords[];

#endif
