/* The schema of points of a space, parameter by parameter. */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "encode_value.h"
#include "jsonl.h"
#include "schema.h"
#include "xalloc.h"

enum {
	LISTED_MAX = 100,   /* values on steps that are listed one by one */
	PARENTS_MAX = 1000, /* values that a condition is tried with */
};

/* A parameter's schema on its way. */
struct describing {
	const struct param *p;
	json_t *json;   /* its domain in the header */
	json_t *schema; /* so far */
	struct buf comment;
};

/* Append "key: text" to a comment. */
static void
add_comment(struct buf *comment, const char *key, const char *text)
{
	if (comment->len > 0)
		buf_puts(comment, "; ");
	buf_printf(comment, "%s: %s", key, text);
}

/* Keep a comment, if there is any, and release it. */
static void
set_comment(json_t *schema, struct buf *comment)
{
	if (comment->len > 0)
		json_object_set_new(
		    schema, "$comment", json_string(buf_text(comment)));
	buf_release(comment);
}

static json_t *
number(double x)
{
	return x == trunc(x) && fabs(x) < 0x1p53 ? json_integer((json_int_t)x)
						 : json_real(x);
}

static void
set_range(struct describing *d, const char *type)
{
	static const char *const keys[] = {"low", "high"};

	json_object_set_new(d->schema, "type", json_string(type));
	json_object_set_new(d->schema, "minimum", number(d->p->low));
	json_object_set_new(d->schema, "maximum", number(d->p->high));
	for (int k = 0; k < 2; k++)
		if (d->p->bound[k])
			add_comment(&d->comment, keys[k], d->p->bound[k]->text);
}

/* All values that p has, a new reference. */
static json_t *
all_levels(const struct param *p)
{
	json_t *list = json_array();

	for (uint64_t k = 0; k < p->levels; k++)
		json_array_append_new(list, value_level(p, k));
	return list;
}

/* Values that are not next to each other, one by one if they are few. */
static bool
set_listed(struct describing *d)
{
	if (d->p->levels == 0 || d->p->levels > LISTED_MAX)
		return false;
	json_object_set_new(d->schema, "enum", all_levels(d->p));
	return true;
}

static void
comment_step(struct describing *d)
{
	struct buf text = {0};

	jsonl_write(&text, json_object_get(d->json, "step"));
	add_comment(&d->comment, "step", buf_text(&text));
	buf_release(&text);
}

static void
describe_float(struct describing *d)
{
	if (d->p->step > 0 && set_listed(d))
		return;
	set_range(d, "number");
	if (d->p->step > 0)
		comment_step(d);
}

static void
describe_int(struct describing *d)
{
	const bool stepped = d->p->step > 1;
	const bool multiple = fmod(d->p->low, d->p->step) == 0;

	if (stepped && !multiple && set_listed(d))
		return;
	set_range(d, "integer");
	if (stepped && multiple)
		json_object_set_new(
		    d->schema, "multipleOf", number(d->p->step));
	else if (stepped)
		comment_step(d);
}

static void
describe_power(struct describing *d)
{
	if (!set_listed(d))
		set_range(d, "integer");
}

static void
describe_choice(struct describing *d)
{
	json_object_set(d->schema, "enum", d->p->choices);
}

static void
describe_bool(struct describing *d)
{
	json_object_set_new(d->schema, "type", json_string("boolean"));
}

static void
describe_const(struct describing *d)
{
	json_object_set(d->schema, "const", json_array_get(d->p->choices, 0));
}

/* NULL: anything, as it is not known better. */
static void (*const describers[PARAM_TYPES])(struct describing *d) = {
    [PARAM_FLOAT] = describe_float,
    [PARAM_INT] = describe_int,
    [PARAM_POW2] = describe_power,
    [PARAM_CATEGORICAL] = describe_choice,
    [PARAM_ORDINAL] = describe_choice,
    [PARAM_BOOL] = describe_bool,
    [PARAM_CONST] = describe_const,
};

/* What its author says of it, for people. */
static void
set_description(struct describing *d)
{
	const char *help = json_string_value(json_object_get(d->json, "help"));
	const char *unit = json_string_value(json_object_get(d->json, "unit"));
	struct buf text = {0};

	if (help)
		buf_puts(&text, help);
	if (unit)
		buf_printf(&text, "%s[%s]", help ? " " : "", unit);
	if (text.len > 0)
		json_object_set_new(
		    d->schema, "description", json_string(buf_text(&text)));
	buf_release(&text);
}

/*
 * The values of p with which a condition that names nothing else holds, a new
 * reference; *absent: it holds where p is not active.
 */
static json_t *
holding(const struct space *space, const struct formula *f, bool *absent)
{
	const size_t i = f->params[0];
	const struct param *p = &space->params[i];
	double *row = xcalloc(space->n + 1, sizeof(*row));
	json_t *list = json_array();

	for (uint64_t k = 0; k < p->levels; k++) {
		row[i] = (double)k;
		if (formula_test(f, space, row) == EXPR_TRUE)
			json_array_append_new(list, value_level(p, k));
	}
	row[i] = NAN;
	*absent = formula_test(f, space, row) == EXPR_TRUE;
	free(row);
	return list;
}

/* {key: value}, taking value over. */
static json_t *
object(const char *key, json_t *value)
{
	json_t *object = jsonl_object();

	json_object_set_new(object, key, value);
	return object;
}

static json_t *
list_of(const char *name)
{
	json_t *list = json_array();

	json_array_append_new(list, json_string(name));
	return list;
}

