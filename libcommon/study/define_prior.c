/* What is believed of a parameter: `weights` and `prior`. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "belief.h"
#include "define_parts.h"
#include "define_reading.h"
#include "prior.h"
#include "xalloc.h"

static const double beta_least = 0.01, beta_most = 10000; /* prior.h */

/* What of a normal distribution must be within bounds. */
static const double mass_least = 1e-6;

static bool
is_type(const struct reading *r, const char *type)
{
	return strcmp(json_string_value(json_object_get(r->json, "type")),
		   type) == 0;
}

static size_t
count_choices(const struct reading *r)
{
	return is_type(r, "bool")
		   ? 2
		   : json_array_size(json_object_get(r->json, "choices"));
}

/* Whether all of a list are numbers; else the first that is none is told. */
static bool
are_numbers(struct reading *r, const struct node *list)
{
	double ignored;

	for (size_t i = 0; i < list->n; i++)
		if (!define_number(list->items[i], r->field, &ignored, r->p))
			return false;
	return true;
}

static double
argument(const struct node *list, size_t i)
{
	return json_number_value(list->items[i]->value);
}

static bool
check_weights(struct reading *r, const struct node *list)
{
	const size_t n = count_choices(r);
	double most = 0;

	if (list->n != n) {
		problem_add(r->p, list->at, r->field,
		    "there are %zu weights for %zu choices", list->n, n);
		return false;
	}
	if (!are_numbers(r, list))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (argument(list, i) < 0) {
			problem_add(r->p, list->items[i]->at, r->field,
			    "must not be below 0");
			return false;
		}
		most = fmax(most, argument(list, i));
	}
	if (most == 0)
		problem_add(r->p, list->at, r->field, "all weights are 0");
	return most > 0;
}

static json_t *
read_weights(struct reading *r, const struct node *list)
{
	return check_weights(r, list) ? node_to_json(list) : NULL;
}

void
reading_weights(struct reading *r)
{
	const struct node *node = reading_member(r, "weights");
	json_t *weights = NULL;

	if (node && define_expect(node, NODE_LIST, r->field, r->p) &&
	    r->p->errors == r->before)
		weights = read_weights(r, node);
	if (weights)
		json_object_set_new(r->json, "weights", weights);
}

static json_t *
read_normal(struct reading *r, const struct node *list)
{
	if (!are_numbers(r, list))
		return NULL;
	if (argument(list, 1) > 0)
		return node_to_json(list);
	problem_add(r->p, list->items[1]->at, r->field,
	    "a standard deviation must be above 0");
	return NULL;
}

static json_t *
read_beta(struct reading *r, const struct node *list)
{
	if (!are_numbers(r, list))
		return NULL;
	for (size_t i = 0; i < list->n; i++) {
		const double x = argument(list, i);

		if (x >= beta_least && x <= beta_most)
			continue;
		problem_add(r->p, list->items[i]->at, r->field,
		    "must be from %g to %g", beta_least, beta_most);
		return NULL;
	}
	return node_to_json(list);
}

static bool
check_confidence(struct reading *r, const struct node *node)
{
	char hint[DEFINE_HINT];
	const char *words[] = {confidences[0].name, confidences[1].name,
	    confidences[2].name, NULL};

	if (!define_expect(node, NODE_STRING, r->field, r->p))
		return false;
	for (size_t i = 0; words[i]; i++)
		if (strcmp(words[i], node->text) == 0)
			return true;
	define_hint(hint, node->text, words);
	problem_add(r->p, node->at, r->field,
	    "a confidence is low, medium or high%s", hint);
	return false;
}

static json_t *
read_center(struct reading *r, const struct node *list)
{
	struct param domain;
	json_t *value;
	struct err e;

	if (node_is_broken(list->items[0]) ||
	    (list->n > 1 && !check_confidence(r, list->items[1])))
		return NULL;
	if (!list->items[0]->value) {
		problem_add(r->p, list->items[0]->at, r->field,
		    "must be a value, not %s",
		    node_type_name(list->items[0]->type));
		return NULL;
	}
	space_param(&domain, r->d->name, r->json);
	value = define_value(&domain, list->items[0]->value, &e);
	space_param_release(&domain);
	if (!value) {
		problem_add(r->p, list->items[0]->at, r->field, "%s", e.text);
		return NULL;
	}
	return json_pack("[o,s]", value,
	    list->n > 1 ? list->items[1]->text : confidences[1].name);
}

static const char *
refuse_none(const struct reading *r)
{
	(void)r; /* whatever it is */
	return NULL;
}

