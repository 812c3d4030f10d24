/* The long forms, one function a type. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "define_parts.h"
#include "define_reading.h"
#include "expr.h"
#include "jsonl.h"
#include "xalloc.h"

const struct node *
reading_member(struct reading *r, const char *key)
{
	r->path.len = r->prefix;
	buf_puts(&r->path, key);
	r->field = buf_text(&r->path);
	return node_get(r->d->form, key);
}

void
reading_complain_missing(struct reading *r, const char *key)
{
	if (define_misspelt(r->d->form, r->keys->known, key))
		return;
	(void)reading_member(r, key);
	problem_add(r->p, r->d->form->at, r->field, "is missing");
}

/* A value that may stand for itself: choices and constants. */
static bool
read_plain(const struct reading *r, const struct node *node, const char *field)
{
	if (node->type == NODE_LIST || node->type == NODE_MAP) {
		problem_add(r->p, node->at, field,
		    "%s as a value is not built yet",
		    node_type_name(node->type));
		return false;
	}
	return !node_is_broken(node);
}

/* One of the choices, unless it is seen already. */
static void
read_choice(
    struct reading *r, const struct node *item, json_t *choices, json_t *seen)
{
	char *key;

	if (!read_plain(r, item, r->field))
		return;
	key = expr_key(item->value);
	if (json_object_get(seen, key))
		problem_add(r->p, item->at, r->field, "'%.100s' is there twice",
		    item->text);
	json_object_set_new(seen, key, json_true());
	json_array_append(choices, item->value);
	free(key);
}

static void
read_choices(struct reading *r)
{
	const struct node *list = reading_member(r, "choices");
	json_t *choices = json_array();
	json_t *seen = jsonl_object();

	json_object_set_new(r->json, "choices", choices);
	if (!list)
		reading_complain_missing(r, "choices");
	else if (define_expect(list, NODE_LIST, r->field, r->p)) {
		if (list->n == 0)
			problem_add(r->p, list->at, r->field, "is empty");
		for (size_t i = 0; i < list->n; i++)
			read_choice(r, list->items[i], choices, seen);
	}
	json_decref(seen);
}

static void
read_categorical(struct reading *r)
{
	read_choices(r);
	reading_weights(r);
}

static void
read_ordinal(struct reading *r)
{
	read_choices(r);
	reading_spacing(r);
	reading_weights(r);
}

static void
read_bool(struct reading *r)
{
	reading_weights(r);
}

static void
read_const(struct reading *r)
{
	const struct node *node = reading_member(r, "value");

	if (!node)
		reading_complain_missing(r, "value");
	else if (read_plain(r, node, r->field))
		json_object_set(r->json, "value", node->value);
}

/* A whole number at key, which may be left out: *x is what it is then. */
static bool
read_count(
    struct reading *r, const char *key, size_t least, size_t most, size_t *x)
{
	const struct node *node = reading_member(r, key);

	if (!node ||
	    !define_whole(node, r->field, (double)least, (double)most, r->p))
		return false;
	*x = (size_t)json_number_value(node->value);
	json_object_set_new(r->json, key, json_integer((json_int_t)*x));
	return true;
}

static void
complain_long(struct reading *r, size_t most)
{
	const struct node *node = reading_member(r, "choices");

	problem_add(r->p, node->at, r->field, "has more than %zu values", most);
}

static void
read_subset(struct reading *r)
{
	size_t n, least = 0, most;

	read_choices(r);
	n = json_array_size(json_object_get(r->json, "choices"));
	most = n;
	(void)read_count(r, "min", 0, n, &least);
	(void)read_count(r, "max", 0, n, &most);
	if (least > most) {
		const struct node *node = reading_member(r, "min");

		problem_add(r->p, node->at, r->field, "min is above max");
	}
	if (least == 0)
		json_object_del(r->json, "min");
	if (most == n)
		json_object_del(r->json, "max");
	if (n > FIELD_MAX)
		complain_long(r, FIELD_MAX);
	else if (n > FIELD_TIED && (least > 0 || most < n))
		complain_long(r, FIELD_TIED);
}

static void
read_permutation(struct reading *r)
{
	read_choices(r);
	if (json_array_size(json_object_get(r->json, "choices")) > FIELD_MAX)
		complain_long(r, FIELD_MAX);
}

static void
read_simplex(struct reading *r)
{
	if (!reading_member(r, "shape"))
		reading_complain_missing(r, "shape");
}

#define COMMON "type", "default", "when", "unit", "help", "meta"
#define LATER  "condition"

static const char *const number_keys[] = {
    COMMON, "low", "high", "log", "rlog", "step", "prior", "shape", NULL};
static const char *const pow2_keys[] = {
    COMMON, "low", "high", "base", "prior", "shape", NULL};
static const char *const choice_keys[] = {
    COMMON, "choices", "weights", "prior", "shape", NULL};
static const char *const ordinal_keys[] = {
    COMMON, "choices", "spacing", "weights", "prior", "shape", NULL};
static const char *const bool_keys[] = {
    COMMON, "weights", "prior", "shape", NULL};
static const char *const subset_keys[] = {
    COMMON, "choices", "min", "max", NULL};
static const char *const permutation_keys[] = {COMMON, "choices", NULL};
static const char *const simplex_keys[] = {COMMON, "shape", NULL};
static const char *const const_keys[] = {COMMON, "value", NULL};
static const char *const later_keys[] = {LATER, NULL};

