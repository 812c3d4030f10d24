#include "expr_lex.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

/* e with a column. */
static int
fail_at(struct err *e, size_t at)
{
	e->column = (int)at + 1;
	return -1;
}

static const struct {
	const char *word;
	enum token_type type;
} keywords[] = {
    {"in", TOKEN_IN},
    {"or", TOKEN_OR},
    {"and", TOKEN_LATER},
    {"not", TOKEN_LATER},
    {"is", TOKEN_LATER},
    {"like", TOKEN_LATER},
    {0},
};

/* The keyword or literal that a bare word is, else a name. */
static void
word(struct token *t, const char *s)
{
	t->name = xstrndup(s, t->len);
	t->type = TOKEN_NAME;
	for (size_t i = 0; keywords[i].word; i++)
		if (strcmp(t->name, keywords[i].word) == 0)
			t->type = keywords[i].type;
	if (strcmp(t->name, "true") == 0)
		t->value = json_true();
	else if (strcmp(t->name, "false") == 0)
		t->value = json_false();
	else if (strcmp(t->name, "null") == 0)
		t->value = json_null();
	if (t->value)
		t->type = TOKEN_LITERAL;
}

static int
number(struct token *t, const char *s, struct err *e)
{
	char *end;
	const double x = strtod(s, &end);
	const size_t len = (size_t)(end - s);
	long long n;
	const bool whole = strcspn(s, ".eExX") >= len;

	t->len = len;
	if (len == 0 || isalnum((unsigned char)*end) || *end == '_') {
		err_set(e, "not a number");
		return -1;
	}
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

/* A string, or a name in backquotes. */
static int
quoted(struct token *t, const char *s, struct err *e)
{
	struct buf b = {0};

	t->len = expr_quoted(s, &b);
	if (t->len == 0)
		err_set(e, "the quote %c is not closed", *s);
	else if (*s == '`')
		t->name = xstrdup(buf_text(&b));
	else
		t->value = json_string(buf_text(&b));
	t->type = *s == '`' ? TOKEN_NAME : TOKEN_LITERAL;
	buf_release(&b);
	if (t->len == 0)
		return -1;
	if (!t->name && !t->value)
		return err_set(e, "what is in quotes is not UTF-8");
	return 0;
}

static void
symbol(struct token *t, const char *s)
{
	static const char *const later[] = {"!=", "<>", "<=", ">=", "<", ">",
	    "+", "-", "*", "/", "%", "^", NULL};

	t->len = 1;
	switch (*s) {
	case '(':
		t->type = TOKEN_OPEN;
		return;
	case ')':
		t->type = TOKEN_CLOSE;
		return;
	case ',':
		t->type = TOKEN_COMMA;
		return;
	case '=':
		t->type = TOKEN_EQUAL;
		t->len = s[1] == '=' ? 2 : 1;
		return;
	default:
		break;
	}
	t->type = TOKEN_END;
	for (size_t i = 0; later[i] && t->type == TOKEN_END; i++) {
		if (strncmp(s, later[i], strlen(later[i])) == 0) {
			t->type = TOKEN_LATER;
			t->len = strlen(later[i]);
		}
	}
}

int
expr_token(const char *text, size_t *at, struct token *t, struct err *e)
{
	const char *s;
	int rc = 0;

	*at += strspn(text + *at, " \t\r\n");
	s = text + *at;
	*t = (struct token){.type = TOKEN_END, .at = *at};
	if (*s == '\0')
		return 0;
	if (isalpha((unsigned char)*s) || *s == '_') {
		t->len = 1;
		while (isalnum((unsigned char)s[t->len]) ||
		       (s[t->len] && strchr("_.", s[t->len])))
			t->len++;
		word(t, s);
	} else if (*s == '\'' || *s == '"' || *s == '`') {
		rc = quoted(t, s, e);
	} else if (isdigit((unsigned char)*s) ||
		   (strchr("+-.", *s) && strchr(".0123456789", s[1]) && s[1])) {
		rc = number(t, s, e);
	} else {
		symbol(t, s);
		if (t->type == TOKEN_END)
			rc = err_set(e, "unexpected character '%.*s'", 1, s);
	}
	if (rc == -1)
		return fail_at(e, *at);
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
