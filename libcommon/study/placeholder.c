#include "placeholder.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "expr_lex.h"
#include "xalloc.h"

static bool
is_first(char c)
{
	return (isalpha((unsigned char)c) || c == '_') && (c & 0x80) == 0;
}

static bool
is_other(char c)
{
	return is_first(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

/* The length of a string in quotes that s begins with; 0: it has no end. */
static size_t
quoted_length(const char *s)
{
	struct buf ignored = {0};
	const size_t len = expr_quoted(s, &ignored);

	buf_release(&ignored);
	return len;
}

/* The same of what stands in parentheses, with them. */
static size_t
closed_length(const char *s)
{
	size_t depth = 0, i = 0;

	while (s[i] != '\0') {
		const bool quote = s[i] == '\'' || s[i] == '"';
		const size_t len = quote ? quoted_length(s + i) : 1;

		if (len == 0)
			return 0;
		depth += s[i] == '(';
		depth -= s[i] == ')';
		i += len;
		if (depth == 0)
			return i;
	}
	return 0;
}

/* The same, if it ends on its line and is no longer than it may be. */
static size_t
arguments_length(const char *s)
{
	const char *end = memchr(s, '\n', strnlen(s, PLACEHOLDER_DOMAIN_MAX));
	char *line =
	    xstrndup(s, end ? (size_t)(end - s) : PLACEHOLDER_DOMAIN_MAX);
	const size_t len = closed_length(line);

	free(line);
	return len;
}

static size_t
word_length(const char *s)
{
	size_t n = 0;

	while (is_first(s[n]) || (n > 0 && s[n] >= '0' && s[n] <= '9'))
		n++;
	return n;
}

/* The length of a domain that s begins with; 0: none that ends on its line. */
static size_t
domain_length(const char *s)
{
	const size_t word = word_length(s);

	if (word > 0 && s[word] == '(') {
		const size_t arguments = arguments_length(s + word);

		return arguments > 0 ? word + arguments : 0;
	}
	return word == strlen("bool") && strncmp(s, "bool", word) == 0 ? word
								       : 0;
}

/* The length of a name behind the brace that text begins with. */
static size_t
name_length(const char *text)
{
	const char *s = text + 1;

	if (!is_first(*s))
		return 0;
	while (is_other(*s))
		s++;
	return (size_t)(s - text) - 1;
}

size_t
placeholder_literal(const char *text)
{
	if (strncmp(text, "{{", 2) == 0)
		return 2;
	if (strncmp(text, "${", 2) == 0) {
		const char *close = strchr(text, '}');
		return close ? (size_t)(close + 1 - text) : 2;
	}
	return *text == '{' ? 0 : 1 + strcspn(text + 1, "{$");
}

bool
placeholder_read(const char *text, struct placeholder *p)
{
	const char *s = text + 1;

	*p = (struct placeholder){.name = s, .name_len = name_length(text)};
	if (p->name_len == 0)
		return false;
	s += p->name_len;
	p->domain_len = *s == ':' ? domain_length(s + 1) : 0;
	if (p->domain_len > 0) {
		p->domain = s + 1;
		s += 1 + p->domain_len;
	}
	if (strncmp(s, ":-", 2) == 0) {
		p->fallback = s + 2;
		s += 2 + strcspn(s + 2, "}");
		p->fallback_len = (size_t)(s - p->fallback);
	}
	p->len = (size_t)(s + 1 - text);
	return *s == '}';
}

const char *
placeholder_word(const char *text, size_t *len)
{
	const size_t name = name_length(text);
	const char *word = text + 1 + name + 1;

	if (name == 0 || word[-1] != ':')
		return NULL;
	*len = word_length(word);
	return *len > 0 && word[*len] == '(' ? word : NULL;
}

bool
placeholder_is_own(const char *name)
{
	static const char *const own[] = {
	    "trial", "attempt", "seed", "dir", "params", "fidelity", NULL};

	for (size_t i = 0; own[i]; i++)
		if (strcmp(own[i], name) == 0)
			return true;
	return false;
}
