/* What is wrong with a space all of whose parts are right. */
#include <math.h>
#include <stdlib.h>

#include "define_making.h"
#include "encode.h"
#include "jsonl.h"
#include "steps.h"

void
define_space(struct space *space, const struct definitions *all)
{
	json_t *json = jsonl_object();

	for (size_t i = 0; i < all->n; i++)
		json_object_set(json, all->list[i].name, all->list[i].json);
	space_init(space, json);
	space_rules(space, all->require, all->forbid);
	json_decref(json);
}

/* A space, what may be in it, and who is told of it. */
struct looking {
	const struct definitions *all;
	const struct space *space;
	const struct box *box;
};

static void
complain(const struct looking *l, size_t i, const char *key, bool warning,
    const char *text)
{
	const struct definition *d = &l->all->list[l->space->params[i].field];
	char *field = define_field(d->field, key);
	const struct place at = node_get(d->form, key)->at;

	if (warning)
		problem_warn(l->all->problems, at, field, "%s", text);
	else
		problem_add(l->all->problems, at, field, "%s", text);
	free(field);
}

/* What bound k of a parameter may come to, as bits of kinds. */
static unsigned
kinds_of(const struct looking *l, const struct param *p, int k)
{
	return p->bound[k] ? formula_span(p->bound[k], l->space, l->box).kinds
			   : 1U << EXPR_NUMBER;
}

/* Why a parameter cannot have bounds that depend on others; NULL: it can. */
static const char *
refuse_bounds(const struct param *p)
{
	if (!isfinite(p->low) || !isfinite(p->high) ||
	    !isfinite(p->high - p->low))
		return "may be anything, without an end";
	if (p->low > p->high)
		return "nothing is ever between low and high";
	if (p->log && !(p->low > 0))
		return "may be 0 or below, which has no logarithm";
	if (p->rlog && !(p->high < 1))
		return "may be 1 or above, which rlog has no place for";
	if (p->step > 0 && !steps_apart(p->low, p->high, p->step))
		return "may be so large that steps are not told apart";
	return NULL;
}

static void
look_at_bounds(const struct looking *l, size_t i)
{
	static const char *const keys[] = {"low", "high"};
	const struct param *p = &l->space->params[i];
	const char *why = refuse_bounds(p);
	const char *unsure = NULL;

	if (!param_is_bound(p))
		return;
	for (int k = 0; k < 2; k++) {
		const unsigned kinds = kinds_of(l, p, k);

		if (kinds != 1U << EXPR_NUMBER && !unsure)
			unsure = keys[k];
		if ((kinds & 1U << EXPR_NUMBER) == 0) {
			complain(l, i, keys[k], false, "is never a number");
			return;
		}
	}
	if (why)
		complain(l, i, keys[p->bound[0] == NULL], false, why);
	else if (unsure)
		complain(l, i, unsure, true,
		    "is sometimes not known, since what it names is inactive "
		    "or out of reach: there is no such point");
}

static void
look_at_condition(const struct looking *l, size_t i)
{
	if (l->space->params[i].when && !l->box->active[i])
		complain(l, i, "when", true, "never holds");
}

/* The node of rule i of a key, a string or one of a list. */
static const struct node *
rule_node(const struct node *value, size_t i)
{
	return value->type == NODE_LIST ? value->items[i] : value;
}

static void
look_at_rules(const struct looking *l, const struct node *file)
{
	size_t of[2] = {0, 0};

	for (size_t i = 0; i < l->space->nrules; i++) {
		const struct rule *rule = &l->space->rules[i];
		const char *key = rule->forbids ? "forbid" : "require";
		const struct node *node =
		    rule_node(node_get(file, key), of[rule->forbids]++);

		if (rule_refutes(rule, l->space, l->box))
			problem_add(l->all->problems, node->at, key,
			    "every point is against it");
	}
}

/* The point of all defaults is asked early, so it has to be one. */
static void
look_at_defaults(const struct looking *l, const struct node *file)
{
	const struct node *at = node_get(file, "params");
	json_t *nothing, *point;
	struct err e = {0};

	if (!l->space->standard)
		return;
	nothing = jsonl_object();
	point = encode_complete(l->space, nothing, &e);
	if (!point)
		problem_add(l->all->problems,
		    at ? at->at : node_get(file, "space")->at,
		    at ? "params" : "space", "the point of all defaults: %s",
		    e.text);
	json_decref(point);
	json_decref(nothing);
}

void
define_whole_space(struct making *m)
{
	const struct definitions *all = &m->definitions;
	const size_t before = m->problems->errors;
	struct space space;
	struct box box;
	struct looking l = {all, &space, &box};

	if (!all->good)
		return;
	define_space(&space, all);
	space_box(&space, &box);
	for (size_t i = 0; i < space.nfields; i++) {
		look_at_bounds(&l, space.fields[i].first);
		look_at_condition(&l, space.fields[i].first);
	}
	look_at_rules(&l, m->file);
	if (m->problems->errors == before)
		define_empty(m, &space);
	if (m->problems->errors == before)
		look_at_defaults(&l, m->file);
	space_box_release(&box);
	space_release(&space);
}
