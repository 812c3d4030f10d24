/*
 * Patterns of `like`, as in SQL.  When it fails, only the last % is tried
 * further on: what an earlier one takes in addition, the last can take too.
 */
#include <ctype.h>
#include <stddef.h>

#include "clean.h"
#include "expr_node.h"

/* Bytes of the character at s; of what is not UTF-8, 1. */
static size_t
character(const char *s)
{
	size_t n = 1;

	while (n < 4 && s[n - 1] != '\0' && s[n] != '\0')
		n++;
	n = utf8_length(s, n);
	return n > 0 ? n : 1;
}

static bool
is_same(char a, char b, bool fold)
{
	return fold ? tolower((unsigned char)a) == tolower((unsigned char)b)
		    : a == b;
}

/*
 * Match what the pattern has at *p, which is no %, with the text at *s, and
 * move both on.
 */
static bool
step(const char **s, const char **p, bool fold)
{
	if (**s == '\0' || **p == '\0')
		return false;
	if (**p == '_') {
		*s += character(*s);
		++*p;
		return true;
	}
	if (**p == '\\' && (*p)[1] != '\0')
		++*p;
	return is_same(*(*s)++, *(*p)++, fold);
}

bool
expr_like(const char *text, const char *pattern, bool fold)
{
	const char *s = text, *p = pattern;
	const char *rest = NULL; /* of the pattern, behind the last % */
	const char *from = NULL; /* where it was tried to match the text */

	for (;;) {
		if (*p == '%') {
			rest = ++p;
			from = s;
		} else if (*s == '\0' && *p == '\0') {
			return true;
		} else if (!step(&s, &p, fold)) {
			if (!rest || *from == '\0')
				return false;
			from += character(from);
			s = from;
			p = rest;
		}
	}
}
