#include "encode.h"

#include <stdio.h>
#include <stdlib.h>

#include "encode_value.h"
#include "expr.h"
#include "jsonl.h"
#include "suggest.h"
#include "xalloc.h"

/* The value of each parameter, own references; NULL: inactive, or not yet. */
struct values {
	json_t **value;
	size_t n;
};

static struct values
values_alloc(const struct space *space)
{
	return (struct values){
	    xcalloc(space->n + 1, sizeof(json_t *)), space->n};
}

static void
values_free(struct values *v)
{
	for (size_t i = 0; i < v->n; i++)
		json_decref(v->value[i]);
	free(v->value);
}

/* Whether parameter p is active, given the value of its parent. */
static bool
is_active(const struct param *p, json_t *parent)
{
	if (p->parent == SPACE_NONE)
		return true;
	for (size_t i = 0; parent && i < json_array_size(p->allowed); i++)
		if (expr_compare(parent, json_array_get(p->allowed, i)) == 0)
			return true;
	return false;
}

static bool
is_active_in(const struct space *space, const struct values *v, size_t i)
{
	const size_t parent = space->params[i].parent;

	return is_active(
	    &space->params[i], parent == SPACE_NONE ? NULL : v->value[parent]);
}

/* The params object of the values, which are given up. */
static json_t *
assemble(const struct space *space, struct values *v)
{
	json_t *params = jsonl_object();

	for (size_t i = 0; i < v->n; i++)
		if (v->value[i])
			json_object_set(
			    params, space->params[i].name, v->value[i]);
	values_free(v);
	return params;
}

json_t *
encode_params(const struct space *space, const double *u)
{
	struct values v = values_alloc(space);

	for (size_t k = 0; k < space->n; k++) {
		const size_t i = space->order[k];
		const struct param *p = &space->params[i];

		if (!is_active_in(space, &v, i))
			continue;
		v.value[i] = p->coordinate == SPACE_NONE
				 ? value_level(p, 0)
				 : value_decode(p, u[p->coordinate]);
	}
	return assemble(space, &v);
}

void
encode_point(const struct space *space, json_t *params, double *u, bool *active)
{
	for (size_t k = 0; k < space->n; k++) {
		const size_t i = space->order[k];
		const struct param *p = &space->params[i];
		json_t *value = json_object_get(params, p->name);

		active[i] = value != NULL;
		if (p->coordinate != SPACE_NONE)
			u[p->coordinate] = value ? value_encode(p, value) : 0.5;
	}
}

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

/* What an active parameter is if a point leaves it out. */
static json_t *
standard_value(const struct param *p, struct err *e)
{
	return p->standard ? value_canonical(p, p->standard, e)
			   : value_middle(p);
}

/* The value of parameter i into *v, whose parent is there; -1 with *e set. */
static int
take_value(const struct space *space, size_t i, json_t *given, bool fill,
    struct values *v, struct err *e)
{
	const struct param *p = &space->params[i];

	if (!is_active_in(space, v, i)) {
		if (!given)
			return 0;
		return err_set(e,
		    "parameter '%s' is not active, by the value of '%s'",
		    p->name, space->params[p->parent].name);
	}
	if (!given && !fill)
		return err_set(e, "parameter '%s' is missing", p->name);
	v->value[i] =
	    given ? value_canonical(p, given, e) : standard_value(p, e);
	return v->value[i] ? 0 : -1;
}

/* The canonical form of params, or NULL; what is missing filled in, if so. */
static json_t *
canonical(const struct space *space, json_t *params, bool fill, struct err *e)
{
	struct values v;

	if (!json_is_object(params)) {
		err_set(e, "a point is an object, {name: value, ...}");
		return NULL;
	}
	if (check_names(space, params, e) == -1)
		return NULL;
	v = values_alloc(space);
	for (size_t k = 0; k < space->n; k++) {
		const size_t i = space->order[k];
		json_t *given = json_object_get(params, space->params[i].name);

		if (take_value(space, i, given, fill, &v, e) == -1) {
			values_free(&v);
			return NULL;
		}
	}
	return assemble(space, &v);
}

int
encode_check(const struct space *space, json_t *params, struct err *e)
{
	json_t *point = canonical(space, params, false, e);

	json_decref(point);
	return point ? 0 : -1;
}

json_t *
encode_complete(const struct space *space, json_t *params, struct err *e)
{
	return canonical(space, params, true, e);
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
