#include "space.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "expr.h"
#include "xalloc.h"

/* What qsort(3) sees of something with a name. */
struct entry {
	const char *name;
	size_t index;
};

static int
compare_names(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* The indices of n entries by name, to be freed; the entries are freed. */
static size_t *
sort_entries(struct entry *entries, size_t n)
{
	size_t *sorted = xcalloc(n + 1, sizeof(*sorted));

	qsort(entries, n, sizeof(*entries), compare_names);
	for (size_t i = 0; i < n; i++)
		sorted[i] = entries[i].index;
	free(entries);
	return sorted;
}

static void
sort_names(struct space *s)
{
	struct entry *entries = xcalloc(s->n + 1, sizeof(*entries));

	for (size_t i = 0; i < s->n; i++)
		entries[i] = (struct entry){s->params[i].name, i};
	s->sorted = sort_entries(entries, s->n);
	entries = xcalloc(s->nfields + 1, sizeof(*entries));
	for (size_t i = 0; i < s->nfields; i++)
		entries[i] = (struct entry){s->fields[i].name, i};
	s->sorted_fields = sort_entries(entries, s->nfields);
}

static const char *
param_name(const struct space *space, size_t i)
{
	return space->params[i].name;
}

static const char *
field_name(const struct space *space, size_t i)
{
	return space->fields[i].name;
}

/* Look for name in n indices that are sorted by name_of(). */
static size_t
find(const struct space *space, const size_t *sorted, size_t n,
    const char *(*name_of)(const struct space *, size_t), const char *name)
{
	size_t from = 0, to = n;

	while (from < to) {
		const size_t middle = from + (to - from) / 2;
		const int order = strcmp(name, name_of(space, sorted[middle]));

		if (order == 0)
			return sorted[middle];
		if (order < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return SPACE_NONE;
}

size_t
space_find(const struct space *space, const char *name)
{
	return find(space, space->sorted, space->n, param_name, name);
}

size_t
space_find_field(const struct space *space, const char *name)
{
	return find(
	    space, space->sorted_fields, space->nfields, field_name, name);
}

/* The formula at key of p's JSON; NULL: there is none. */
static struct formula *
read_formula(const struct space *s, const struct param *p, const char *key)
{
	const char *text =
	    json_string_value(json_object_get(s->fields[p->field].json, key));

	return text ? formula_make(text, s) : NULL;
}

/*
 * A bound of parameter i by others.  What is written is that of all in its
 * field, as long as it may be, and belongs to the first.
 */
static struct formula *
read_bound(const struct space *s, size_t i, int which)
{
	static const char *const keys[] = {"low", "high"};
	const struct field *f = &s->fields[s->params[i].field];
	char *text = field_bound(f, i - f->first, which);

	if (text)
		return formula_make_own(text, f->first);
	return i == f->first ? read_formula(s, &s->params[i], keys[which])
			     : s->params[f->first].bound[which];
}

static void
read_formulas(struct space *s, size_t i)
{
	struct param *p = &s->params[i];
	const size_t first = s->fields[p->field].first;

	p->when =
	    i == first ? read_formula(s, p, "when") : s->params[first].when;
	p->bound[0] = read_bound(s, i, 0);
	p->bound[1] = read_bound(s, i, 1);
}

/* The other way; the first of a field is released last. */
static void
release_formulas(const struct space *s, size_t i)
{
	const struct param *p = &s->params[i];
	const struct param *first = &s->params[s->fields[p->field].first];

	if (p == first)
		formula_free(p->when);
	for (int k = 0; k < 2; k++)
		if (p == first || p->bound[k] != first->bound[k])
			formula_free(p->bound[k]);
}

/* The k-th parameter that p depends on, or SPACE_NONE. */
static size_t
depends_on(const struct param *p, size_t k)
{
	enum { FORMULAS = 3 };
	const struct formula *const list[FORMULAS] = {
	    p->when, p->bound[0], p->bound[1]};

	for (size_t i = 0; i < FORMULAS; i++) {
		if (!list[i])
			continue;
		if (k < list[i]->n)
			return list[i]->params[k];
		k -= list[i]->n;
	}
	return SPACE_NONE;
}

/* A parameter that waits for those it depends on, of which `next` is next. */
struct waiting {
	size_t i, next;
};

/* Place i behind all that it depends on, and return how many are placed. */
static size_t
place(const struct space *s, size_t i, bool *placed, struct waiting *stack,
    size_t *end)
{
	size_t depth = 0, n = 0;

	stack[depth++] = (struct waiting){i, 0};
	placed[i] = true;
	while (depth > 0) {
		struct waiting *top = &stack[depth - 1];
		const size_t on = depends_on(&s->params[top->i], top->next++);

		if (on == SPACE_NONE) {
			end[n++] = top->i;
			depth--;
		} else if (!placed[on]) {
			placed[on] = true;
			stack[depth++] = (struct waiting){on, 0};
		}
	}
	return n;
}

void
space_sort(const struct space *space, const size_t *by, size_t *order)
{
	bool *placed = xcalloc(space->n + 1, sizeof(*placed));
	struct waiting *stack = xcalloc(space->n + 1, sizeof(*stack));
	size_t n = 0;

	for (size_t i = 0; i < space->n; i++)
		if (!placed[by[i]])
			n += place(space, by[i], placed, stack, order + n);
	free(placed);
	free(stack);
}

/* Each parameter after those it depends on, else in the header's order. */
static void
sort_by_dependence(struct space *s)
{
	size_t *by = xcalloc(s->n + 1, sizeof(*by));

	for (size_t i = 0; i < s->n; i++)
		by[i] = i;
	s->order = xcalloc(s->n + 1, sizeof(*s->order));
	space_sort(s, by, s->order);
	free(by);
}

/* All that parameter i may be, in a box of those it depends on. */
static void
box_open(const struct space *space, struct box *box, size_t i)
{
	const struct param *p = &space->params[i];
	unsigned may = EXPR_MAY_BE_TRUE;

	if (p->when)
		may = formula_may(p->when, space, box);
	box->active[i] = may & EXPR_MAY_BE_TRUE;
	box->inactive[i] = may != EXPR_MAY_BE_TRUE;
	box->low[i] = p->levels > 0 ? 0 : p->low;
	box->high[i] = p->levels > 0 ? (double)(p->levels - 1) : p->high;
}

void
space_box(const struct space *space, struct box *box)
{
	*box = (struct box){
	    .low = xcalloc(space->n + 1, sizeof(*box->low)),
	    .high = xcalloc(space->n + 1, sizeof(*box->high)),
	    .active = xcalloc(space->n + 1, sizeof(*box->active)),
	    .inactive = xcalloc(space->n + 1, sizeof(*box->inactive)),
	};
	for (size_t k = 0; k < space->n; k++)
		box_open(space, box, space->order[k]);
}

void
space_box_release(struct box *box)
{
	free(box->low);
	free(box->high);
	free(box->active);
	free(box->inactive);
	*box = (struct box){0};
}

/* The least or most that a bound may be, in a box of those it depends on. */
static double
extreme(const struct space *s, const struct formula *f, const struct box *box,
    bool most)
{
	const struct expr_span span = formula_span(f, s, box);

	return most ? span.high : span.low;
}

/* Give bounds that depend on others the widest range that they can have. */
static void
settle_bounds(struct space *s)
{
	struct box box = {0};

	if (s->fixed)
		return;
	space_box(s, &box); /* not settled yet, and not looked at before */
	for (size_t k = 0; k < s->n; k++) {
		struct param *p = &s->params[s->order[k]];

		if (p->bound[0])
			p->low = extreme(s, p->bound[0], &box, false);
		if (p->bound[1])
			p->high = extreme(s, p->bound[1], &box, true);
		if (p->type == PARAM_INT) {
			p->low = ceil(p->low);
			p->high = floor(p->high);
		}
		p->levels = param_levels(p);
		box_open(s, &box, s->order[k]);
	}
	space_box_release(&box);
}

/* All fields and their parameters, which know nothing of each other yet. */
static void
make_fields(struct space *s)
{
	const char *name;
	json_t *value;
	size_t i = 0;

	s->nfields = json_object_size(s->json);
	s->fields = xcalloc(s->nfields + 1, sizeof(*s->fields));
	json_object_foreach (s->json, name, value) {
		field_init(&s->fields[i], name, value);
		s->fields[i].first = s->n;
		s->n += s->fields[i++].n;
	}
	s->params = xcalloc(s->n + 1, sizeof(*s->params));
	for (i = 0; i < s->nfields; i++) {
		const struct field *f = &s->fields[i];

		for (size_t k = 0; k < f->n; k++) {
			struct param *p = &s->params[f->first + k];

			if (f->type)
				field_param(f, k, p);
			else
				space_param(p, f->name, f->json);
			p->field = i;
			p->rest = field_is_rest(f, k);
		}
	}
}

void
space_init(struct space *space, json_t *json)
{
	*space = (struct space){.json = json_incref(json), .fixed = true};
	make_fields(space);
	sort_names(space);
	for (size_t i = 0; i < space->n; i++) {
		struct param *p = &space->params[i];

		read_formulas(space, i);
		space->standard |= p->standard != NULL;
		space->fixed &= !param_is_bound(p);
	}
	sort_by_dependence(space);
	settle_bounds(space);
	for (size_t i = 0; i < space->n; i++)
		if (space->params[i].levels != 1 && !space->params[i].rest)
			space->params[i].coordinate = space->dim++;
}

void
space_release(struct space *space)
{
	for (size_t i = space->n; i-- > 0;) {
		release_formulas(space, i);
		space_param_release(&space->params[i]);
	}
	for (size_t i = 0; i < space->nrules; i++)
		formula_free(space->rules[i].formula);
	for (size_t i = 0; i < space->nfields; i++)
		field_release(&space->fields[i]);
	free(space->rules);
	free(space->fields);
	free(space->sorted_fields);
	free(space->params);
	free(space->order);
	free(space->sorted);
	json_decref(space->json);
	*space = (struct space){0};
}

static void
add_rules(struct space *space, const json_t *list, bool forbids)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *text = json_string_value(json_array_get(list, i));
		struct formula *f = text ? formula_make(text, space) : NULL;

		if (f)
			space->rules[space->nrules++] =
			    (struct rule){f, forbids};
	}
}

void
space_rules(struct space *space, const json_t *require, const json_t *forbid)
{
	space->rules =
	    xcalloc(json_array_size(require) + json_array_size(forbid) + 1,
		sizeof(*space->rules));
	add_rules(space, require, false);
	add_rules(space, forbid, true);
	space->fixed &= space->nrules == 0;
}

bool
rule_refutes(
    const struct rule *rule, const struct space *space, const struct box *box)
{
	const unsigned breaks =
	    (unsigned)(rule->forbids ? EXPR_MAY_BE_TRUE : EXPR_MAY_BE_FALSE);

	return formula_may(rule->formula, space, box) == breaks;
}

bool
rule_is_broken(
    const struct rule *rule, const struct space *space, const double *row)
{
	return formula_test(rule->formula, space, row) ==
	       (rule->forbids ? EXPR_TRUE : EXPR_FALSE);
}
