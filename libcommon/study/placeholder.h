/*
 * Names in braces, in an argument of a command or in any other text:
 *	{name}   {name:-text}   {name:domain}   {name:domain:-text}
 * A name is [A-Za-z_][A-Za-z0-9_.-]*.  A domain is a short form of
 * hpo-space(5), right or wrong: `bool`, or a word and what stands in
 * parentheses, on one line; quotes in these hold braces and parentheses.
 * `{{`, `${...}` and braces around anything else are literal.
 */
#ifndef HPO_PLACEHOLDER_H
#define HPO_PLACEHOLDER_H
#include <stdbool.h>
#include <stddef.h>

enum { PLACEHOLDER_DOMAIN_MAX = 8192 }; /* bytes in parentheses */

struct placeholder {
	const char *name, *domain, *fallback; /* in the text; NULL: none */
	size_t name_len, domain_len, fallback_len;
	size_t len; /* of all, with the braces */
};

/*
 * How many bytes of text, which is not empty, are literal for certain: all up
 * to a brace that may open a placeholder; 0: text begins with one.
 */
size_t placeholder_literal(const char *text);

/*
 * Whether text, for which placeholder_literal() is 0, begins with a
 * placeholder, which becomes *p; else its brace is literal.
 */
bool placeholder_read(const char *text, struct placeholder *p);

/*
 * The word of a domain where text begins as {name:word( and *len its length;
 * NULL if it does not.
 */
const char *placeholder_word(const char *text, size_t *len);

/* Whether a name stands for something where no parameter has it. */
bool placeholder_is_own(const char *name);

#endif
