/* The words of an expression, one at a time. */
#ifndef HPO_EXPR_LEX_H
#define HPO_EXPR_LEX_H
#include <jansson.h>
#include <stddef.h>

#include "buf.h"
#include "die.h"

enum token_type {
	TOKEN_END,
	TOKEN_NAME,
	TOKEN_LITERAL,
	TOKEN_EQUAL, /* = or == */
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_COMMA,
	TOKEN_IN,
	TOKEN_OR,
	TOKEN_LATER, /* what the language is to have and has not yet */
};

struct token {
	enum token_type type;
	size_t at, len; /* bytes of the text */
	char *name;     /* of TOKEN_NAME, own */
	json_t *value;  /* of TOKEN_LITERAL, own reference */
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

#endif
