/*
 * Short forms: word, or word(argument, ...).  An argument is a value or
 * key=value; a value is a bare word, a number, or in quotes.  They become the
 * map that the long form is, so that define_param() alone knows the rules.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "define.h"
#include "define_parts.h"
#include "expr_lex.h"
#include "xalloc.h"

/* What takes the arguments without a key. */
enum shape { SHAPE_BOUNDS, SHAPE_CHOICES, SHAPE_VALUE, SHAPE_SIZE, SHAPE_NONE };

static const struct form_row {
	const char *word, *type;
	enum shape shape;
	const char *scale; /* key that the word sets to true */
} forms[] = {
    {"float", "float", SHAPE_BOUNDS, NULL},
    {"log", "float", SHAPE_BOUNDS, "log"},
    {"rlog", "float", SHAPE_BOUNDS, "rlog"},
    {"int", "int", SHAPE_BOUNDS, NULL},
    {"logint", "int", SHAPE_BOUNDS, "log"},
    {"pow2", "pow2", SHAPE_BOUNDS, NULL},
    {"choice", "categorical", SHAPE_CHOICES, NULL},
    {"categorical", "categorical", SHAPE_CHOICES, NULL},
    {"ordinal", "ordinal", SHAPE_CHOICES, NULL},
    {"bool", "bool", SHAPE_NONE, NULL},
    {"const", "const", SHAPE_VALUE, NULL},
    {"subset", "subset", SHAPE_CHOICES, NULL},
    {"permutation", "permutation", SHAPE_CHOICES, NULL},
    {"simplex", "simplex", SHAPE_SIZE, NULL},
    {0},
};

/* A short form being read. */
struct scanning {
	const struct node *node;
	const char *field;
	struct problems *p;
	const char *text;
	size_t at; /* next byte */
	const struct form_row *form;
	struct node *map, *choices;
	size_t values; /* arguments without a key, so far */
};

static size_t
word_length(const char *s)
{
	size_t n = 0;

	while (isalnum((unsigned char)s[n]) || s[n] == '_')
		n++;
	return n;
}

static const struct form_row *
find_form(const char *s, size_t len)
{
	for (const struct form_row *f = forms; f->word; f++)
		if (strlen(f->word) == len && strncmp(s, f->word, len) == 0)
			return f;
	return NULL;
}

bool
define_is_form(const char *word, size_t len)
{
	return find_form(word, len) != NULL;
}

bool
shortform_is(const struct node *node)
{
	size_t n;

	if (node->type != NODE_STRING)
		return false;
	n = word_length(node->text);
	if (n == 0 || isdigit((unsigned char)node->text[0]))
		return false;
	if (node->text[n] == '\0')
		return find_form(node->text, n) != NULL;
	n += strspn(node->text + n, " \t");
	return node->text[n] == '(';
}

static int
fail(const struct scanning *r, size_t at, const char *what)
{
	problem_add(
	    r->p, node_place(r->node, at), r->field, "short form: %s", what);
	return -1;
}

static void
skip_space(struct scanning *r)
{
	r->at += strspn(r->text + r->at, " \t\r\n");
}

/* A value as a new node, or NULL. */
static struct node *
read_value(struct scanning *r)
{
	const size_t start = r->at;
	const struct place at = node_place(r->node, start);
	const char *s = r->text + start;
	const bool quoted = *s == '\'' || *s == '"';
	struct buf b = {0};
	struct node *value = NULL;
	size_t len;

	if (quoted) {
		len = expr_quoted(s, &b);
		r->at += len;
		if (len == 0)
			(void)fail(r, start, "this quote is not closed");
	} else {
		len = strcspn(s, ",()[]{}'\"");
		r->at += len;
		while (len > 0 && isspace((unsigned char)s[len - 1]))
			len--;
		buf_add(&b, s, len);
	}
	if (!quoted && b.len == 0)
		(void)fail(r, start, "a value is missing here");
	else if (len > 0)
		value = node_scalar(buf_text(&b), quoted, at, r->field, r->p);
	buf_release(&b);
	return value;
}

