/*
 * What an unquoted scalar means: YAML 1.2.2, section 10.3 (core schema).
 * Integers with leading zeros are strings here, because YAML 1.1 and C read
 * them as octal and people as decimal.
 */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "jsonl.h"
#include "node.h"
#include "xalloc.h"

static bool
is_one_of(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(text, *words) == 0)
			return true;
	return false;
}

static bool
is_null(const char *text)
{
	static const char *const words[] = {
	    "", "~", "null", "Null", "NULL", NULL};

	return is_one_of(text, words);
}

static bool
is_not_finite(const char *text)
{
	static const char *const words[] = {".inf", ".Inf", ".INF", "+.inf",
	    "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN",
	    NULL};

	return is_one_of(text, words);
}

/* 1 for true, 0 for false, -1 for what is neither. */
static int
truth(const char *text)
{
	static const char *const yes[] = {"true", "True", "TRUE", NULL};
	static const char *const no[] = {"false", "False", "FALSE", NULL};

	if (is_one_of(text, yes))
		return 1;
	return is_one_of(text, no) ? 0 : -1;
}

static size_t
digits(const char *s)
{
	size_t n = 0;

	while (isdigit((unsigned char)s[n]))
		n++;
	return n;
}

/* [-+]? (0 | [1-9][0-9]*) */
static bool
is_integer(const char *s)
{
	size_t n;

	s += *s == '-' || *s == '+' ? 1 : 0;
	n = digits(s);
	return n > 0 && s[n] == '\0' && (n == 1 || *s != '0');
}

/* [-+]? (\.[0-9]+ | (0 | [1-9][0-9]*) (\.[0-9]*)?) ([eE][-+]?[0-9]+)? */
static bool
is_real(const char *s)
{
	size_t n, after = 0;

	s += *s == '-' || *s == '+' ? 1 : 0;
	n = digits(s);
	if (n > 1 && *s == '0')
		return false;
	s += n;
	if (*s == '.') {
		after = digits(s + 1);
		s += 1 + after;
	}
	if (n + after == 0)
		return false;
	if (*s == 'e' || *s == 'E') {
		s += s[1] == '-' || s[1] == '+' ? 2 : 1;
		n = digits(s);
		return n > 0 && s[n] == '\0';
	}
	return *s == '\0';
}

/* 16 for 0x[0-9a-fA-F]+, 8 for 0o[0-7]+, else 0. */
static int
base_of(const char *s)
{
	if (strncmp(s, "0x", 2) == 0 && s[2] &&
	    s[2 + strspn(s + 2, "0123456789abcdefABCDEF")] == '\0')
		return 16;
	if (strncmp(s, "0o", 2) == 0 && s[2] &&
	    s[2 + strspn(s + 2, "01234567")] == '\0')
		return 8;
	return 0;
}

/* The number that text is, NULL if none; *finite tells if it has a value. */
static json_t *
read_number(const char *text, bool *finite)
{
	const int base = base_of(text);
	json_int_t n;
	double x;

	*finite = true;
	if (base != 0 || is_integer(text)) {
		errno = 0;
		n = base ? strtoll(text + 2, NULL, base)
			 : strtoll(text, NULL, 10);
		if (errno == 0)
			return json_integer(n);
		if (base != 0) {
			*finite = false;
			return NULL;
		}
	} else if (!is_real(text)) {
		return NULL;
	}
	x = strtod(text, NULL);
	*finite = isfinite(x);
	return *finite ? json_real(x) : NULL;
}

struct node *
node_broken(struct place at)
{
	struct node *node = node_alloc(NODE_NULL, at);

	node->value = json_null();
	node->text = xstrdup("?");
	return node;
}

bool
node_is_broken(const struct node *node)
{
	return node->type == NODE_NULL && !is_null(node->text);
}

struct node *
node_scalar(const char *text, bool quoted, struct place at, const char *field,
    struct problems *p)
{
	struct node *node = node_alloc(NODE_STRING, at);
	const int yes = quoted ? -1 : truth(text);
	bool finite = true;
	json_t *number = quoted ? NULL : read_number(text, &finite);

	node->quoted = quoted;
	node->text = xstrdup(text);
	if (!finite || (!quoted && is_not_finite(text))) {
		problem_add(p, at, field, "'%s' is not a finite number", text);
		node_free(node);
		return node_broken(at);
	}
	if (number) {
		node->type = NODE_NUMBER;
		node->value = number;
	} else if (yes != -1) {
		node->type = NODE_BOOL;
		node->value = json_boolean(yes);
	} else if (!quoted && is_null(text)) {
		node->type = NODE_NULL;
		node->value = json_null();
	} else {
		node->value = json_string(text);
	}
	return node;
}