/* The lists that have choice number k of f, or have it not, by a list of 1 and
 * 0. */
static json_t *
membership(const struct field *f, size_t k, const json_t *list)
{
	json_t *choice = json_array_get(json_object_get(f->json, "choices"), k);
	const json_int_t first = json_integer_value(json_array_get(list, 0));
	json_t *contains;

	if (json_array_size(list) != 1)
		return json_boolean(json_array_size(list) > 0);
	contains = object("contains", object("const", json_incref(choice)));
	return first == 1 ? contains : object("not", contains);
}

/* The values of its field with which parameter i has one of list. */
static json_t *
values_with(const struct space *space, size_t i, json_t *list)
{
	const struct field *f = &space->fields[space->params[i].field];
	json_t *one, *prefix;

	if (f->type && field_has_members(f))
		return membership(f, i - f->first, list);
	one = object("enum", json_incref(list));
	if (!f->type)
		return one;
	prefix = json_array();
	for (size_t k = f->first; k < i; k++)
		json_array_append_new(prefix, json_true());
	json_array_append_new(prefix, one);
	return object("prefixItems", prefix);
}

/* The points for which a condition holds, as a schema; NULL: it cannot say. */
static json_t *
condition(const struct space *space, const struct formula *f)
{
	const struct param *p = f->n > 0 ? &space->params[f->params[0]] : NULL;
	json_t *list, *schema;
	const char *name;
	bool absent;

	if (f->n != 1 || p->levels == 0 || p->levels > PARENTS_MAX)
		return NULL;
	name = space->fields[p->field].name;
	list = holding(space, f, &absent);
	schema = object(
	    "properties", object(name, values_with(space, f->params[0], list)));
	json_decref(list);
	if (!absent)
		json_object_set_new(schema, "required", list_of(name));
	return schema;
}

/* A whole schema on its way. */
struct whole {
	const struct space *space;
	json_t *properties, *required, *all;
};

/* When field f is there, and when not; d is of its first parameter. */
static void
add_presence(struct whole *w, const struct field *f, struct describing *d)
{
	json_t *holds, *rule;

	if (!d->p->when) {
		json_array_append_new(w->required, json_string(f->name));
		return;
	}
	holds = condition(w->space, d->p->when);
	if (!holds) {
		add_comment(&d->comment, "when", d->p->when->text);
		return;
	}
	rule = object("if", holds);
	json_object_set_new(rule, "then", object("required", list_of(f->name)));
	json_object_set_new(
	    rule, "else", object("properties", object(f->name, json_false())));
	json_array_append_new(w->all, rule);
}

/* A list of from `least` to `most` of what d->schema has now. */
static void
enclose(struct describing *d, size_t least, size_t most, bool distinct)
{
	json_t *items = d->schema;

	d->schema = object("type", json_string("array"));
	json_object_set_new(d->schema, "items", items);
	json_object_set_new(
	    d->schema, "minItems", json_integer((json_int_t)least));
	json_object_set_new(
	    d->schema, "maxItems", json_integer((json_int_t)most));
	if (distinct)
		json_object_set_new(d->schema, "uniqueItems", json_true());
}

/* One value of a field, or the list that it is. */
static void
describe(struct describing *d, const struct field *f)
{
	json_t *choices = json_object_get(f->json, "choices");

	if (field_has_members(f)) {
		json_object_set(d->schema, "enum", choices);
		enclose(d, f->least, f->most, true);
		return;
	}
	if (describers[d->p->type])
		describers[d->p->type](d);
	if (f->type)
		enclose(d, f->n, f->n, false);
	if (f->type && field_is_rest(f, f->n - 1))
		add_comment(&d->comment, "sum", "1");
}

static void
add_field(struct whole *w, const struct field *f)
{
	struct describing d = {
	    .p = &w->space->params[f->first],
	    .json = f->json,
	    .schema = jsonl_object(),
	};
	json_t *standard = json_object_get(f->json, "default");

	describe(&d, f);
	if (standard)
		json_object_set(d.schema, "default", standard);
	set_description(&d);
	add_presence(w, f, &d);
	set_comment(d.schema, &d.comment);
	json_object_set_new(w->properties, f->name, d.schema);
}

static void
comment_rules(json_t *schema, const struct space *space)
{
	struct buf comment = {0};

	for (size_t i = 0; i < space->nrules; i++)
		add_comment(&comment,
		    space->rules[i].forbids ? "forbid" : "require",
		    space->rules[i].formula->text);
	set_comment(schema, &comment);
}

void
schema_params(const struct study *study, struct buf *out)
{
	const struct space *space = &study->space;
	json_t *schema = jsonl_object();
	struct whole w = {space, jsonl_object(), json_array(), json_array()};

	json_object_set_new(schema, "$schema",
	    json_string("https://json-schema.org/draft/2020-12/schema"));
	if (study->name[0] != '\0')
		json_object_set_new(schema, "title", json_string(study->name));
	comment_rules(schema, space);
	json_object_set_new(schema, "type", json_string("object"));
	for (size_t i = 0; i < space->nfields; i++)
		add_field(&w, &space->fields[i]);
	json_object_set_new(schema, "properties", w.properties);
	json_object_set_new(schema, "required", w.required);
	json_object_set_new(schema, "additionalProperties", json_false());
	if (json_array_size(w.all) > 0)
		json_object_set(schema, "allOf", w.all);
	json_decref(w.all);
	jsonl_write(out, schema);
	buf_puts(out, "\n");
	json_decref(schema);
}