/* (value, ...), r->at being at the parenthesis, as a list, or NULL. */
static struct node *
read_list(struct scanning *r)
{
	const size_t open = r->at++;
	struct node *list = node_alloc(NODE_LIST, node_place(r->node, open));

	skip_space(r);
	if (r->text[r->at] == ')') {
		r->at++;
		return list;
	}
	for (;;) {
		struct node *value;

		skip_space(r);
		value = read_value(r);
		if (!value)
			break;
		node_add(list, value);
		skip_space(r);
		if (r->text[r->at] == ')') {
			r->at++;
			return list;
		}
		if (r->text[r->at] == '\0')
			(void)fail(r, open, "this parenthesis is not closed");
		else if (r->text[r->at] != ',')
			(void)fail(r, r->at, "expected , or ) here");
		if (r->text[r->at] != ',')
			break;
		r->at++;
	}
	node_free(list);
	return NULL;
}

/* word(value, ...), r->at being at the word, or NULL. */
static struct node *
read_call(struct scanning *r)
{
	const size_t len = word_length(r->text + r->at);
	const struct place at = node_place(r->node, r->at);
	char *word = xstrndup(r->text + r->at, len);
	struct node *map = NULL, *list = NULL;

	r->at += len;
	skip_space(r);
	if (len == 0 || r->text[r->at] != '(')
		(void)fail(r, r->at, "expected a word and ( here");
	else
		list = read_list(r);
	if (list) {
		map = node_alloc(NODE_MAP, at);
		node_set(map, word, at, list);
	}
	free(word);
	return map;
}

/* The value of a key: some have other values than words. */
static struct node *
read_keyed(struct scanning *r, const char *key)
{
	const bool list = r->text[r->at] == '(';

	if (strcmp(key, "prior") == 0)
		return read_call(r);
	if (strcmp(key, "weights") != 0)
		return list && strcmp(key, "default") == 0 ? read_list(r)
							   : read_value(r);
	if (!list) {
		(void)fail(r, r->at, "expected ( here, weights are a list");
		return NULL;
	}
	return read_list(r);
}

/* The length of `key =` at r->at, the key alone in *key; 0 if none is. */
static size_t
key_length(const struct scanning *r, size_t *key)
{
	const char *s = r->text + r->at;
	size_t n = word_length(s);

	*key = n;
	n += strspn(s + n, " \t");
	return *key > 0 && s[n] == '=' && s[n + 1] != '=' ? n + 1 : 0;
}

static int
add_keyed(struct scanning *r, size_t key_len, size_t whole)
{
	const struct place at = node_place(r->node, r->at);
	char *key = xstrndup(r->text + r->at, key_len);
	const size_t start = r->at;
	struct node *value;
	int rc = -1;

	r->at += whole;
	skip_space(r);
	value = read_keyed(r, key);
	if (value && node_get(r->map, key)) {
		rc = fail(r, start, "this is given twice");
		node_free(value);
	} else if (value) {
		node_set(r->map, key, at, value);
		rc = 0;
	}
	free(key);
	return rc;
}

static int
add_plain(struct scanning *r)
{
	static const char *const bounds[] = {"low", "high"};
	static const char *const keys[] = {[SHAPE_VALUE] = "value",
	    [SHAPE_SIZE] = "shape",
	    [SHAPE_NONE] = NULL};
	const struct place at = node_place(r->node, r->at);
	const size_t start = r->at;
	const enum shape shape = r->form->shape;
	const char *key = keys[shape];
	struct node *value;

	if (shape == SHAPE_BOUNDS && r->values < 2)
		key = bounds[r->values];
	if (shape != SHAPE_CHOICES &&
	    (!key || (shape != SHAPE_BOUNDS && r->values > 0)))
		return fail(r, start, "one argument too many");
	value = read_value(r);
	if (!value)
		return -1;
	if (key && node_get(r->map, key)) {
		node_free(value);
		return fail(r, start, "this is given twice");
	}
	if (key)
		node_set(r->map, key, at, value);
	else
		node_add(r->choices, value);
	r->values++;
	return 0;
}

