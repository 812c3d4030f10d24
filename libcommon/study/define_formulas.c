/*
 * Where parameters depend on each other: conditions, and bounds that are
 * expressions; and the rules of a space.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "define_making.h"
#include "define_written.h"
#include "xalloc.h"

/* The keys of a parameter that may be expressions. */
static const struct {
	const char *key;
	unsigned wanted;
} places[] = {
    {"when", 1U << EXPR_BOOL},
    {"low", 1U << EXPR_NUMBER},
    {"high", 1U << EXPR_NUMBER},
};

enum { PLACES = sizeof(places) / sizeof(*places) };

/* What one parameter depends on. */
struct depending {
	struct written written[PLACES];
	char *field[PLACES];
};

/* The expression at the key of d, or NULL. */
static const struct node *
find_expression(const struct definition *d, const char *key)
{
	const struct node *node = node_get(d->form, key);

	if (!node || node->type != NODE_STRING)
		return NULL;
	/* What is refused otherwise is no expression, but for conditions. */
	if (strcmp(key, "when") != 0 &&
	    !json_is_string(json_object_get(d->json, key)))
		return NULL;
	return node;
}

static void
read_depending(struct depending *to, const struct definition *d,
    const struct definitions *all)
{
	for (size_t k = 0; k < PLACES; k++) {
		struct written *w = &to->written[k];

		w->node = find_expression(d, places[k].key);
		if (!w->node)
			continue;
		to->field[k] = define_field(d->field, places[k].key);
		w->field = to->field[k];
		define_written(w, all, places[k].wanted);
	}
}

/* Where a walk along dependences stands: which name of which place is next. */
struct step {
	size_t param, place, name;
};

/* The next parameter that s->param depends on, or SPACE_NONE. */
static size_t
next_on(const struct depending *list, struct step *s)
{
	for (; s->place < PLACES; s->place++, s->name = 0) {
		const struct written *w = &list[s->param].written[s->place];

		while (s->name < w->n)
			if (w->params[s->name++] != SPACE_NONE)
				return w->params[s->name - 1];
	}
	return SPACE_NONE;
}

static void
complain_circle(const struct definitions *all, const struct depending *list,
    const struct step *s)
{
	const struct written *w = &list[s->param].written[s->place];

	problem_add(all->problems, w->node->at, w->field,
	    "'%.100s' depends on itself, by way of '%.100s'",
	    all->list[s->param].name, all->list[w->params[s->name - 1]].name);
}

/* A search in depth; stack and depth have a place for each parameter. */
struct walk {
	const struct definitions *all;
	const struct depending *list;
	struct step *stack;
	size_t *depth; /* in the stack, from 1; 0: not seen; DONE */
};

#define DONE SIZE_MAX

/* Walk from parameter i, and complain where the walk comes back to itself. */
static void
walk_from(struct walk *w, size_t i)
{
	size_t n = 0;

	w->stack[n++] = (struct step){i, 0, 0};
	w->depth[i] = n;
	while (n > 0) {
		struct step *top = &w->stack[n - 1];
		const size_t on = next_on(w->list, top);

		if (on == SPACE_NONE) {
			w->depth[top->param] = DONE;
			n--;
		} else if (w->depth[on] == 0) {
			w->stack[n++] = (struct step){on, 0, 0};
			w->depth[on] = n;
		} else if (w->depth[on] != DONE) {
			complain_circle(
			    w->all, w->list, &w->stack[w->depth[on] - 1]);
		}
	}
}

static void
check_circles(const struct definitions *all, const struct depending *list)
{
	struct walk w = {all, list, xcalloc(all->n + 1, sizeof(*w.stack)),
	    xcalloc(all->n + 1, sizeof(*w.depth))};

	for (size_t i = 0; i < all->n; i++)
		if (w.depth[i] == 0)
			walk_from(&w, i);
	free(w.stack);
	free(w.depth);
}

void
define_dependences(const struct definitions *all)
{
	struct depending *list = xcalloc(all->n + 1, sizeof(*list));

	for (size_t i = 0; i < all->n; i++)
		read_depending(&list[i], &all->list[i], all);
	check_circles(all, list);
	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < PLACES; k++) {
			define_written_release(&list[i].written[k]);
			free(list[i].field[k]);
		}
	free(list);
}

static void
read_rule(struct making *m, const char *key, const struct node *node)
{
	struct written w = {.node = node, .field = key};

	define_written(&w, &m->definitions, 1U << EXPR_BOOL);
	define_written_release(&w);
}

json_t *
define_expressions(struct making *m, const char *key, const struct node *value,
    define_one *read)
{
	const bool many = value->type == NODE_LIST;
	const size_t n = many ? value->n : 1;
	json_t *list;

	if (n == 0 || !m->definitions.index)
		return NULL; /* that the space is missing is said elsewhere */
	list = json_array();
	for (size_t i = 0; i < n; i++) {
		const struct node *one = many ? value->items[i] : value;

		if (!define_expect(one, NODE_STRING, key, m->problems))
			continue;
		read(m, key, one);
		json_array_append(list, one->value);
	}
	making_set(m, key, list);
	return list;
}

void
define_rules(struct making *m, const char *key, const struct node *value)
{
	const size_t before = m->problems->errors;
	json_t *list = define_expressions(m, key, value, read_rule);

	*(strcmp(key, "forbid") == 0 ? &m->definitions.forbid
				     : &m->definitions.require) = list;
	m->definitions.good &= m->problems->errors == before;
}
