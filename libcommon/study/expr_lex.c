#include "expr_lex.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "xalloc.h"

const char *const expr_keywords[] = {"and", "or", "not", "in", "like", "ilike",
    "is", "null", "true", "false", NULL};

/* What each of them is, in the same order. */
static const enum token_type keyword_types[] = {TOKEN_AND, TOKEN_OR, TOKEN_NOT,
    TOKEN_IN, TOKEN_LIKE, TOKEN_ILIKE, TOKEN_IS, TOKEN_LITERAL, TOKEN_LITERAL,
    TOKEN_LITERAL};

/*
 * The longer before its beginning.  Those of other languages are told apart by
 * what they are here.
 */
static const struct {
	const char *text;
	enum token_type type;
	const char *here;
} symbols[] = {
    {"===", 0, "=="},
    {"!==", 0, "!="},
    {"==", TOKEN_EQUAL, NULL},
    {"!=", TOKEN_UNEQUAL, NULL},
    {"<>", TOKEN_UNEQUAL, NULL},
    {"<=", TOKEN_AT_MOST, NULL},
    {">=", TOKEN_AT_LEAST, NULL},
    {"=>", 0, ">="},
    {"=<", 0, "<="},
    {"**", 0, "^"},
    {"&&", 0, "and"},
    {"||", 0, "or"},
    {"&", 0, "and"},
    {"|", 0, "or"},
    {"!", 0, "not"},
    {"\u2264", 0, "<="},
    {"\u2265", 0, ">="},
    {"\u2260", 0, "!="},
    {"=", TOKEN_EQUAL, NULL},
    {"<", TOKEN_LESS, NULL},
    {">", TOKEN_GREATER, NULL},
    {"+", TOKEN_ADD, NULL},
    {"-", TOKEN_SUBTRACT, NULL},
    {"*", TOKEN_MULTIPLY, NULL},
    {"/", TOKEN_DIVIDE, NULL},
    {"%", TOKEN_MODULO, NULL},
    {"^", TOKEN_POWER, NULL},
    {"(", TOKEN_OPEN, NULL},
    {")", TOKEN_CLOSE, NULL},
    {",", TOKEN_COMMA, NULL},
};

static bool
is_digit(char c)
{
	return '0' <= c && c <= '9';
}

/* Whether a name can go on with it. */
static bool
is_plain(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.';
}

static size_t
digits(const char *s)
{
	return strspn(s, "0123456789");
}

/* An unsigned decimal number; what strtod(3) has beyond is refused. */
static int
number(struct token *t, const char *s, struct err *e)
{
	size_t len = digits(s);
	bool whole = true;
	long long n;
	double x;

	if (s[len] == '.') {
		whole = false;
		len += 1 + digits(s + len + 1);
	}
	if (s[len] == 'e' || s[len] == 'E') {
		const size_t sign = s[len + 1] == '-' || s[len + 1] == '+';

		whole = false;
		if (is_digit(s[len + 1 + sign]))
			len += 1 + sign + digits(s + len + 1 + sign);
	}
	t->len = len;
	if (is_plain(s[len]))
		return err_set(e, "not a number");
	x = strtod(s, NULL);
	if (!isfinite(x))
		return err_set(e, "the number is not finite");
	errno = 0;
	n = whole ? strtoll(s, NULL, 10) : 0;
	t->type = TOKEN_LITERAL;
	t->value = whole && errno == 0 ? json_integer(n) : json_real(x);
	return 0;
}

size_t
expr_quoted(const char *s, struct buf *out)
{
	size_t i = 1;

	for (; s[i] != '\0'; i++) {
		const bool twice = s[i] == *s && s[i + 1] == *s;

		if (s[i] == *s && !twice)
			return i + 1;
		if (twice ||
		    (s[i] == '\\' && (s[i + 1] == *s || s[i + 1] == '\\')))
			i++;
		buf_add(out, s + i, 1);
	}
	return 0;
}

