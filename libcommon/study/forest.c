#include "forest.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

/* Pairs of segments and children, and looks at conditions: about a second. */
enum { WORK_MAX = 4000000 };

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

/* Levels of a parent that make a child active: from .. to - 1. */
struct stretch {
	uint64_t from, to;
	size_t child;
};

struct building {
	struct forest *f;
	const struct space *space;
	struct box box;
	double *row; /* all NAN between uses */
	struct stretch *list;
	size_t n, cap;
	size_t work;
};

static void
add_stretch(struct building *b, uint64_t from, uint64_t to, size_t child)
{
	struct stretch *last = b->n > 0 ? &b->list[b->n - 1] : NULL;

	if (last && last->child == child && last->to == from) {
		last->to = to;
		return;
	}
	if (b->n == b->cap) {
		b->cap = b->cap ? 2 * b->cap : 16;
		b->list = xreallocarray(b->list, b->cap, sizeof(*b->list));
	}
	b->list[b->n++] = (struct stretch){from, to, child};
}

/* Whether `when` holds at one level of the parent. */
static bool
holds_at(struct building *b, const struct formula *when, size_t parent,
    uint64_t level)
{
	enum expr_truth truth;

	b->row[parent] = (double)level;
	truth = formula_test(when, b->space, b->row);
	b->row[parent] = NAN;
	return truth == EXPR_TRUE;
}

/* What `when` may be between two levels of the parent. */
static unsigned
may_be(struct building *b, const struct formula *when, size_t parent,
    uint64_t first, uint64_t last)
{
	b->box.low[parent] = (double)first;
	b->box.high[parent] = (double)last;
	b->box.active[parent] = true;
	b->box.inactive[parent] = false;
	return formula_may(when, b->space, &b->box);
}

enum { HALVES_MAX = 64 };

/*
 * Find where the levels of a parent make the child active: halve them until
 * the condition is the same for all.  False if that is too much work.
 */
static bool
find_stretches(struct building *b, size_t child)
{
	const struct formula *when = b->space->params[child].when;
	const size_t parent = when->params[0];
	struct half {
		uint64_t first, last;
	} stack[HALVES_MAX + 1];
	size_t n = 0;

	stack[n].first = 0;
	stack[n++].last = b->space->params[parent].levels - 1;
	while (n > 0) {
		const struct half at = stack[--n];
		unsigned may;

		if (++b->work > WORK_MAX)
			return false;
		may = at.first == at.last
			  ? (holds_at(b, when, parent, at.first)
				    ? EXPR_MAY_BE_TRUE
				    : EXPR_MAY_BE_FALSE)
			  : may_be(b, when, parent, at.first, at.last);
		if (may == EXPR_MAY_BE_TRUE) {
			add_stretch(b, at.first, at.last + 1, child);
		} else if (may & EXPR_MAY_BE_TRUE) {
			const uint64_t half =
			    at.first + (at.last - at.first) / 2;

			stack[n].first = half + 1;
			stack[n++].last = at.last;
			stack[n].first = at.first;
			stack[n++].last = half;
		}
	}
	return true;
}

static int
by_level(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Cut the levels of t wherever a stretch begins or ends. */
static void
cut(struct tree *t, const struct building *b, uint64_t levels)
{
	uint64_t *at = xcalloc(2 * b->n + 2, sizeof(*at));
	size_t n = 0;

	at[n++] = 0;
	at[n++] = levels;
	for (size_t i = 0; i < b->n; i++) {
		at[n++] = b->list[i].from;
		at[n++] = b->list[i].to;
	}
	qsort(at, n, sizeof(*at), by_level);
	t->segments = xcalloc(n, sizeof(*t->segments));
	for (size_t i = 0; i + 1 < n; i++)
		if (at[i] < at[i + 1])
			t->segments[t->n++] = (struct segment){
			    .from = at[i], .to = at[i + 1], .points = 1};
	free(at);
}

/* The segment of t that begins at this level. */
static struct segment *
segment_at(struct tree *t, uint64_t from)
{
	size_t low = 0, high = t->n;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (t->segments[middle].from < from)
			low = middle + 1;
		else
			high = middle;
	}
	return &t->segments[low];
}

