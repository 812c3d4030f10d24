/* The parameters of a file: groups become dotted names, short forms long. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "define_parts.h"
#include "jsonl.h"
#include "xalloc.h"

/* Where in the tree of groups we are. */
struct group {
	struct definitions *all;
	const char *name;  /* "optimizer", "" at the top */
	const char *field; /* "params.optimizer" */
};

/* Keys of long forms that no parameter in a group will be called by chance. */
static const char *const telling[] = {
    "low", "high", "choices", "default", "when", "log", NULL};

static bool
is_name(const char *name)
{
	if (!isalpha((unsigned char)*name) && *name != '_')
		return false;
	for (; *name; name++)
		if (!isalnum((unsigned char)*name) && !strchr("_.-", *name))
			return false;
	return true;
}

struct definition *
define_find(const struct definitions *all, const char *name)
{
	const json_t *index = json_object_get(all->index, name);

	return index ? &all->list[json_integer_value(index)] : NULL;
}

struct definition *
define_find_param(const struct definitions *all, const char *name, size_t *k)
{
	char *base = xstrndup(name, strcspn(name, "["));
	struct definition *d = define_find(all, base);
	const struct field *f = d ? &d->array : NULL;

	free(base);
	*k = 0;
	if (!d || !d->json || (!f->type && strcmp(name, d->name) == 0))
		return d;
	while (
	    f->type && *k < f->n && strcmp(field_param_name(f, *k), name) != 0)
		++*k;
	if (!f->type || *k == f->n || !field_is_named(f))
		*k = SPACE_NONE;
	return d;
}

/* Whether a map without `type` was meant to be a parameter all the same. */
static bool
lacks_type(const struct node *map)
{
	for (size_t i = 0; telling[i]; i++) {
		const struct node *value = node_get(map, telling[i]);

		if (value && value->type != NODE_MAP && !shortform_is(value))
			return true;
	}
	return false;
}

static void
complain_no_type(const struct node *map, const char *field, struct problems *p)
{
	static const char *const type[] = {"type", NULL};
	char hint[DEFINE_HINT];

	for (size_t i = 0; i < map->n; i++) {
		char *at;

		define_hint(hint, map->keys[i], type);
		if (hint[0] == '\0')
			continue;
		at = define_field(field, map->keys[i]);
		problem_add(p, map->key_at[i], at,
		    "unknown key of a parameter%s", hint);
		free(at);
		return;
	}
	problem_add(p, map->at, field,
	    "a parameter needs a type, as in {type: float, ...}");
}

/* A new node {type: TYPE, KEY: value}, at the place of value. */
static struct node *
wrap(const char *type, const char *key, const struct node *value)
{
	struct node *map = node_alloc(NODE_MAP, value->at);
	struct problems none = {0};

	node_set(map, "type", value->at,
	    node_scalar(type, true, value->at, "", &none));
	node_set(map, key, value->at, node_copy(value));
	return map;
}

/* The long form of what stands for a parameter; *own if it is a new one. */
static const struct node *
long_form(const struct node *value, const char *field, struct problems *p,
    struct node **own)
{
	if (value->type == NODE_MAP || node_is_broken(value))
		return value;
	if (value->type == NODE_LIST)
		*own = wrap("categorical", "choices", value);
	else if (shortform_is(value))
		*own = shortform_parse(value, field, p);
	else {
		if (value->type == NODE_STRING && !value->quoted)
			shortform_suspect(value, field, p);
		*own = wrap("const", "value", value);
	}
	return *own;
}

static void
add_definition(
    struct definitions *all, char *name, char *field, const struct node *value)
{
	struct definition *d;

	if (all->n == all->cap) {
		all->cap = all->cap ? 2 * all->cap : 16;
		all->list =
		    xreallocarray(all->list, all->cap, sizeof(*all->list));
	}
	d = &all->list[all->n];
	*d = (struct definition){.name = name, .field = field};
	d->form = long_form(value, field, all->problems, &d->own);
	json_object_set_new(all->index, name, json_integer((json_int_t)all->n));
	all->n++;
}

/* Complain if `name`, written as key, cannot be a new parameter or group. */
static bool
may_be(const struct group *g, const char *key, const char *name,
    struct place at, const char *field)
{
	struct problems *p = g->all->problems;

	if (!is_name(key)) {
		problem_add(p, at, field,
		    "a name begins with a letter or _ and has only letters, "
		    "digits, and _ . -");
		return false;
	}
	if (define_find(g->all, name)) {
		problem_add(
		    p, at, field, "there is a parameter of this name already");
		return false;
	}
	return true;
}

static void
collect(const struct group *g, const struct node *map)
{
	for (size_t i = 0; i < map->n; i++) {
		const struct node *value = map->items[i];
		char *name = define_field(g->name, map->keys[i]);
		char *field = define_field(g->field, map->keys[i]);
		const struct group inner = {g->all, name, field};

		if (!may_be(g, map->keys[i], name, map->key_at[i], field)) {
			/* said already */
		} else if (value->type != NODE_MAP || node_get(value, "type")) {
			add_definition(g->all, name, field, value);
			continue; /* which owns name and field now */
		} else if (lacks_type(value)) {
			complain_no_type(value, field, g->all->problems);
		} else if (value->n == 0) {
			problem_add(g->all->problems, value->at, field,
			    "an empty group of parameters");
		} else {
			collect(&inner, value);
		}
		free(name);
		free(field);
	}
}

void
define_collect(
    struct definitions *all, const struct node *map, const char *root)
{
	const struct group top = {all, "", root};
	size_t n = 0;

	all->index = jsonl_object();
	collect(&top, map);
	if (map->n == 0)
		problem_add(
		    all->problems, map->at, root, "there are no parameters");
	for (size_t i = 0; i < all->n; i++) {
		struct definition *d = &all->list[i];

		if (d->form->type == NODE_MAP)
			define_param(d, all->problems);
		if (d->json)
			field_init(&d->array, d->name, d->json);
		n += d->json ? d->array.n : 1;
	}
	if (n > DEFINE_PARAMS_MAX)
		problem_add(all->problems, map->at, root,
		    "more than %d parameters", DEFINE_PARAMS_MAX);
}

void
definitions_release(struct definitions *all)
{
	for (size_t i = 0; i < all->n; i++) {
		free(all->list[i].name);
		free(all->list[i].field);
		node_free(all->list[i].own);
		field_release(&all->list[i].array);
		json_decref(all->list[i].json);
	}
	free(all->list);
	json_decref(all->index);
	*all = (struct definitions){0};
}
