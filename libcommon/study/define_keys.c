/* Names, types and numbers of a file, and what to say of wrong ones. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "define_parts.h"
#include "suggest.h"

/* Beyond so many parameters a name is not compared with all of them. */
enum { HINT_PARAMS_MAX = 1000 };

char *
define_field(const char *a, const char *b)
{
	struct buf text = {0};

	/* one for each key of each parameter: no printf */
	buf_puts(&text, a);
	buf_puts(&text, *a != '\0' ? "." : "");
	buf_puts(&text, b);
	return buf_steal(&text);
}

static bool
is_listed(const char *const *words, const char *word)
{
	for (; words && *words; words++)
		if (strcmp(*words, word) == 0)
			return true;
	return false;
}

void
define_hint(char text[DEFINE_HINT], const char *name, const char *const *words)
{
	/* one letter is near every other */
	const char *near = strlen(name) > 1 ? suggest(name, words) : NULL;

	text[0] = '\0';
	if (near)
		snprintf(text, DEFINE_HINT, ", did you mean '%.80s'?", near);
}

void
define_hint_param(
    char text[DEFINE_HINT], const char *name, const struct definitions *all)
{
	const char *words[HINT_PARAMS_MAX + 1];

	text[0] = '\0';
	if (all->n > HINT_PARAMS_MAX)
		return;
	for (size_t i = 0; i < all->n; i++)
		words[i] = all->list[i].name;
	words[all->n] = NULL;
	define_hint(text, name, words);
}

void
define_check_keys(const struct node *map, const char *field,
    const struct define_keys *keys, struct problems *p)
{
	char hint[DEFINE_HINT];

	for (size_t i = 0; i < map->n; i++) {
		const char *key = map->keys[i];
		char *at;

		if (is_listed(keys->known, key))
			continue;
		at = define_field(field, key);
		define_hint(hint, key, keys->known);
		if (is_listed(keys->later, key))
			problem_add(p, map->key_at[i], at,
			    "the key '%s' is not built yet", key);
		else
			problem_add(p, map->key_at[i], at,
			    "unknown key of %s%s", keys->what, hint);
		free(at);
	}
}

bool
define_misspelt(
    const struct node *map, const char *const *known, const char *key)
{
	const char *const words[] = {key, NULL};
	char hint[DEFINE_HINT] = "";

	for (size_t i = 0; i < map->n && hint[0] == '\0'; i++)
		if (!is_listed(known, map->keys[i]))
			define_hint(hint, map->keys[i], words);
	return hint[0] != '\0';
}

bool
define_expect(const struct node *node, enum node_type type, const char *field,
    struct problems *p)
{
	if (node->type == type)
		return true;
	if (!node_is_broken(node))
		problem_add(p, node->at, field, "must be %s, not %s%s",
		    node_type_name(type), node_type_name(node->type),
		    type == NODE_STRING && node->type == NODE_NUMBER
			? " (quotes make it a string)"
			: "");
	return false;
}

/* Why this string is not the number that it looks like, or "". */
static const char *
number_hint(const struct node *node)
{
	const char *s = node->text;

	if (strspn(s, "0123456789_:.,+-eExXob") != strlen(s) || *s == '\0')
		return "";
	if (node->quoted)
		return " (write it without quotes)";
	if (strchr(s, '_'))
		return " (digits are written without _)";
	if (strchr(s, ':'))
		return " (with : it is a string in YAML 1.2)";
	if (strchr(s, ','))
		return " (the decimal mark is a point)";
	if (s[strspn(s, "+-")] == '0')
		return " (a number has no leading zeros)";
	return "";
}

bool
define_looks_numeric(const struct node *node)
{
	return number_hint(node)[0] != '\0';
}

bool
define_number(
    const struct node *node, const char *field, double *x, struct problems *p)
{
	if (node->type == NODE_STRING) {
		problem_add(p, node->at, field,
		    "must be a number, not the string '%.100s'%s", node->text,
		    number_hint(node));
		return false;
	}
	if (!define_expect(node, NODE_NUMBER, field, p))
		return false;
	*x = json_number_value(node->value);
	return true;
}

bool
define_whole(const struct node *node, const char *field, double min, double max,
    struct problems *p)
{
	double x;

	if (!define_number(node, field, &x, p))
		return false;
	if (x == trunc(x) && x >= min && x <= max)
		return true;
	problem_add(p, node->at, field,
	    "must be a whole number from %.0f to %.0f, not %.100s", min, max,
	    node->text);
	return false;
}