static int
unclosed(struct err *e, char quote)
{
	return err_set(e, "the quote %c is not closed", quote);
}

static int
string(struct token *t, const char *s, struct err *e)
{
	struct buf b = {0};

	t->type = TOKEN_LITERAL;
	t->len = expr_quoted(s, &b);
	if (t->len > 0)
		t->value = json_string(buf_text(&b));
	buf_release(&b);
	if (t->len == 0)
		return unclosed(e, *s);
	return t->value ? 0 : err_set(e, "what is in quotes is not UTF-8");
}

/* The length of plain characters, and of an index in brackets, at s. */
static size_t
plain_length(const char *s)
{
	size_t n = 0;

	while (is_plain(s[n]))
		n++;
	if (s[n] == '[' && is_digit(s[n + 1]) &&
	    s[n + 1 + digits(s + n + 1)] == ']')
		n += digits(s + n + 1) + 2;
	return n;
}

/*
 * The bytes of a name at s, which is added to *out; 0 if a quote is not closed.
 * What is in backquotes begins it or follows a point.
 */
static size_t
scan_name(const char *s, struct buf *out, bool *quoted)
{
	size_t n = 0, len;

	for (;; n += len) {
		if (s[n] == '`' && (n == 0 || s[n - 1] == '.')) {
			*quoted = true;
			len = expr_quoted(s + n, out);
			if (len == 0)
				return 0;
			if (s[n + len] != '.' && s[n + len] != '[')
				return n + len;
		} else {
			len = plain_length(s + n);
			if (len == 0)
				return n;
			buf_add(out, s + n, len);
		}
	}
}

/* The keyword or literal that a bare word is, else a name. */
static void
keyword(struct token *t)
{
	size_t i = 0;

	while (expr_keywords[i] && strcasecmp(t->name, expr_keywords[i]) != 0)
		i++;
	if (!expr_keywords[i])
		return;
	t->type = keyword_types[i];
	if (t->type != TOKEN_LITERAL)
		return;
	t->value = *expr_keywords[i] == 'n'
		       ? json_null()
		       : json_boolean(*expr_keywords[i] == 't');
}

static int
word(struct token *t, const char *s, struct err *e)
{
	struct buf b = {0};

	t->type = TOKEN_NAME;
	t->len = scan_name(s, &b, &t->quoted);
	t->name = buf_steal(&b);
	if (t->len == 0)
		return unclosed(e, '`');
	if (*t->name == '\0')
		return err_set(e, "a name is missing in the backquotes");
	if (!t->quoted)
		keyword(t);
	return 0;
}

static int
symbol(struct token *t, const char *s, struct err *e)
{
	for (size_t i = 0; i < sizeof(symbols) / sizeof(*symbols); i++) {
		t->len = strlen(symbols[i].text);
		if (strncmp(s, symbols[i].text, t->len) != 0)
			continue;
		t->type = symbols[i].type;
		if (!symbols[i].here)
			return 0;
		return err_set(e, "'%s' is written '%s' here", symbols[i].text,
		    symbols[i].here);
	}
	return err_set(e, "unexpected character '%.1s'", s);
}

int
expr_token(const char *text, size_t *at, struct token *t, struct err *e)
{
	const char *s;
	int rc;

	*at += strspn(text + *at, " \t\r\n");
	s = text + *at;
	*t = (struct token){.type = TOKEN_END, .at = *at};
	if (*s == '\0')
		return 0;
	if (isalpha((unsigned char)*s) || *s == '_' || *s == '`')
		rc = word(t, s, e);
	else if (*s == '\'' || *s == '"')
		rc = string(t, s, e);
	else if (is_digit(*s) || (*s == '.' && is_digit(s[1])))
		rc = number(t, s, e);
	else
		rc = symbol(t, s, e);
	if (rc == -1) {
		e->column = (int)*at + 1;
		return -1;
	}
	*at += t->len;
	return 0;
}

void
token_release(struct token *t)
{
	free(t->name);
	json_decref(t->value);
	*t = (struct token){0};
}
