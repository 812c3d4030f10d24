#include "space.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "encode_value.h"
#include "expr.h"
#include "steps.h"
#include "xalloc.h"

enum { POW2_BASE = 2 };

static const char *const type_names[PARAM_TYPES] = {
    [PARAM_FLOAT] = "float",
    [PARAM_INT] = "int",
    [PARAM_POW2] = "pow2",
    [PARAM_CATEGORICAL] = "categorical",
    [PARAM_ORDINAL] = "ordinal",
    [PARAM_BOOL] = "bool",
    [PARAM_CONST] = "const",
};

const char *
param_type_name(enum param_type type)
{
	return type_names[type];
}

static enum param_type
type_of(const json_t *json)
{
	const char *name = json_string_value(json_object_get(json, "type"));
	int type = 0;

	while (type < PARAM_CONST && strcmp(name, type_names[type]) != 0)
		type++;
	return (enum param_type)type;
}

static uint64_t
count_levels(const struct param *p)
{
	if (p->choices)
		return json_array_size(p->choices);
	if (p->type == PARAM_POW2)
		return (uint64_t)(ilogb(p->high) - ilogb(p->low)) + 1;
	if (p->step == 0)
		return 0;
	return (uint64_t)steps_count(p->low, p->high, p->step) + 1;
}

void
space_param(struct param *p, const char *name, json_t *json)
{
	*p = (struct param){
	    .name = name,
	    .type = type_of(json),
	    .low = json_number_value(json_object_get(json, "low")),
	    .high = json_number_value(json_object_get(json, "high")),
	    .step = json_number_value(json_object_get(json, "step")),
	    .log = json_is_true(json_object_get(json, "log")),
	    .choices = json_object_get(json, "choices"),
	    .standard = json_object_get(json, "default"),
	    .coordinate = SPACE_NONE,
	    .parent = SPACE_NONE,
	};
	if (p->type == PARAM_INT && p->step == 0)
		p->step = 1;
	if (p->type == PARAM_POW2)
		p->base = POW2_BASE;
	if (p->type == PARAM_BOOL) {
		p->choices = json_array();
		json_array_append_new(p->choices, json_false());
		json_array_append_new(p->choices, json_true());
	} else if (p->type == PARAM_CONST) {
		p->choices = json_array();
		json_array_append(p->choices, json_object_get(json, "value"));
	}
	p->levels = count_levels(p);
}

void
space_param_release(struct param *p)
{
	if (p->type == PARAM_BOOL || p->type == PARAM_CONST)
		json_decref(p->choices);
	json_decref(p->allowed);
}

/* What qsort(3) sees of a parameter. */
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

static void
sort_names(struct space *s)
{
	struct entry *entries = xcalloc(s->n + 1, sizeof(*entries));

	for (size_t i = 0; i < s->n; i++)
		entries[i] = (struct entry){s->params[i].name, i};
	qsort(entries, s->n, sizeof(*entries), compare_names);
	s->sorted = xcalloc(s->n + 1, sizeof(*s->sorted));
	for (size_t i = 0; i < s->n; i++)
		s->sorted[i] = entries[i].index;
	free(entries);
}

size_t
space_find(const struct space *space, const char *name)
{
	size_t from = 0, to = space->n;

	while (from < to) {
		const size_t middle = from + (to - from) / 2;
		const size_t i = space->sorted[middle];
		const int order = strcmp(name, space->params[i].name);

		if (order == 0)
			return i;
		if (order < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return SPACE_NONE;
}

static void
read_condition(struct space *s, struct param *p)
{
	const char *when = json_string_value(
	    json_object_get(json_object_get(s->json, p->name), "when"));
	struct condition c;
	struct err ignored;

	if (!when || expr_condition(when, &c, &ignored) == -1)
		return;
	p->parent = space_find(s, c.parent);
	p->allowed = json_incref(c.allowed);
	condition_release(&c);
}

/* The allowed values as the parent has them: 0.3, not 0.1 + 0.2. */
static void
settle_condition(const struct space *s, struct param *p)
{
	json_t *settled;

	if (p->parent == SPACE_NONE)
		return;
	settled = json_array();
	for (size_t i = 0; i < json_array_size(p->allowed); i++) {
		struct err ignored = {0};
		json_t *value = json_array_get(p->allowed, i);
		json_t *canonical =
		    value_canonical(&s->params[p->parent], value, &ignored);

		json_array_append_new(
		    settled, canonical ? canonical : json_incref(value));
	}
	json_decref(p->allowed);
	p->allowed = settled;
}

/* Each parameter after its parent, else in the order of the header. */
static void
sort_parents_first(struct space *s)
{
	bool *placed = xcalloc(s->n + 1, sizeof(*placed));
	size_t *chain = xcalloc(s->n + 1, sizeof(*chain));
	size_t n = 0;

	s->order = xcalloc(s->n + 1, sizeof(*s->order));
	for (size_t i = 0; i < s->n; i++) {
		size_t depth = 0;

		for (size_t j = i; j != SPACE_NONE && !placed[j];
		     j = s->params[j].parent) {
			chain[depth++] = j;
			placed[j] = true;
		}
		while (depth > 0)
			s->order[n++] = chain[--depth];
	}
	free(placed);
	free(chain);
}

void
space_init(struct space *space, json_t *json)
{
	const char *name;
	json_t *value;
	size_t i = 0;

	*space = (struct space){.json = json_incref(json)};
	space->n = json_object_size(json);
	space->params = xcalloc(space->n + 1, sizeof(*space->params));
	json_object_foreach (json, name, value)
		space_param(&space->params[i++], name, value);
	sort_names(space);
	for (i = 0; i < space->n; i++) {
		struct param *p = &space->params[i];

		if (p->levels != 1)
			p->coordinate = space->dim++;
		space->standard |= p->standard != NULL;
		read_condition(space, p);
	}
	for (i = 0; i < space->n; i++)
		settle_condition(space, &space->params[i]);
	sort_parents_first(space);
}

void
space_release(struct space *space)
{
	for (size_t i = 0; i < space->n; i++)
		space_param_release(&space->params[i]);
	free(space->params);
	free(space->order);
	free(space->sorted);
	json_decref(space->json);
	*space = (struct space){0};
}
