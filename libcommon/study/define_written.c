/* One expression of a file: its syntax, its names, and what these can be. */
#include <stdlib.h>
#include <string.h>

#include "define_written.h"
#include "jsonl.h"
#include "xalloc.h"

/* What a name of an expression can be. */
struct known {
	struct param param;
	json_t *keys; /* of its choices; empty if it has none */
};

/* An expression whose literals are being checked. */
struct checking {
	const struct written *w;
	struct problems *p;
	struct known *known; /* by name; keys NULL: of a refused parameter */
};

/* The keys of a parameter's choices, a new reference. */
static json_t *
choice_keys(const struct param *p)
{
	json_t *keys = jsonl_object();

	for (size_t i = 0; i < json_array_size(p->choices); i++) {
		char *key = expr_key(json_array_get(p->choices, i));

		json_object_set_new(keys, key, json_true());
		free(key);
	}
	return keys;
}

/* Complain about a value that the parameter can never take. */
static void
check_literal(void *arg, size_t name, json_t *literal, size_t at)
{
	const struct checking *c = arg;
	const struct known *known = &c->known[name];
	char *key;

	/* a constant may be a parameter that was fixed */
	if (!known->keys || known->param.type == PARAM_CONST)
		return;
	key = expr_key(literal);
	if (!json_object_get(known->keys, key)) { /* long lists take no time */
		struct err e;
		json_t *value = define_value(&known->param, literal, &e);

		if (!value)
			problem_add(c->p, node_place(c->w->node, at),
			    c->w->field, "'%.100s' never has this value: %s",
			    known->param.name, e.text);
		json_decref(value);
	}
	free(key);
}

/* The kinds of values that a parameter can have, or have not. */
static unsigned
kinds_of(const struct param *p)
{
	unsigned kinds = 1U << EXPR_UNKNOWN;

	for (size_t i = 0; i < json_array_size(p->choices); i++)
		kinds |= 1U
			 << expr_from_json(json_array_get(p->choices, i)).kind;
	return p->choices ? kinds : kinds | 1U << EXPR_NUMBER;
}

static void
check_types(const struct checking *c, unsigned wanted)
{
	unsigned *kinds = xcalloc(c->w->n + 1, sizeof(*kinds));
	struct err e = {0};

	for (size_t k = 0; k < c->w->n; k++)
		kinds[k] =
		    c->known[k].keys && c->known[k].param.type != PARAM_CONST
			? kinds_of(&c->known[k].param)
			: ~0U;
	if (expr_check(c->w->expr, kinds, wanted, &e) == -1)
		problem_add(c->p, node_place(c->w->node, (size_t)e.column - 1),
		    c->w->field, "%s", e.text);
	free(kinds);
}

static void
check_values(
    const struct written *w, const struct definitions *all, unsigned wanted)
{
	const size_t before = all->problems->errors;
	struct checking c = {
	    w, all->problems, xcalloc(w->n + 1, sizeof(*c.known))};

	for (size_t k = 0; k < w->n; k++) {
		const struct definition *d = w->params[k] == SPACE_NONE
						 ? NULL
						 : &all->list[w->params[k]];

		if (!d || !d->json)
			continue;
		if (d->array.type)
			field_param(
			    &d->array, w->elements[k], &c.known[k].param);
		else
			space_param(&c.known[k].param, d->name, d->json);
		c.known[k].keys = choice_keys(&c.known[k].param);
	}
	expr_literals(w->expr, check_literal, &c);
	if (all->problems->errors == before)
		check_types(&c, wanted);
	for (size_t k = 0; k < w->n; k++) {
		if (!c.known[k].keys)
			continue;
		json_decref(c.known[k].keys);
		space_param_release(&c.known[k].param);
	}
	free(c.known);
}

/* Why name, which is d or in d, has no number that it stands for. */
static const char *
refuse_array(const struct definition *d, const char *name)
{
	if (!d->array.type)
		return "is one value, and has no parts";
	if (!field_is_named(&d->array))
		return "is an order, of which expressions know nothing";
	if (strcmp(d->name, name) == 0)
		return "is a list: name one of it, as in x[0] or 'a' in x";
	return "has no such value";
}

/*
 * The definition that name k belongs to, or SPACE_NONE after a complaint; *part
 * is which of its parameters it is.
 */
static size_t
find(const struct written *w, const struct definitions *all, size_t k,
    size_t *part)
{
	size_t at;
	const char *name = expr_name(w->expr, k, &at);
	const struct definition *d = define_find_param(all, name, part);
	char hint[DEFINE_HINT];

	if (d && *part != SPACE_NONE)
		return (size_t)(d - all->list);
	define_hint_param(hint, name, all);
	if (d)
		problem_add(all->problems, node_place(w->node, at), w->field,
		    "'%.100s': '%.100s' %s", name, d->name,
		    refuse_array(d, name));
	else
		problem_add(all->problems, node_place(w->node, at), w->field,
		    "unknown parameter '%.100s'%s", name, hint);
	return SPACE_NONE;
}

struct expr *
define_parse(const struct node *node, const char *field, struct problems *p)
{
	struct err e;
	struct expr *expr = expr_parse(node->text, &e);

	if (!expr)
		problem_add(p, node_place(node, (size_t)e.column - 1), field,
		    "%s", e.text);
	return expr;
}

void
define_written(
    struct written *w, const struct definitions *all, unsigned wanted)
{
	w->expr = define_parse(w->node, w->field, all->problems);
	if (!w->expr)
		return;
	w->n = expr_names(w->expr);
	w->params = xcalloc(w->n + 1, sizeof(*w->params));
	w->elements = xcalloc(w->n + 1, sizeof(*w->elements));
	for (size_t k = 0; k < w->n; k++)
		w->params[k] = find(w, all, k, &w->elements[k]);
	check_values(w, all, wanted);
}

void
define_written_release(struct written *w)
{
	expr_free(w->expr);
	free(w->params);
	free(w->elements);
	*w = (struct written){0};
}
