#include "groups.h"

#include <stdbool.h>
#include <stdlib.h>

#include "xalloc.h"

/* Whether each number that a allows b allows too. */
static bool
is_within(const struct domain *a, const struct domain *b)
{
	for (size_t i = 0; i < a->nallowed; i++) {
		bool found = false;

		for (size_t k = 0; k < b->nallowed && !found; k++)
			found = a->allowed[i] == b->allowed[k];
		if (!found)
			return false;
	}
	return true;
}

/* Whether two parameters have the same condition, however it is written. */
static bool
same_condition(const struct numbers *numbers, size_t i, size_t j)
{
	const struct domain *a = &numbers->domain[i];
	const struct domain *b = &numbers->domain[j];

	return numbers->space->params[i].parent ==
		   numbers->space->params[j].parent &&
	       is_within(a, b) && is_within(b, a);
}

static size_t
depth(const struct space *space, size_t i)
{
	size_t n = 0;

	while ((i = space->params[i].parent) != SPACE_NONE)
		n++;
	return n;
}

/* Add parameter i to the group that it belongs to, or to a new one. */
static void
add(struct groups *groups, const struct numbers *numbers, size_t i)
{
	struct group *g = groups->at;
	const struct group *end = g + groups->n;

	while (g < end && !same_condition(numbers, g->params[0], i))
		g++;
	if (g == end) {
		groups->n++;
		g->params = xcalloc(numbers->space->n, sizeof(*g->params));
		g->parent = numbers->space->params[i].parent;
		g->above = SPACE_NONE;
	}
	g->params[g->n++] = i;
}

static bool
has_param(const struct group *g, size_t param)
{
	for (size_t k = 0; k < g->n; k++)
		if (g->params[k] == param)
			return true;
	return false;
}

void
groups_init(struct groups *groups, const struct numbers *numbers)
{
	const struct space *space = numbers->space;
	size_t left = space->n;

	*groups = (struct groups){0};
	groups->at = xcalloc(space->n + 1, sizeof(*groups->at));
	for (size_t level = 0; left > 0; level++)
		for (size_t k = 0; k < space->n; k++)
			if (depth(space, space->sorted[k]) == level) {
				add(groups, numbers, space->sorted[k]);
				left--;
			}
	for (size_t i = 0; i < groups->n; i++)
		for (size_t k = 0; k < i; k++)
			if (has_param(&groups->at[k], groups->at[i].parent))
				groups->at[i].above = k;
}

void
groups_release(struct groups *groups)
{
	for (size_t i = 0; i < groups->n; i++)
		free(groups->at[i].params);
	free(groups->at);
	*groups = (struct groups){0};
}
