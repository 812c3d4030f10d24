#include "parts.h"

#include <stdlib.h>

#include "xalloc.h"

enum { FORMULAS = 3 };

static size_t
root(const struct parts *p, size_t i)
{
	while (p->up[i] != i) {
		p->up[i] = p->up[p->up[i]];
		i = p->up[i];
	}
	return i;
}

/* All names of a formula are of one part, and of that of i unless it is none.
 */
static void
unite(struct parts *p, size_t i, const struct formula *f, bool *concerned)
{
	for (size_t k = 0; k < f->n; k++) {
		concerned[f->params[k]] = true;
		if (i != SPACE_NONE)
			p->up[root(p, f->params[k])] = root(p, i);
		i = f->params[k];
	}
}

/* Join what depends on each other; which limits depend on, into concerned. */
static void
join(struct parts *p, const struct space *space, bool *concerned)
{
	for (size_t k = 0; k < space->nrules; k++)
		unite(p, SPACE_NONE, space->rules[k].formula, concerned);
	/* from those that depend on others to these */
	for (size_t k = space->n; k-- > 0;) {
		const size_t i = space->order[k];
		const struct param *param = &space->params[i];
		const struct formula *const list[FORMULAS] = {
		    param->when, param->bound[0], param->bound[1]};

		for (size_t j = 0; j < FORMULAS && concerned[i]; j++)
			if (list[j])
				unite(p, i, list[j], concerned);
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
fill(struct parts *p, const struct space *space, const bool *concerned)
{
	for (size_t k = space->n; k-- > 0;) {
		const size_t i = space->order[k];

		if (concerned[i])
			list_put(&p->params, root(p, i), i);
	}
	for (size_t i = space->n; i-- > 0;)
		if (param_is_bound(&space->params[i]))
			list_put(&p->limits, root(p, i), space->nrules + i);
	for (size_t k = space->nrules; k-- > 0;) {
		const struct formula *f = space->rules[k].formula;

		if (f->n > 0)
			list_put(&p->limits, root(p, f->params[0]), k);
	}
}

void
parts_init(struct parts *p, const struct space *space, bool all)
{
	const size_t n = space->n, limits = space->nrules + n;
	bool *concerned = xcalloc(n + 1, sizeof(*concerned));

	*p = (struct parts){
	    .up = xcalloc(n + 1, sizeof(*p->up)), .part = {.space = space}};
	for (size_t i = 0; i < n; i++) {
		p->up[i] = i;
		concerned[i] = all || param_is_bound(&space->params[i]);
	}
	join(p, space, concerned);
	list_make(&p->params, n, n);
	list_make(&p->limits, n, limits);
	fill(p, space, concerned);
	p->part.params = xcalloc(n + 1, sizeof(*p->part.params));
	p->part.limits = xcalloc(limits + 1, sizeof(*p->part.limits));
	free(concerned);
}

void
parts_release(struct parts *p)
{
	list_release(&p->params);
	list_release(&p->limits);
	free(p->up);
	free(p->part.params);
	free(p->part.limits);
	*p = (struct parts){0};
}

const struct part *
parts_next(struct parts *p)
{
	struct part *part = &p->part;

	while (p->next < part->space->n) {
		part->n = list_copy(&p->params, p->next, part->params);
		part->nlimits = list_copy(&p->limits, p->next, part->limits);
		p->next++;
		if (part->n > 0)
			return part;
	}
	return NULL;
}