static const struct type_row {
	const char *name, *canonical;
	struct define_keys keys;
	void (*read)(struct reading *r);
	size_t least, most; /* shape; 0: it has none */
} types[] = {
    {"float", "float", {number_keys, later_keys, "a float"}, reading_float, 1,
	FIELD_MAX},
    {"int", "int", {number_keys, later_keys, "an int"}, reading_int, 1,
	FIELD_MAX},
    {"pow2", "pow2", {pow2_keys, later_keys, "a pow2"}, reading_pow2, 1,
	FIELD_MAX},
    {"categorical", "categorical", {choice_keys, later_keys, "a categorical"},
	read_categorical, 1, FIELD_MAX},
    {"choice", "categorical", {choice_keys, later_keys, "a categorical"},
	read_categorical, 1, FIELD_MAX},
    {"ordinal", "ordinal", {ordinal_keys, later_keys, "an ordinal"},
	read_ordinal, 1, FIELD_MAX},
    {"bool", "bool", {bool_keys, later_keys, "a bool"}, read_bool, 1,
	FIELD_MAX},
    {"const", "const", {const_keys, later_keys, "a const"}, read_const, 0, 0},
    {"subset", "subset", {subset_keys, later_keys, "a subset"}, read_subset, 0,
	0},
    {"permutation", "permutation",
	{permutation_keys, later_keys, "a permutation"}, read_permutation, 0,
	0},
    {"simplex", "simplex", {simplex_keys, later_keys, "a simplex"},
	read_simplex, 2, FIELD_TIED},
    {0},
};

/* What others call our types. */
static const struct {
	const char *name, *ours;
} other_types[] = {
    {"double", "float"},
    {"real", "float"},
    {"uniform", "float"},
    {"loguniform", "float with log: true"},
    {"log", "float with log: true"},
    {"rlog", "float with rlog: true"},
    {"logint", "int with log: true"},
    {"integer", "int"},
    {"boolean", "bool"},
    {"constant", "const"},
    {"discrete", "ordinal"},
    {"order", "permutation"},
    {"vector", "float with shape: k"},
    {0},
};

static void
complain_type(const struct reading *r, const struct node *node)
{
	static const char *const names[] = {"float", "int", "pow2",
	    "categorical", "ordinal", "bool", "const", "choice", "subset",
	    "permutation", "simplex", NULL};
	char hint[DEFINE_HINT];

	for (size_t i = 0; other_types[i].name; i++) {
		if (strcmp(node->text, other_types[i].name) != 0)
			continue;
		problem_add(r->p, node->at, r->field,
		    "unknown type '%s', did you mean %s?", node->text,
		    other_types[i].ours);
		return;
	}
	define_hint(hint, node->text, names);
	problem_add(r->p, node->at, r->field, "unknown type '%.100s'%s",
	    node->text, hint);
}

static const struct type_row *
read_type(struct reading *r)
{
	const struct node *node = reading_member(r, "type");

	if (node->type == NODE_STRING)
		for (const struct type_row *t = types; t->name; t++)
			if (strcmp(node->text, t->name) == 0)
				return t;
	return NULL;
}

/* Whether something in node was refused by its reader, who has said so. */
static bool
has_broken(const struct node *node)
{
	bool broken = node_is_broken(node);

	for (size_t i = 0; i < node->n && !broken; i++)
		broken = has_broken(node->items[i]);
	return broken;
}

/* Whether all that was read so far is right. */
static bool
is_good(const struct reading *r)
{
	return r->p->errors == r->before && !has_broken(r->d->form);
}

static void
read_default(struct reading *r)
{
	const struct node *node = reading_member(r, "default");
	struct field domain;
	struct err e;

	if (!node || !is_good(r)) /* of what domain? */
		return;
	field_init(&domain, r->d->name, r->json);
	if (domain.type || read_plain(r, node, r->field)) {
		json_t *given = node_to_json(node);
		json_t *value = define_field_value(&domain, given, &e);

		if (value)
			json_object_set_new(r->json, "default", value);
		else
			problem_add(r->p, node->at, r->field, "%s", e.text);
		json_decref(given);
	}
	field_release(&domain);
}

static void
keep_string(struct reading *r, const char *key)
{
	const struct node *node = reading_member(r, key);

	if (node && define_expect(node, NODE_STRING, r->field, r->p))
		json_object_set(r->json, key, node->value);
}

static void
keep_meta(struct reading *r)
{
	const struct node *node = reading_member(r, "meta");

	if (node)
		json_object_set_new(r->json, "meta", node_to_json(node));
}

void
define_param(struct definition *d, struct problems *p)
{
	struct reading r = {.d = d, .p = p, .before = p->errors};
	const struct type_row *type;
	const struct node *node;
	size_t shape;

	r.json = jsonl_object();
	buf_puts(&r.path, d->field);
	buf_puts(&r.path, ".");
	r.prefix = r.path.len;
	type = read_type(&r);
	node = node_get(d->form, "type");
	if (type) {
		r.keys = &type->keys;
		define_check_keys(d->form, d->field, r.keys, p);
		json_object_set_new(
		    r.json, "type", json_string(type->canonical));
		type->read(&r);
		reading_prior(&r);
		if (type->most > 0)
			(void)read_count(
			    &r, "shape", type->least, type->most, &shape);
		read_default(&r);
		keep_string(&r, "when"); /* checked by define_conditions() */
		keep_string(&r, "unit");
		keep_string(&r, "help");
		keep_meta(&r);
	} else if (node->type == NODE_LIST || node->type == NODE_MAP ||
		   strchr(node->text, '(')) {
		problem_add(p, node->at, r.field,
		    "must name a type; a parameter called 'type' in a group is "
		    "written '%s.type'",
		    d->name);
	} else if (define_expect(node, NODE_STRING, r.field, p)) {
		complain_type(&r, node);
	}
	buf_release(&r.path);
	if (type && is_good(&r))
		d->json = r.json;
	else
		json_decref(r.json);
}