/* Hang the children into the segments of t; the header's last one first. */
static bool
hang(struct building *b, struct tree *t)
{
	for (size_t i = b->n; i-- > 0;) {
		const struct stretch *s = &b->list[i];
		struct segment *at = segment_at(t, s->from);

		for (; at < t->segments + t->n && at->to <= s->to; at++) {
			if (++b->work > WORK_MAX)
				return false;
			at->children = xreallocarray(
			    at->children, at->n + 1, sizeof(*at->children));
			at->children[at->n++] = s->child;
			at->points =
			    multiply(at->points, b->f->trees[s->child].points);
		}
	}
	return true;
}

/* Build the tree of parameter i, whose children (by parent) have theirs. */
static bool
grow(struct building *b, size_t i, const size_t *child, const size_t *next)
{
	struct tree *t = &b->f->trees[i];

	b->n = 0;
	for (size_t c = child[i]; c != SPACE_NONE; c = next[c])
		if (!find_stretches(b, c))
			return false;
	cut(t, b, b->space->params[i].levels);
	if (!hang(b, t))
		return false;
	for (size_t k = 0; k < t->n; k++)
		t->points = add(
		    t->points, multiply(t->segments[k].to - t->segments[k].from,
				   t->segments[k].points));
	return true;
}

/* What costs nothing to see, and is so of most. */
static bool
is_finite(const struct space *space)
{
	for (size_t i = 0; i < space->n; i++)
		if (space->params[i].levels == 0)
			return false;
	return true;
}

/* Whether a parameter is made active by values of one other at most. */
static bool
is_tree_like(struct building *b, size_t i)
{
	const struct param *p = &b->space->params[i];

	return !p->when || p->when->n == 0 ||
	       (p->when->n == 1 &&
		   formula_test(p->when, b->space, b->row) != EXPR_TRUE);
}

/* The children of each parameter as lists: the first of each, and the next. */
static bool
list_children(struct building *b, size_t *child, size_t *next)
{
	for (size_t i = 0; i < b->space->n; i++)
		child[i] = SPACE_NONE;
	for (size_t i = b->space->n;
	     i-- > 0;) { /* lists begin with the first */
		const struct formula *when = b->space->params[i].when;

		if (!is_tree_like(b, i))
			return false;
		if (!when || when->n == 0) {
			b->f->trees[i].root =
			    !when ||
			    formula_test(when, b->space, b->row) == EXPR_TRUE;
			continue;
		}
		next[i] = child[when->params[0]];
		child[when->params[0]] = i;
	}
	return true;
}

static bool
build(struct building *b, size_t *child, size_t *next)
{
	const struct space *space = b->space;

	if (!list_children(b, child, next))
		return false;
	for (size_t k = space->n; k-- > 0;) { /* children before parents */
		const size_t i = space->order[k];

		if (!grow(b, i, child, next))
			return false;
		if (b->f->trees[i].root)
			b->f->points =
			    multiply(b->f->points, b->f->trees[i].points);
	}
	return true;
}

bool
forest_init(struct forest *f, const struct space *space)
{
	struct building b = {.f = f, .space = space};
	size_t *child, *next;
	bool good;

	if (!space->fixed || !is_finite(space))
		return false;
	child = xcalloc(space->n + 1, sizeof(*child));
	next = xcalloc(space->n + 1, sizeof(*next));
	*f = (struct forest){.space = space, .points = 1};
	f->trees = xcalloc(space->n + 1, sizeof(*f->trees));
	b.row = xcalloc(space->n + 1, sizeof(*b.row));
	for (size_t i = 0; i < space->n; i++)
		b.row[i] = NAN;
	space_box(space, &b.box);
	good = build(&b, child, next);
	space_box_release(&b.box);
	free(b.row);
	free(b.list);
	free(child);
	free(next);
	if (!good)
		forest_release(f);
	return good;
}

void
forest_release(struct forest *f)
{
	for (size_t i = 0; f->trees && i < f->space->n; i++) {
		for (size_t k = 0; k < f->trees[i].n; k++)
			free(f->trees[i].segments[k].children);
		free(f->trees[i].segments);
	}
	free(f->trees);
	*f = (struct forest){0};
}
