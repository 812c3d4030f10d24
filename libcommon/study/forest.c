#include "forest.h"

#include <stdlib.h>

#include "encode_value.h"
#include "expr.h"
#include "xalloc.h"

/* Of a value that the parent never has, as in a grid with few of its values. */
#define NO_LEVEL UINT64_MAX

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
by_value(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	return expr_compare(x->value, y->value);
}

static int
by_level(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->level != y->level)
		return x->level < y->level ? -1 : 1;
	return (x->child < y->child) - (x->child > y->child);
}

/* The first edge, sorted by value, whose value is not below this one. */
static size_t
find(const struct tree *t, const json_t *value)
{
	size_t from = 0, to = t->n;

	while (from < to) {
		const size_t middle = from + (to - from) / 2;

		if (expr_compare(t->edges[middle].value, value) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/*
 * Levels among choices.  Both lists may be long: the edges are sorted, and the
 * choices looked up among them.
 */
static void
find_choices(struct tree *t, const struct param *p)
{
	qsort(t->edges, t->n, sizeof(*t->edges), by_value);
	for (size_t k = 0; k < json_array_size(p->choices); k++) {
		const json_t *choice = json_array_get(p->choices, k);

		for (size_t i = find(t, choice);
		     i < t->n && expr_compare(t->edges[i].value, choice) == 0;
		     i++)
			t->edges[i].level = k;
	}
}

static void
find_numbers(struct tree *t, const struct param *p)
{
	for (size_t i = 0; i < t->n; i++) {
		struct edge *e = &t->edges[i];

		if (!value_find_level(p, e->value, &e->level))
			e->level = NO_LEVEL;
	}
}

/* Give the edges below p their levels, and put them in order. */
static void
sort_edges(struct tree *t, const struct param *p)
{
	size_t n = 0;

	if (t->n == 0)
		return;
	if (p->choices)
		find_choices(t, p);
	else
		find_numbers(t, p);
	qsort(t->edges, t->n, sizeof(*t->edges), by_level);
	for (size_t i = 0; i < t->n && t->edges[i].level != NO_LEVEL; i++)
		if (n == 0 || by_level(&t->edges[n - 1], &t->edges[i]) != 0)
			t->edges[n++] = t->edges[i];
	t->n = n; /* two values of a child may be one level, but for rounding */
}

/* Room for the edges below each parameter. */
static void
make_room(struct forest *f)
{
	const struct space *s = f->space;
	struct edge *next;
	size_t total = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct param *p = &s->params[i];
		const size_t n = json_array_size(p->allowed);

		if (p->parent == SPACE_NONE)
			continue;
		f->trees[p->parent].n += n;
		total += n;
	}
	f->edges = xcalloc(total + 1, sizeof(*f->edges));
	next = f->edges;
	for (size_t i = 0; i < s->n; i++) {
		f->trees[i].edges = next;
		next += f->trees[i].n;
		f->trees[i].n = 0;
	}
}

/* An edge for each value that a condition allows. */
static void
add_edges(struct forest *f)
{
	const struct space *s = f->space;

	for (size_t i = 0; i < s->n; i++) {
		const struct param *p = &s->params[i];
		struct tree *t;

		if (p->parent == SPACE_NONE)
			continue;
		t = &f->trees[p->parent];
		for (size_t k = 0; k < json_array_size(p->allowed); k++)
			t->edges[t->n++] = (struct edge){
			    NO_LEVEL, i, json_array_get(p->allowed, k)};
	}
}

/* The points of a tree whose children have theirs. */
static uint64_t
count_tree(const struct forest *f, const struct tree *t, uint64_t levels)
{
	uint64_t n = 0;

	for (size_t i = 0; i < t->n; levels--)
		n = add(n, forest_below(f, t, &i));
	return add(n, levels); /* those that no child names: one point each */
}

void
forest_init(struct forest *f, const struct space *space)
{
	*f = (struct forest){.space = space, .points = 1};
	f->trees = xcalloc(space->n + 1, sizeof(*f->trees));
	make_room(f);
	add_edges(f);
	for (size_t k = space->n; k-- > 0;) { /* children before parents */
		const struct param *p = &space->params[space->order[k]];
		struct tree *t = &f->trees[space->order[k]];

		sort_edges(t, p);
		t->points = count_tree(f, t, p->levels);
		if (p->parent == SPACE_NONE)
			f->points = multiply(f->points, t->points);
	}
}

void
forest_release(struct forest *f)
{
	free(f->trees);
	free(f->edges);
	*f = (struct forest){0};
}

uint64_t
forest_below(const struct forest *f, const struct tree *t, size_t *at)
{
	const uint64_t level = t->edges[*at].level;
	uint64_t n = 1;

	for (; *at < t->n && t->edges[*at].level == level; ++*at)
		n = multiply(n, f->trees[t->edges[*at].child].points);
	return n;
}
