#include "field.h"

#include <stdlib.h>
#include <string.h>

#include "expr.h"
#include "field_type.h"
#include "space.h"

static const struct field_type *const types[] = {
    &field_subset, &field_permutation, &field_simplex, NULL};

static const struct field_type *
type_of(const json_t *json)
{
	const char *name = json_string_value(json_object_get(json, "type"));

	for (size_t i = 0; types[i]; i++)
		if (strcmp(types[i]->name, name) == 0)
			return types[i];
	return json_object_get(json, "shape") ? &field_vector : NULL;
}

char *
field_member(const char *field, json_t *value)
{
	struct buf b = {0};
	char *key = expr_key(value);

	buf_printf(&b, "%s[%s]", field, key);
	free(key);
	return buf_steal(&b);
}

const char *
field_param_name(const struct field *f, size_t k)
{
	return json_string_value(json_array_get(f->names, k));
}

static void
name_params(struct field *f)
{
	const json_t *choices = json_object_get(f->json, "choices");

	f->names = json_array();
	for (size_t k = 0; k < f->n; k++) {
		json_t *place = json_integer((json_int_t)k);
		char *name = field_member(f->name,
		    f->type->members ? json_array_get(choices, k) : place);

		json_array_append_new(f->names, json_string(name));
		json_decref(place);
		free(name);
	}
}

void
field_init(struct field *f, const char *name, json_t *json)
{
	const json_t *shape = json_object_get(json, "shape");
	const json_t *most = json_object_get(json, "max");
	json_t *standard = json_object_get(json, "default");
	struct err ignored = {0};

	*f = (struct field){
	    .name = name, .json = json, .n = 1, .type = type_of(json)};
	if (!f->type)
		return;
	f->n = shape ? (size_t)json_integer_value(shape)
		     : json_array_size(json_object_get(json, "choices"));
	f->least = (size_t)json_integer_value(json_object_get(json, "min"));
	f->most = most ? (size_t)json_integer_value(most) : f->n;
	name_params(f);
	if (f->type->prepare)
		f->type->prepare(f);
	if (standard)
		f->standard = field_split(f, standard, &ignored);
}

void
field_release(struct field *f)
{
	json_decref(f->names);
	json_decref(f->standard);
	json_decref(f->places);
	free(f->ways);
	*f = (struct field){0};
}

void
field_param(const struct field *f, size_t k, struct param *p)
{
	f->type->param(f, k, p);
	p->standard = json_array_get(f->standard, k);
}

bool
field_has_members(const struct field *f)
{
	return f->type && f->type->members;
}

bool
field_is_plain(const struct field *f)
{
	return f->type && !f->type->join;
}

bool
field_is_named(const struct field *f)
{
	return !f->type || f->type->named;
}

bool
field_is_rest(const struct field *f, size_t k)
{
	return f->type && f->type->rest && k + 1 == f->n;
}

void
field_add_sum(struct buf *text, size_t k)
{
	for (size_t i = 0; i < k; i++)
		buf_printf(text, "%se%zu", i > 0 ? " + " : "", i);
}

char *
field_bound(const struct field *f, size_t k, int which)
{
	struct buf text = {0};

	if (f->type && f->type->bound)
		f->type->bound(f, k, which, &text);
	return text.len > 0 ? buf_steal(&text) : NULL;
}

json_t *
field_refuse_size(size_t n, const char *what, size_t wanted, struct err *e)
{
	err_set(e, "has %zu values, %s %zu", n, what, wanted);
	return NULL;
}

json_t *
field_split(const struct field *f, json_t *value, struct err *e)
{
	if (json_is_array(value))
		return f->type->split(f, value, e);
	err_set(e, "is no list");
	return NULL;
}

json_t *
field_join(const struct field *f, json_t *list)
{
	return f->type->join ? f->type->join(f, list) : json_incref(list);
}

json_t *
field_value(const struct space *space, size_t i, json_t *params)
{
	const struct field *f = &space->fields[space->params[i].field];
	json_t *value = json_object_get(params, f->name);
	struct err ignored = {0};
	json_t *list, *own;

	if (!value || !f->type)
		return json_incref(value);
	list = field_split(f, value, &ignored);
	own = json_incref(json_array_get(list, i - f->first));
	json_decref(list);
	return own;
}
