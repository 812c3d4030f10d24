#include "uses.h"

#include <stdlib.h>

#include "xalloc.h"

/* Formula k of a number of them that are listed; NULL: there is none. */
typedef const struct formula *formula_of(const struct space *space, size_t k);

static const struct formula *
rule_formula(const struct space *space, size_t k)
{
	return space->rules[k].formula;
}

/* Condition, low and high of each parameter. */
enum { FORMULAS = 3 };

static const struct formula *
param_formula(const struct space *space, size_t k)
{
	const struct param *p = &space->params[k / FORMULAS];
	const struct formula *const list[FORMULAS] = {
	    p->when, p->bound[0], p->bound[1]};

	return list[k % FORMULAS];
}

/* List n formulas, of which so many one after the other have one number. */
static void
list_uses(struct use_list *list, const struct space *space, size_t n,
    size_t together, formula_of *formula)
{
	size_t *first = xcalloc(space->n + 2, sizeof(*first));

	for (size_t k = 0; k < n; k++) {
		const struct formula *f = formula(space, k);

		for (size_t j = 0; f && j < f->n; j++)
			first[f->params[j] + 2]++;
	}
	for (size_t i = 2; i < space->n + 2; i++)
		first[i] += first[i - 1];
	list->of = xcalloc(first[space->n + 1] + 1, sizeof(*list->of));
	for (size_t k = 0; k < n; k++) {
		const struct formula *f = formula(space, k);

		for (size_t j = 0; f && j < f->n; j++)
			list->of[first[f->params[j] + 1]++] = k / together;
	}
	list->first = first;
}

void
uses_init(struct uses *u, const struct space *space)
{
	list_uses(&u->rules, space, space->nrules, 1, rule_formula);
	list_uses(
	    &u->params, space, FORMULAS * space->n, FORMULAS, param_formula);
}

void
uses_release(struct uses *u)
{
	free(u->rules.first);
	free(u->rules.of);
	free(u->params.first);
	free(u->params.of);
	*u = (struct uses){0};
}
