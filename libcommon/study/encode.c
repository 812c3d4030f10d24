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
		if (space_find_field(space, name) != SPACE_NONE)
			continue;
		names = xcalloc(space->nfields + 1, sizeof(*names));
		for (size_t i = 0; i < space->nfields; i++)
			names[i] = space->fields[i].name;
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

/* A point that is being read. */
struct taking {
	const struct space *space;
	json_t **given; /* by parameter, own references; NULL: left out */
	double *row;
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

/* The name of what parameter i is written as. */
static const char *
field_name(const struct space *space, size_t i)
{
	return space->fields[space->params[i].field].name;
}

static int
refuse_inactive(const struct space *space, size_t i, struct err *e)
{
	return err_set(e, "parameter '%s' is not active: %s",
	    field_name(space, i), space->params[i].when->text);
}

/* Why nothing is between the bounds of p. */
static int
refuse_bounds(const struct param *p, struct err *e)
{
	return err_set(e, "parameter '%s': there is nothing between %s and %s",
	    p->name, p->bound[0] ? p->bound[0]->text : "low",
	    p->bound[1] ? p->bound[1]->text : "high");
}

/* The number of parameter i, all that it depends on being there. */
static int
take_value(struct taking *t, size_t i)
{
	const struct param *p = &t->space->params[i];
	json_t *given = t->given[i], *value;
	const struct param *domain;
	struct param own;

	if (!point_active(t->space, i, t->row))
		return given ? refuse_inactive(t->space, i, t->e) : 0;
	if (!given && t->fill != FILL_ALL &&
	    !(p->standard && t->fill == FILL_DEFAULTS))
		return err_set(
		    t->e, "parameter '%s' is missing", field_name(t->space, i));
	domain = point_domain(t->space, i, t->row, &own);
	if (!domain)
		return refuse_bounds(p, t->e);
	value = given ? value_canonical(domain, given, t->e)
		      : standard_value(p, domain);
	if (!value)
		return -1;
	(void)point_number(p, value, &t->row[i]); /* it has one */
	json_decref(value);
	return 0;
}

/* What is given of field f, by parameter. */
static int
take_field(struct taking *t, const struct field *f, json_t *value)
{
	struct err why = {0};
	json_t *list;

	if (!f->type)
		t->given[f->first] = json_incref(value);
	if (!f->type || !value)
		return 0;
	list = field_split(f, value, &why);
	if (!list)
		return err_set(t->e, "parameter '%s' %s", f->name, why.text);
	for (size_t k = 0; k < f->n; k++)
		t->given[f->first + k] = json_incref(json_array_get(list, k));
	json_decref(list);
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
	for (size_t i = 0; i < space->nfields; i++) {
		const struct field *f = &space->fields[i];

		if (take_field(t, f, json_object_get(params, f->name)) == -1)
			return -1;
	}
	for (size_t k = 0; k < space->n; k++)
		if (take_value(t, space->order[k]) == -1)
			return -1;
	return check_rules(t);
}

/* The canonical form of params, or NULL. */
static json_t *
canonical(
    const struct space *space, json_t *params, enum filling fill, struct err *e)
{
	struct taking t = {space, xcalloc(space->n + 1, sizeof(json_t *)),
	    xcalloc(space->n + 1, sizeof(*t.row)), fill, e};
	json_t *point = NULL;

	for (size_t i = 0; i < space->n; i++)
		t.row[i] = NAN;
	if (take_values(&t, params) == 0)
		point = point_params(space, t.row);
	for (size_t i = 0; i < space->n; i++)
		json_decref(t.given[i]);
	free(t.given);
	free(t.row);
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

bool
encode_equal(const struct space *space, json_t *a, json_t *b)
{
	struct err ignored = {0};
	json_t *x = canonical(space, a, FILL_NOTHING, &ignored);
	json_t *y = x ? canonical(space, b, FILL_NOTHING, &ignored) : NULL;
	const bool equal = y && json_equal(x, y);

	json_decref(x);
	json_decref(y);
	return equal;
}
