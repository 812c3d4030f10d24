#include "encode.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "encode_value.h"
#include "jsonl.h"
#include "point.h"
#include "suggest.h"
#include "xalloc.h"

/* Whether all names of params are known. */
static int
check_names(const struct space *space, json_t *params, struct err *e)
{
	const char *name, *near;
	const char **names;
	json_t *value;

	json_object_foreach (params, name, value) {
		if (space_find(space, name) != SPACE_NONE)
			continue;
		names = xcalloc(space->n + 1, sizeof(*names));
		for (size_t i = 0; i < space->n; i++)
			names[i] = space->params[i].name;
		near = suggest(name, names);
		err_set(e, "unknown parameter '%s'%s%s%s", name,
		    near ? " (did you mean '" : "", near ? near : "",
		    near ? "'?)" : "");
		free(names);
		return -1;
	}
	return 0;
}

/* What is filled in where a point leaves a parameter out. */
enum filling { FILL_NOTHING, FILL_DEFAULTS, FILL_ALL };

/* A point that is being read: numbers, and the values that they stand for. */
struct taking {
	const struct space *space;
	double *row;
	json_t **value; /* own references; NULL: inactive */
	enum filling fill;
	struct err *e;
};

/* What an active parameter is if a point leaves it out. */
static json_t *
standard_value(const struct param *p, const struct param *domain)
{
	struct err ignored = {0};
	json_t *value =
	    p->standard ? value_canonical(domain, p->standard, &ignored) : NULL;

	return value ? value : value_middle(domain);
}

static int
refuse_inactive(const struct param *p, struct err *e)
{
	return err_set(
	    e, "parameter '%s' is not active: %s", p->name, p->when->text);
}

/* Why nothing is between the bounds of p. */
static int
refuse_bounds(const struct param *p, struct err *e)
{
	return err_set(e, "parameter '%s': there is nothing between %s and %s",
	    p->name, p->bound[0] ? p->bound[0]->text : "low",
	    p->bound[1] ? p->bound[1]->text : "high");
}

/* The value of parameter i, all that it depends on being there. */
static int
take_value(struct taking *t, size_t i, json_t *given)
{
	const struct param *p = &t->space->params[i];
	const struct param *domain;
	struct param own;

	if (!point_active(t->space, i, t->row))
		return given ? refuse_inactive(p, t->e) : 0;
	if (!given && t->fill != FILL_ALL &&
	    !(p->standard && t->fill == FILL_DEFAULTS))
		return err_set(t->e, "parameter '%s' is missing", p->name);
	domain = point_domain(t->space, i, t->row, &own);
	if (!domain)
		return refuse_bounds(p, t->e);
	t->value[i] = given ? value_canonical(domain, given, t->e)
			    : standard_value(p, domain);
	if (!t->value[i])
		return -1;
	(void)point_number(p, t->value[i], &t->row[i]); /* it has one */
	return 0;
}

static int
check_rules(const struct taking *t)
{
	const struct rule *rule = point_broken(t->space, t->row);

	if (!rule)
		return 0;
	return err_set(t->e, "the point is against %s: %s",
	    rule->forbids ? "forbid" : "require", rule->formula->text);
}

static int
take_values(struct taking *t, json_t *params)
{
	const struct space *space = t->space;

	if (!json_is_object(params))
		return err_set(
		    t->e, "a point is an object, {name: value, ...}");
	if (check_names(space, params, t->e) == -1)
		return -1;
	for (size_t k = 0; k < space->n; k++) {
		const size_t i = space->order[k];

		if (take_value(t, i,
			json_object_get(params, space->params[i].name)) == -1)
			return -1;
	}
	return check_rules(t);
}

/* The canonical form of params, or NULL. */
static json_t *
canonical(
    const struct space *space, json_t *params, enum filling fill, struct err *e)
{
	struct taking t = {space, xcalloc(space->n + 1, sizeof(*t.row)),
	    xcalloc(space->n + 1, sizeof(json_t *)), fill, e};
	json_t *point = NULL;

	for (size_t i = 0; i < space->n; i++)
		t.row[i] = NAN;
	if (take_values(&t, params) == 0)
		point = jsonl_object();
	for (size_t i = 0; i < space->n; i++) {
		if (point && t.value[i])
			json_object_set(
			    point, space->params[i].name, t.value[i]);
		json_decref(t.value[i]);
	}
	free(t.row);
	free(t.value);
	return point;
}

int
encode_check(const struct space *space, json_t *params, struct err *e)
{
	json_t *point = canonical(space, params, FILL_NOTHING, e);

	json_decref(point);
	return point ? 0 : -1;
}

json_t *
encode_complete(const struct space *space, json_t *params, struct err *e)
{
	return canonical(space, params, FILL_ALL, e);
}

json_t *
encode_extend(const struct space *space, json_t *params, struct err *e)
{
	return canonical(space, params, FILL_DEFAULTS, e);
}

void
encode_key(const struct space *space, json_t *params, struct buf *key)
{
	for (size_t i = 0; i < space->n; i++) {
		const struct param *p = &space->params[i];
		json_t *value = json_object_get(params, p->name);
		uint64_t k = 0;

		if (!value)
			buf_puts(key, "-;");
		else if (p->levels == 0)
			buf_printf(key, "%a;", json_number_value(value) + 0.0);
		else if (value_find_level(p, value, &k))
			buf_printf(key, "%llu;", (unsigned long long)k);
	}
}
