/*
 * How many points a finite space has.  Its conditions make it a forest, and a
 * tree has as many points as the sum, over the values of its root, of the
 * products over those children that the value makes active.  Values that no
 * child names are all alike: one point each.
 */
#include <stdlib.h>
#include <string.h>

#include "expr.h"
#include "space.h"
#include "xalloc.h"

/* A child is active at a value of its parent, written in one form. */
struct edge {
	char *value;
	size_t child;
};

/* The edges below one parameter. */
struct edges {
	struct edge *list;
	size_t n;
};

static uint64_t
multiply(uint64_t a, uint64_t b)
{
	return b != 0 && a > UINT64_MAX / b ? UINT64_MAX : a * b;
}

static uint64_t
add(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static int
compare(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;
	const int order = strcmp(x->value, y->value);

	if (order != 0)
		return order;
	return x->child < y->child ? -1 : x->child > y->child;
}

/* Where the edges of this value begin, or would. */
static size_t
find(const struct edges *e, const char *value)
{
	size_t from = 0, to = e->n;

	while (from < to) {
		const size_t middle = from + (to - from) / 2;

		if (strcmp(e->list[middle].value, value) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* The points below one value whose edges begin at *i, which moves on. */
static uint64_t
product(const struct edges *e, const uint64_t *counts, size_t *i)
{
	const char *value = e->list[*i].value;
	uint64_t n = 1;

	for (; *i < e->n && strcmp(e->list[*i].value, value) == 0; ++*i)
		n = multiply(n, counts[e->list[*i].child]);
	return n;
}

/* The points of the tree whose root is p. */
static uint64_t
count_tree(const struct param *p, struct edges *e, const uint64_t *counts)
{
	uint64_t n = p->levels;
	size_t i = 0;

	qsort(e->list, e->n, sizeof(*e->list), compare);
	if (p->choices) {
		n = 0;
		for (size_t k = 0; k < json_array_size(p->choices); k++) {
			char *value = expr_key(json_array_get(p->choices, k));

			i = find(e, value);
			n = add(
			    n, i < e->n && strcmp(e->list[i].value, value) == 0
				   ? product(e, counts, &i)
				   : 1);
			free(value);
		}
		return n;
	}
	while (i < e->n)
		n = add(n - 1, product(e, counts, &i));
	return n;
}

/* Room for the edges below each parameter. */
static struct edges *
make_edges(const struct space *s)
{
	struct edges *edges = xcalloc(s->n + 1, sizeof(*edges));

	for (size_t i = 0; i < s->n; i++) {
		const struct param *p = &s->params[i];

		if (p->parent != SPACE_NONE)
			edges[p->parent].n += json_array_size(p->allowed);
	}
	for (size_t i = 0; i < s->n; i++) {
		edges[i].list = xcalloc(edges[i].n + 1, sizeof(*edges[i].list));
		edges[i].n = 0;
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct param *p = &s->params[i];
		struct edges *e;

		if (p->parent == SPACE_NONE)
			continue;
		e = &edges[p->parent];
		for (size_t k = 0; k < json_array_size(p->allowed); k++)
			e->list[e->n++] = (struct edge){
			    expr_key(json_array_get(p->allowed, k)), i};
	}
	return edges;
}

static void
free_edges(struct edges *edges, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < edges[i].n; k++)
			free(edges[i].list[k].value);
		free(edges[i].list);
	}
	free(edges);
}

uint64_t
space_count(const struct space *space)
{
	struct edges *edges;
	uint64_t *counts;
	uint64_t n = 1;

	for (size_t i = 0; i < space->n; i++)
		if (space->params[i].levels == 0)
			return 0;
	edges = make_edges(space);
	counts = xcalloc(space->n + 1, sizeof(*counts));
	for (size_t k = space->n; k-- > 0;) {
		const size_t i = space->order[k];
		const struct param *p = &space->params[i];

		counts[i] = count_tree(p, &edges[i], counts);
		if (p->parent == SPACE_NONE)
			n = multiply(n, counts[i]);
	}
	free_edges(edges, space->n);
	free(counts);
	return n;
}