static const char *
refuse_numbers(const struct reading *r)
{
	return count_choices(r) > 0 ? NULL : "is for choices";
}

static const char *
refuse_unordered(const struct reading *r)
{
	return is_type(r, "categorical") || is_type(r, "bool")
		   ? "is for numbers and ordinals"
		   : NULL;
}

static const char *
refuse_choices(const struct reading *r)
{
	return count_choices(r) > 0 && !json_object_get(r->json, "spacing")
		   ? "is for numbers, and ordinals with spacing: value or log"
		   : NULL;
}

/* How each kind of belief.h is read. */
static const struct prior_row {
	const char *name;
	const char *key; /* under which it is kept */
	/* Why a parameter cannot have it; NULL: it can. */
	const char *(*refuse)(const struct reading *r);
	/* Its arguments, a new reference, or NULL after a complaint. */
	json_t *(*read)(struct reading *r, const struct node *list);
	bool cut; /* some of it may be out of bounds */
} rows[] = {
    {"normal", "prior", refuse_choices, read_normal, true},
    {"lognormal", "prior", refuse_choices, read_normal, true},
    {"beta", "prior", refuse_unordered, read_beta, false},
    {"center", "prior", refuse_none, read_center, false},
    {"weights", "weights", refuse_numbers, read_weights, false},
};

enum { ROWS = sizeof(rows) / sizeof(*rows) };

/* Whether a prior has enough of its mass within fixed bounds. */
static void
check_mass(struct reading *r, struct place at)
{
	struct param p;

	space_param(&p, r->d->name, r->json);
	if (!isinf(p.low) && !isinf(p.high) && p.levels != 1 &&
	    !(prior_uncut(&p.prior) > mass_least))
		problem_add(r->p, at, r->field,
		    "next to nothing of it is within the domain");
	space_param_release(&p);
}

static const struct prior_row *
find_row(struct reading *r, const struct node *map)
{
	const char *words[ROWS + 1] = {NULL};
	char hint[DEFINE_HINT];

	for (size_t i = 0; i < ROWS; i++)
		if (strcmp(map->keys[0], rows[i].name) == 0)
			return &rows[i];
	for (size_t i = 0; i < ROWS; i++)
		words[i] = rows[i].name;
	define_hint(hint, map->keys[0], words);
	problem_add(r->p, map->key_at[0], r->field, "unknown prior '%.100s'%s",
	    map->keys[0], hint);
	return NULL;
}

/* Whether a prior has as many arguments as it takes. */
static bool
check_count(struct reading *r, const char *name, const struct node *list)
{
	const struct belief_kind *kind = belief_find(name);

	if (!define_expect(list, NODE_LIST, r->field, r->p))
		return false;
	if (kind->most == 0 ||
	    (list->n >= kind->least && list->n <= kind->most))
		return true;
	problem_add(
	    r->p, list->at, r->field, "%s has %s", name, kind->arguments);
	return false;
}

/* A map of one kind to its arguments. */
static void
read_kind(struct reading *r, const struct node *map)
{
	const struct prior_row *row = find_row(r, map);
	const char *why = row ? row->refuse(r) : NULL;
	json_t *arguments;

	if (why)
		problem_add(
		    r->p, map->key_at[0], r->field, "%s %s", row->name, why);
	if (!row || why || !check_count(r, row->name, map->items[0]))
		return;
	arguments = row->read(r, map->items[0]);
	if (!arguments)
		return;
	if (strcmp(row->key, row->name) != 0)
		arguments = json_pack("{s:o}", row->name, arguments);
	json_object_set_new(r->json, row->key, arguments);
	if (row->cut)
		check_mass(r, map->items[0]->at);
}

void
reading_prior(struct reading *r)
{
	const struct node *node = reading_member(r, "prior");
	struct node *map;

	if (!node || node_is_broken(node))
		return;
	if (json_object_get(r->json, "weights")) {
		problem_add(r->p, node->at, r->field,
		    "weights are a prior: either these or this");
		return;
	}
	map = node->type == NODE_STRING ? shortform_call(node, r->field, r->p)
					: node_copy(node);
	if (!node_is_broken(map) &&
	    define_expect(map, NODE_MAP, r->field, r->p)) {
		if (map->n != 1)
			problem_add(r->p, map->at, r->field,
			    "must be one of normal, lognormal, beta, center "
			    "and weights, with its arguments");
		else if (r->p->errors == r->before)
			read_kind(r, map);
	}
	node_free(map);
}
