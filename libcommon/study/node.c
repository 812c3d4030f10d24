#include "node.h"

#include <stdlib.h>
#include <string.h>

#include "jsonl.h"
#include "xalloc.h"

enum { GROW_FIRST = 4 };

struct node *
node_alloc(enum node_type type, struct place at)
{
	struct node *node = xcalloc(1, sizeof(*node));

	node->type = type;
	node->at = at;
	return node;
}

/* Whether arrays of n must grow before one more fits: at powers of two. */
static bool
is_full(size_t n)
{
	return n == 0 || (n >= GROW_FIRST && (n & (n - 1)) == 0);
}

static size_t
grown(size_t n)
{
	return n == 0 ? GROW_FIRST : 2 * n;
}

void
node_add(struct node *list, struct node *item)
{
	if (is_full(list->n))
		list->items = xreallocarray(
		    list->items, grown(list->n), sizeof(struct node *));
	list->items[list->n++] = item;
}

void
node_set(
    struct node *map, const char *key, struct place key_at, struct node *item)
{
	if (is_full(map->n)) {
		map->keys =
		    xreallocarray(map->keys, grown(map->n), sizeof(char *));
		map->key_at = xreallocarray(
		    map->key_at, grown(map->n), sizeof(struct place));
	}
	map->keys[map->n] = xstrdup(key);
	map->key_at[map->n] = key_at;
	node_add(map, item);
}

const struct node *
node_get(const struct node *map, const char *key)
{
	for (size_t i = 0; map->type == NODE_MAP && i < map->n; i++)
		if (strcmp(map->keys[i], key) == 0)
			return map->items[i];
	return NULL;
}

void
node_free(struct node *node)
{
	if (!node)
		return;
	for (size_t i = 0; i < node->n; i++) {
		node_free(node->items[i]);
		if (node->keys)
			free(node->keys[i]);
	}
	free(node->items);
	free(node->keys);
	free(node->key_at);
	json_decref(node->value);
	free(node->text);
	free(node->raw);
	free(node);
}

struct node *
node_copy(const struct node *node)
{
	struct node *copy = node_alloc(node->type, node->at);

	for (size_t i = 0; i < node->n; i++) {
		if (node->type == NODE_MAP)
			node_set(copy, node->keys[i], node->key_at[i],
			    node_copy(node->items[i]));
		else
			node_add(copy, node_copy(node->items[i]));
	}
	copy->value = json_incref(node->value);
	copy->text = node->text ? xstrdup(node->text) : NULL;
	copy->raw = node->raw ? xstrdup(node->raw) : NULL;
	copy->quoted = node->quoted;
	return copy;
}

static enum node_type
type_of(const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return NODE_MAP;
	case JSON_ARRAY:
		return NODE_LIST;
	case JSON_STRING:
		return NODE_STRING;
	case JSON_INTEGER:
	case JSON_REAL:
		return NODE_NUMBER;
	case JSON_TRUE:
	case JSON_FALSE:
		return NODE_BOOL;
	case JSON_NULL:
		return NODE_NULL;
	}
	return NODE_NULL;
}

/* What a scalar is written as: a string's content, else its JSON. */
static char *
text_of(json_t *value)
{
	struct buf b = {0};

	if (json_is_string(value))
		return xstrdup(json_string_value(value));
	jsonl_write(&b, value);
	return buf_steal(&b);
}

struct node *
node_from_json(json_t *value)
{
	const struct place nowhere = {0};
	struct node *node = node_alloc(type_of(value), nowhere);

	if (node->type == NODE_MAP) {
		const char *key;
		json_t *member;

		json_object_foreach (value, key, member)
			node_set(node, key, nowhere, node_from_json(member));
	} else if (node->type == NODE_LIST) {
		for (size_t i = 0; i < json_array_size(value); i++)
			node_add(
			    node, node_from_json(json_array_get(value, i)));
	} else {
		node->value = json_incref(value);
		node->text = text_of(value);
		node->quoted = node->type == NODE_STRING;
	}
	return node;
}

json_t *
node_to_json(const struct node *node)
{
	json_t *value;

	if (node->type == NODE_MAP) {
		value = jsonl_object();
		for (size_t i = 0; i < node->n; i++)
			json_object_set_new(
			    value, node->keys[i], node_to_json(node->items[i]));
		return value;
	}
	if (node->type == NODE_LIST) {
		value = json_array();
		for (size_t i = 0; i < node->n; i++)
			json_array_append_new(
			    value, node_to_json(node->items[i]));
		return value;
	}
	return json_incref(node->value);
}

const char *
node_type_name(enum node_type type)
{
	static const char *const names[] = {
	    [NODE_NULL] = "null",
	    [NODE_BOOL] = "true or false",
	    [NODE_NUMBER] = "a number",
	    [NODE_STRING] = "a string",
	    [NODE_LIST] = "a list",
	    [NODE_MAP] = "a mapping",
	};

	return names[type];
}

/* Bytes of an escape of YAML in these quotes, or of another character's first
 * byte. */
static size_t
escape_length(char quote, const char *s)
{
	if (quote == '\'')
		return s[0] == quote && s[1] == quote ? 2 : 1;
	if (s[0] != '\\' || s[1] == '\0')
		return 1;
	switch (s[1]) {
	case 'x':
		return 4;
	case 'u':
		return 6;
	case 'U':
		return 10;
	default:
		return 2;
	}
}

static bool
begins_character(char byte)
{
	return ((unsigned char)byte & 0xc0) != 0x80;
}

struct place
node_place(const struct node *node, size_t offset)
{
	struct place at = node->at;
	const char *raw = node->raw;
	char quote = '\0';
	size_t n;

	if (at.line == 0)
		return at;
	if (raw)
		quote = *raw++;
	at.column += node->quoted ? 1 : 0;
	for (size_t i = 0; i < offset && node->text[i] != '\0'; i++) {
		if (!begins_character(node->text[i]))
			continue;
		n = raw ? strnlen(raw, escape_length(quote, raw)) : 1;
		at.column += (int)n;
		if (!raw)
			continue;
		for (raw += n; !begins_character(*raw); raw++)
			;
	}
	return at;
}