/* All arguments, r->at being behind the opening parenthesis. */
static int
read_arguments(struct scanning *r)
{
	const size_t open = r->at - 1;

	skip_space(r);
	if (r->text[r->at] == ')') {
		r->at++;
		return 0;
	}
	for (;;) {
		size_t key;
		size_t whole;

		skip_space(r);
		whole = key_length(r, &key);
		if (whole ? add_keyed(r, key, whole) : add_plain(r))
			return -1;
		skip_space(r);
		if (r->text[r->at] == ',') {
			r->at++;
			continue;
		}
		if (r->text[r->at] == ')') {
			r->at++;
			return 0;
		}
		if (r->text[r->at] == '\0')
			return fail(r, open, "this parenthesis is not closed");
		return fail(r, r->at, "expected , or ) here");
	}
}

/* ", did you mean 'log'?" for a word that is no short form. */
static void
hint_word(char hint[DEFINE_HINT], const char *word)
{
	const char *words[sizeof(forms) / sizeof(*forms)];
	size_t i;

	for (i = 0; forms[i].word; i++)
		words[i] = forms[i].word;
	words[i] = NULL;
	define_hint(hint, word, words);
}

void
shortform_suspect(
    const struct node *node, const char *field, struct problems *p)
{
	char hint[DEFINE_HINT];

	hint_word(hint, node->text);
	if (hint[0] != '\0')
		problem_warn(p, node->at, field,
		    "the constant '%.100s' (const(%.100s) says so)%s",
		    node->text, node->text, hint);
}

static int
complain_word(const struct scanning *r, size_t len)
{
	char *word = xstrndup(r->text, len);
	const struct place at = node_place(r->node, r->at);
	char hint[DEFINE_HINT];

	hint_word(hint, word);
	problem_add(r->p, at, r->field, "unknown short form '%.100s(...)'%s%s",
	    word, hint, hint[0] ? "" : "; a constant is const(\"...\")");
	free(word);
	return -1;
}

/* What follows from the word itself, once its arguments are there. */
static void
complete(struct scanning *r)
{
	struct problems none = {0};
	const struct place at = node_place(r->node, 0);

	const char *scale = r->form->scale;

	if (scale && !node_get(r->map, scale))
		node_set(r->map, scale, at,
		    node_scalar("true", false, at, "", &none));
	if (r->choices) {
		node_set(r->map, "choices", at, r->choices);
		r->choices = NULL;
	}
}

static int
read_form(struct scanning *r)
{
	const size_t len = word_length(r->text + r->at);
	struct problems none = {0};
	const struct place at = node_place(r->node, r->at);

	r->form = find_form(r->text + r->at, len);
	if (!r->form)
		return complain_word(r, len);
	node_set(r->map, "type", at,
	    node_scalar(r->form->type, true, at, "", &none));
	if (r->form->shape == SHAPE_CHOICES)
		r->choices = node_alloc(NODE_LIST, at);
	r->at += len;
	skip_space(r);
	if (r->text[r->at] == '(') {
		r->at++;
		if (read_arguments(r) == -1)
			return -1;
	}
	skip_space(r);
	if (r->text[r->at] != '\0')
		return fail(r, r->at, "nothing may follow it");
	complete(r);
	return 0;
}

struct node *
shortform_parse(const struct node *node, const char *field, struct problems *p)
{
	struct scanning r = {.node = node,
	    .field = field,
	    .p = p,
	    .text = node->text,
	    .map = node_alloc(NODE_MAP, node->at)};
	const int rc = read_form(&r);

	node_free(r.choices);
	if (rc == 0)
		return r.map;
	node_free(r.map);
	return node_broken(node->at);
}

struct node *
shortform_call(const struct node *node, const char *field, struct problems *p)
{
	struct scanning r = {
	    .node = node, .field = field, .p = p, .text = node->text};
	struct node *call = read_call(&r);

	skip_space(&r);
	if (call && r.text[r.at] != '\0') {
		(void)fail(&r, r.at, "nothing may follow it");
		node_free(call);
		call = NULL;
	}
	return call ? call : node_broken(node->at);
}
