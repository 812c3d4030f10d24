/*
 * The points of a finite space, numbered.  Parameters form a forest by their
 * parents.  A tree has as many points as its root has values, each times the
 * points of the children that it makes active; a forest has the product of its
 * trees.  Only the values that children name are looked at one by one.
 */
#include <stdlib.h>

#include "encode.h"
#include "encode_value.h"
#include "jsonl.h"
#include "xalloc.h"

/* A parameter in the forest.  Lists run from the last one to the first. */
struct tree {
	size_t child, sibling; /* SPACE_NONE at the end */
	uint64_t points;       /* of it and all below; saturates */
	uint64_t *named;       /* levels that make children active, ascending */
	size_t nnamed;
};

struct forest {
	const struct space *space;
	struct tree *tree; /* by parameter */
	size_t root;       /* the last one; the others are its siblings */
	json_t **value;    /* of the point being made, own references */
};

static uint64_t
times(uint64_t a, uint64_t b)
{
	return b != 0 && a > UINT64_MAX / b ? UINT64_MAX : a * b;
}

static uint64_t
plus(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static int
ascending(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a;
	const uint64_t y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Note the levels of i that its children name, each once. */
static void
find_named(struct forest *f, size_t i)
{
	const struct param *params = f->space->params;
	struct tree *t = &f->tree[i];
	size_t n = 0, most = 0;

	for (size_t c = t->child; c != SPACE_NONE; c = f->tree[c].sibling)
		most += json_array_size(params[c].allowed);
	t->named = xcalloc(most + 1, sizeof(*t->named));
	for (size_t c = t->child; c != SPACE_NONE; c = f->tree[c].sibling)
		for (size_t k = 0; k < json_array_size(params[c].allowed); k++)
			if (value_find_level(&params[i],
				json_array_get(params[c].allowed, k),
				&t->named[n]))
				n++;
	qsort(t->named, n, sizeof(*t->named), ascending);
	for (size_t k = 0; k < n; k++)
		if (t->nnamed == 0 || t->named[t->nnamed - 1] != t->named[k])
			t->named[t->nnamed++] = t->named[k];
}

/* Whether child c is active when its parent i is at this level. */
static bool
is_active_at(const struct forest *f, size_t c, size_t i, uint64_t level)
{
	const struct param *params = f->space->params;
	json_t *allowed = params[c].allowed;
	uint64_t k;

	for (size_t a = 0; a < json_array_size(allowed); a++)
		if (value_find_level(
			&params[i], json_array_get(allowed, a), &k) &&
		    k == level)
			return true;
	return false;
}

/* The points below i at this level. */
static uint64_t
points_at(const struct forest *f, size_t i, uint64_t level)
{
	uint64_t n = 1;

	for (size_t c = f->tree[i].child; c != SPACE_NONE;
	     c = f->tree[c].sibling)
		if (is_active_at(f, c, i, level))
			n = times(n, f->tree[c].points);
	return n;
}

static void
forest_init(struct forest *f, const struct space *space)
{
	*f = (struct forest){.space = space, .root = SPACE_NONE};
	f->tree = xcalloc(space->n + 1, sizeof(*f->tree));
	f->value = xcalloc(space->n + 1, sizeof(json_t *));
	for (size_t i = 0; i < space->n; i++)
		f->tree[i].child = SPACE_NONE;
	for (size_t i = 0; i < space->n; i++) {
		const size_t parent = space->params[i].parent;
		size_t *list =
		    parent == SPACE_NONE ? &f->root : &f->tree[parent].child;

		f->tree[i].sibling = *list;
		*list = i;
	}
	for (size_t k = space->n; k-- > 0;) { /* children before parents */
		struct tree *t = &f->tree[space->order[k]];

		find_named(f, space->order[k]);
		t->points = space->params[space->order[k]].levels - t->nnamed;
		for (size_t a = 0; a < t->nnamed; a++)
			t->points = plus(t->points,
			    points_at(f, space->order[k], t->named[a]));
	}
}

static void
forest_release(struct forest *f)
{
	for (size_t i = 0; i < f->space->n; i++) {
		free(f->tree[i].named);
		json_decref(f->value[i]);
	}
	free(f->tree);
	free(f->value);
}

/* Give tree i its point number index: its own value, then its children's. */
static void
descend(struct forest *f, size_t i, uint64_t index)
{
	const struct tree *t = &f->tree[i];
	uint64_t level = 0; /* those below are passed */
	bool found = false;

	for (size_t a = 0; a < t->nnamed && !found; a++) {
		const uint64_t between = t->named[a] - level;
		uint64_t here;

		if (index < between)
			break;
		index -= between;
		level = t->named[a];
		here = points_at(f, i, level);
		found = index < here;
		if (!found) {
			index -= here;
			level++;
		}
	}
	if (!found) {
		f->value[i] = value_level(&f->space->params[i], level + index);
		return;
	}
	f->value[i] = value_level(&f->space->params[i], level);
	for (size_t c = t->child; c != SPACE_NONE; c = f->tree[c].sibling) {
		if (!is_active_at(f, c, i, level))
			continue;
		descend(f, c, index % f->tree[c].points);
		index /= f->tree[c].points;
	}
}

json_t *
encode_index(const struct space *space, uint64_t index)
{
	json_t *params = jsonl_object();
	struct forest f;

	forest_init(&f, space);
	for (size_t i = f.root; i != SPACE_NONE; i = f.tree[i].sibling) {
		descend(&f, i, index % f.tree[i].points);
		index /= f.tree[i].points;
	}
	for (size_t i = 0; i < space->n; i++)
		if (f.value[i])
			json_object_set(
			    params, space->params[i].name, f.value[i]);
	forest_release(&f);
	return params;
}
