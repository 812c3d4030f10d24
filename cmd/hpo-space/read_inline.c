#include "read_inline.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "clean.h"
#include "jsonl.h"
#include "xalloc.h"

/* The keys of a space file that one word can give; others are parameters. */
static const char *const top_keys[] = {
    "study", "seed", "minimize", "maximize", "noise", "sampler", NULL};
static const char *const stop_prefix = "stop.";

/* The length of the name before =, or 0. */
static size_t
name_length(const char *arg)
{
	size_t n = 0;

	if (!isalpha((unsigned char)*arg) && *arg != '_')
		return 0;
	while (
	    isalnum((unsigned char)arg[n]) || (arg[n] && strchr("_.-", arg[n])))
		n++;
	return arg[n] == '=' ? n : 0;
}

bool
inline_is(const char *arg)
{
	return name_length(arg) > 0;
}

/* The tree, and its members that hold others. */
struct inlining {
	struct node *root, *params, *stop;
	json_t *seen;
	struct problems *p;
};

static bool
is_top(const char *name)
{
	for (size_t i = 0; top_keys[i]; i++)
		if (strcmp(name, top_keys[i]) == 0)
			return true;
	return false;
}

static bool
is_text(const char *s)
{
	size_t n;

	for (; *s; s += n) {
		n = utf8_length(s, strlen(s));
		if (n == 0 || ((unsigned char)*s < ' ' && *s != '\t'))
			return false;
	}
	return true;
}

struct node *
inline_value(
    const char *field, const char *text, struct place at, struct problems *p)
{
	const char *why = NULL;

	if (!is_text(text))
		why = "not UTF-8, or a control character in it";
	else if (*text == '\0')
		why = "is empty";
	else if (*text == '[' || *text == '{')
		why = "lists and mappings need a file; "
		      "a list of choices is choice(a, b)";
	if (!why)
		return node_scalar(text, false, at, field, p);
	problem_add(p, at, field, "%s", why);
	return node_broken(at);
}

static char *
joined(const char *a, const char *b)
{
	struct buf text = {0};

	buf_printf(&text, "%s%s", a, b);
	return buf_steal(&text);
}

static void
add(struct inlining *in, const char *arg, int number)
{
	const size_t len = name_length(arg);
	const struct place key_at = {number, 1};
	const struct place at = {number, (int)len + 2};
	const size_t prefix = strlen(stop_prefix);
	char *name = xstrndup(arg, len);
	struct node *map = is_top(name) ? in->root : in->params;
	const char *key = name;
	char *field;

	if (strncmp(name, stop_prefix, prefix) == 0) {
		map = in->stop;
		key = name + prefix;
	}
	field = map == in->params ? joined("params.", name) : xstrdup(name);
	if (json_object_get(in->seen, name)) {
		problem_add(in->p, key_at, field, "this name is there already");
	} else {
		json_object_set_new(in->seen, name, json_true());
		node_set(map, key, key_at,
		    inline_value(field, arg + len + 1, at, in->p));
	}
	free(field);
	free(name);
}

struct node *
read_inline(char *const *args, size_t n, struct problems *p)
{
	const struct place start = {1, 1};
	struct inlining in = {
	    .root = node_alloc(NODE_MAP, start),
	    .params = node_alloc(NODE_MAP, start),
	    .stop = node_alloc(NODE_MAP, start),
	    .seen = jsonl_object(),
	    .p = p,
	};

	for (size_t i = 0; i < n; i++)
		add(&in, args[i], (int)i + 1);
	json_decref(in.seen);
	node_set(in.root, "params", start, in.params);
	if (in.stop->n > 0)
		node_set(in.root, "stop", start, in.stop);
	else
		node_free(in.stop);
	return in.root;
}
