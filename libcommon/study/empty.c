#include "empty.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum {
	EFFORT = 6000000,   /* of all proofs of a space */
	REASONS = 40000000, /* of finding out what is needed for them */
	SHARE = 2,          /* a part may take one of so many of what is left */
	FORMULAS = 3,
};

/* Lists of numbers, by the number that stands for a part. */
struct lists {
	size_t *head, *next; /* SPACE_NONE: no more */
};

struct search {
	const struct space *space;
	size_t *up;      /* by parameter: another one of its part, or itself */
	bool *concerned; /* by parameter: whether limits depend on it */
	struct lists params, limits;
	bool *off, *used; /* by limit */
	empty_tell *tell;
	void *arg;
};

static size_t
root(const struct search *s, size_t i)
{
	while (s->up[i] != i) {
		s->up[i] = s->up[s->up[i]];
		i = s->up[i];
	}
	return i;
}

/* All names of a formula are of one part, and of that of i unless it is none.
 */
static void
unite(struct search *s, size_t i, const struct formula *f)
{
	for (size_t k = 0; k < f->n; k++) {
		s->concerned[f->params[k]] = true;
		if (i != SPACE_NONE)
			s->up[root(s, f->params[k])] = root(s, i);
		i = f->params[k];
	}
}

static void
find_parts(struct search *s)
{
	const struct space *space = s->space;

	for (size_t i = 0; i < space->n; i++) {
		s->up[i] = i;
		s->concerned[i] = param_is_bound(&space->params[i]);
	}
	for (size_t k = 0; k < space->nrules; k++)
		unite(s, SPACE_NONE, space->rules[k].formula);
	/* from those that depend on others to these */
	for (size_t k = space->n; k-- > 0;) {
		const size_t i = space->order[k];
		const struct param *p = &space->params[i];
		const struct formula *const list[FORMULAS] = {
		    p->when, p->bound[0], p->bound[1]};

		for (size_t j = 0; j < FORMULAS && s->concerned[i]; j++)
			if (list[j])
				unite(s, i, list[j]);
	}
}

static void
list_make(struct lists *l, size_t heads, size_t items)
{
	l->head = xcalloc(heads + 1, sizeof(*l->head));
	l->next = xcalloc(items + 1, sizeof(*l->next));
	for (size_t i = 0; i < heads; i++)
		l->head[i] = SPACE_NONE;
}

static void
list_release(struct lists *l)
{
	free(l->head);
	free(l->next);
}

static void
list_put(struct lists *l, size_t part, size_t item)
{
	l->next[item] = l->head[part];
	l->head[part] = item;
}

/* Copy one list, and return how many are in it. */
static size_t
list_copy(const struct lists *l, size_t part, size_t *to)
{
	size_t n = 0;

	for (size_t i = l->head[part]; i != SPACE_NONE; i = l->next[i])
		to[n++] = i;
	return n;
}

/* What is put last comes first. */
static void
fill_lists(struct search *s)
{
	const struct space *space = s->space;

	list_make(&s->params, space->n, space->n);
	list_make(&s->limits, space->n, space->nrules + space->n);
	for (size_t k = space->n; k-- > 0;) {
		const size_t i = space->order[k];

		if (s->concerned[i])
			list_put(&s->params, root(s, i), i);
	}
	for (size_t i = space->n; i-- > 0;)
		if (param_is_bound(&space->params[i]))
			list_put(&s->limits, root(s, i), space->nrules + i);
	for (size_t k = space->nrules; k-- > 0;) {
		const struct formula *f = space->rules[k].formula;

		if (f->n > 0)
			list_put(&s->limits, root(s, f->params[0]), k);
	}
}

/* Leave out of an empty part what is not needed for that, and tell the rest. */
static void
tell_part(struct search *s, const struct part *part)
{
	size_t *needed = xcalloc(part->nlimits + 1, sizeof(*needed));
	long effort = REASONS;
	size_t n = 0;

	for (size_t k = 0; k < part->nlimits; k++) {
		const size_t limit = part->limits[k];

		s->off[limit] = limit < s->space->nrules && !s->used[limit];
	}
	for (size_t k = 0; k < part->nlimits; k++) {
		bool *off = &s->off[part->limits[k]];

		if (*off)
			continue;
		*off = true;
		*off = empty_prove(part, s->off, &effort, NULL);
		if (!*off)
			needed[n++] = part->limits[k];
	}
	s->tell(s->arg, needed, n);
	free(needed);
}

static void
try_parts(struct search *s)
{
	const size_t n = s->space->n;
	size_t *params = xcalloc(n + 1, sizeof(*params));
	size_t *limits = xcalloc(s->space->nrules + n + 1, sizeof(*limits));
	struct part part = {
	    .space = s->space, .params = params, .limits = limits};
	long effort = EFFORT;

	space_box(s->space, &part.box);
	part.row = xcalloc(n + 1, sizeof(*part.row));
	for (size_t i = 0; i < n; i++) {
		long share = effort / SHARE;

		part.nlimits = list_copy(&s->limits, i, limits);
		if (part.nlimits == 0)
			continue;
		part.n = list_copy(&s->params, i, params);
		effort -= share;
		if (empty_prove(&part, NULL, &share, s->used))
			tell_part(s, &part);
		effort += share;
	}
	space_box_release(&part.box);
	free(part.row);
	free(params);
	free(limits);
}

void
empty_search(const struct space *space, empty_tell *tell, void *arg)
{
	const size_t limits = space->nrules + space->n;
	struct search s = {
	    .space = space,
	    .up = xcalloc(space->n + 1, sizeof(*s.up)),
	    .concerned = xcalloc(space->n + 1, sizeof(*s.concerned)),
	    .off = xcalloc(limits + 1, sizeof(*s.off)),
	    .used = xcalloc(limits + 1, sizeof(*s.used)),
	    .tell = tell,
	    .arg = arg,
	};

	if (!space->fixed) {
		find_parts(&s);
		fill_lists(&s);
		try_parts(&s);
		list_release(&s.params);
		list_release(&s.limits);
	}
	free(s.up);
	free(s.concerned);
	free(s.off);
	free(s.used);
}
