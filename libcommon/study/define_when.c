/* Conditions: each `when` against the parameters there are. */
#include <stdlib.h>
#include <string.h>

#include "define_parts.h"
#include "expr.h"
#include "jsonl.h"
#include "xalloc.h"

/* A condition being checked. */
struct checking {
	const struct node *when;
	char *field;
	struct problems *p;
};

/* The keys of a parameter's choices, a new reference; empty if it has none. */
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

/* Values that the parent can never take. */
static void
check_literals(const struct checking *k, const struct condition *c,
    const struct definition *parent)
{
	struct param domain;
	json_t *keys;

	space_param(&domain, parent->name, parent->json);
	keys = choice_keys(&domain); /* or long lists would take long */
	for (size_t i = 0; i < json_array_size(c->allowed); i++) {
		json_t *literal = json_array_get(c->allowed, i);
		char *key = expr_key(literal);
		const bool known = json_object_get(keys, key) != NULL;
		struct err e;
		json_t *value =
		    known ? NULL : define_value(&domain, literal, &e);

		if (!known && !value)
			problem_add(k->p, node_place(k->when, c->at[i]),
			    k->field, "'%.100s' never has this value: %s",
			    parent->name, e.text);
		json_decref(value);
		free(key);
	}
	json_decref(keys);
	space_param_release(&domain);
}

static void
complain_parent(const struct checking *k, const struct condition *c,
    const struct definitions *all)
{
	char hint[DEFINE_HINT];

	define_hint_param(hint, c->parent, all);
	problem_add(k->p, node_place(k->when, c->parent_at), k->field,
	    "unknown parameter '%.100s'%s", c->parent, hint);
}

/* The number of d's parent, or SPACE_NONE: it has none, or a wrong one. */
static size_t
check_condition(const struct definitions *all, const struct checking *k)
{
	const struct definition *parent;
	struct condition c;
	size_t index = SPACE_NONE;
	struct err e;

	if (expr_condition(k->when->text, &c, &e) == -1) {
		problem_add(k->p, node_place(k->when, (size_t)e.column - 1),
		    k->field, "%s", e.text);
		return SPACE_NONE;
	}
	parent = define_find(all, c.parent);
	if (!parent)
		complain_parent(k, &c, all);
	else if (parent->json)
		check_literals(k, &c, parent);
	if (parent)
		index = (size_t)(parent - all->list);
	condition_release(&c);
	return index;
}

static const struct node *
find_when(const struct definition *d)
{
	const struct node *when = node_get(d->form, "when");

	return when && when->type == NODE_STRING ? when : NULL;
}

/* Complain once about each circle of parents. */
static void
check_cycles(const struct definitions *all, const size_t *parent)
{
	/* in which walk a parameter was met first; 0: in none yet */
	size_t *walk = xcalloc(all->n + 1, sizeof(*walk));

	for (size_t i = 0; i < all->n; i++) {
		size_t j = i;
		char *field;

		while (j != SPACE_NONE && walk[j] == 0) {
			walk[j] = i + 1;
			j = parent[j];
		}
		if (j == SPACE_NONE || walk[j] != i + 1)
			continue;
		field = define_field(all->list[j].field, "when");
		problem_add(all->problems, find_when(&all->list[j])->at, field,
		    "'%.100s' depends on itself, by way of '%.100s'",
		    all->list[j].name, all->list[parent[j]].name);
		free(field);
	}
	free(walk);
}

void
define_conditions(const struct definitions *all)
{
	size_t *parent = xcalloc(all->n + 1, sizeof(*parent));

	for (size_t i = 0; i < all->n; i++) {
		const struct definition *d = &all->list[i];
		struct checking k = {find_when(d), NULL, all->problems};

		parent[i] = SPACE_NONE;
		if (!k.when)
			continue;
		k.field = define_field(d->field, "when");
		parent[i] = check_condition(all, &k);
		free(k.field);
	}
	check_cycles(all, parent);
	free(parent);
}
