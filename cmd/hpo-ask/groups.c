#include "groups.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum { LEVELS_MAX = 256 }; /* at which two conditions are compared */

/* Whether two conditions on one parameter hold for the same of its values. */
static bool
hold_alike(const struct space *space, const struct formula *a,
    const struct formula *b, double *row)
{
	const size_t parent = a->params[0];
	const uint64_t levels = space->params[parent].levels;
	bool alike = levels > 0 && levels <= LEVELS_MAX;

	for (uint64_t k = 0; alike && k < levels; k++) {
		row[parent] = (double)k;
		alike =
		    formula_test(a, space, row) == formula_test(b, space, row);
	}
	row[parent] = NAN;
	return alike;
}

/* Whether two conditions are the same, however they are written. */
static bool
same_condition(const struct space *space, const struct formula *a,
    const struct formula *b, double *row)
{
	if (!a || !b)
		return a == b;
	return strcmp(a->text, b->text) == 0 ||
	       (a->n == 1 && b->n == 1 && a->params[0] == b->params[0] &&
		   hold_alike(space, a, b, row));
}

/* Add parameter i to the group that it belongs to, or to a new one. */
static void
add(struct groups *groups, const struct space *space, size_t i, double *row)
{
	struct group *g = groups->at;
	const struct group *end = g + groups->n;

	while (
	    g < end && !same_condition(space, space->params[g->params[0]].when,
			   space->params[i].when, row))
		g++;
	if (g == end) {
		groups->n++;
		g->params = xcalloc(space->n, sizeof(*g->params));
	}
	groups->of[i] = (struct member){(size_t)(g - groups->at), g->n};
	g->params[g->n++] = i;
}

/* How many conditions are above that of each parameter, at most. */
static size_t *
find_depths(const struct space *space)
{
	size_t *depth = xcalloc(space->n + 1, sizeof(*depth));

	for (size_t k = 0; k < space->n; k++) {
		const size_t i = space->order[k];
		const struct formula *when = space->params[i].when;

		for (size_t j = 0; when && j < when->n; j++)
			if (depth[when->params[j]] >= depth[i])
				depth[i] = depth[when->params[j]] + 1;
	}
	return depth;
}

static bool
has_member(const struct group *g, const struct member *m)
{
	for (size_t j = 0; j < g->nabove; j++)
		if (g->above[j].group == m->group && g->above[j].k == m->k)
			return true;
	return false;
}

/* Put m above g, by group. */
static void
put_above(struct group *g, struct member m)
{
	size_t j = g->nabove;

	if (has_member(g, &m))
		return;
	g->above = xreallocarray(g->above, g->nabove + 1, sizeof(*g->above));
	for (; j > 0 && g->above[j - 1].group > m.group; j--)
		g->above[j] = g->above[j - 1];
	g->above[j] = m;
	g->nabove++;
}

/* What is above a group, all groups before it having theirs. */
static void
find_above(struct groups *groups, const struct space *space, struct group *g)
{
	const struct formula *when = space->params[g->params[0]].when;

	for (size_t j = 0; when && j < when->n; j++) {
		const struct member m = groups->of[when->params[j]];
		const struct group *higher = &groups->at[m.group];

		put_above(g, m);
		for (size_t k = 0; k < higher->nabove; k++)
			put_above(g, higher->above[k]);
	}
}

void
groups_init(struct groups *groups, const struct space *space)
{
	double *row = xcalloc(space->n + 1, sizeof(*row));
	size_t *depth = find_depths(space);
	size_t left = space->n;

	*groups = (struct groups){0};
	groups->at = xcalloc(space->n + 1, sizeof(*groups->at));
	groups->of = xcalloc(space->n + 1, sizeof(*groups->of));
	for (size_t i = 0; i < space->n; i++)
		row[i] = NAN;
	for (size_t level = 0; left > 0; level++)
		for (size_t k = 0; k < space->n; k++)
			if (depth[space->sorted[k]] == level) {
				add(groups, space, space->sorted[k], row);
				left--;
			}
	for (size_t i = 0; i < groups->n; i++)
		find_above(groups, space, &groups->at[i]);
	free(depth);
	free(row);
}

void
groups_release(struct groups *groups)
{
	for (size_t i = 0; i < groups->n; i++) {
		free(groups->at[i].params);
		free(groups->at[i].above);
	}
	free(groups->at);
	free(groups->of);
	*groups = (struct groups){0};
}
