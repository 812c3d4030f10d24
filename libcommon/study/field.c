#include "field.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "expr.h"
#include "jsonl.h"
#include "point.h"
#include "space.h"
#include "xalloc.h"

struct field_type {
	const char *name; /* of the type; NULL: any, with a shape */
	bool members;     /* parameters are called by choices, not places */
	void (*param)(const struct field *f, size_t k, struct param *p);
	json_t *(*split)(const struct field *f, json_t *value, struct err *e);
	/* NULL: the list of values is the array. */
	json_t *(*join)(const struct field *f, const json_t *list);
};

static json_t *
choices_of(const struct field *f)
{
	return json_object_get(f->json, "choices");
}

/* The place of value among the choices; their number if it is none. */
static size_t
find_choice(const struct field *f, const json_t *value)
{
	const json_t *choices = choices_of(f);
	size_t i = 0;

	while (i < json_array_size(choices) &&
	       expr_compare(json_array_get(choices, i), value) != 0)
		i++;
	return i;
}

static json_t *
refuse_size(size_t n, const char *what, size_t wanted, struct err *e)
{
	err_set(e, "has %zu values, %s %zu", n, what, wanted);
	return NULL;
}

const char *
field_param_name(const struct field *f, size_t k)
{
	return json_string_value(json_array_get(f->names, k));
}

/* Parameter k as a whole number from low to high. */
static void
count_param(
    const struct field *f, size_t k, double low, double high, struct param *p)
{
	*p = (struct param){
	    .name = field_param_name(f, k),
	    .type = PARAM_INT,
	    .low = low,
	    .high = high,
	    .step = 1,
	    .coordinate = SPACE_NONE,
	};
	p->levels = param_levels(p);
}

static void
vector_param(const struct field *f, size_t k, struct param *p)
{
	space_param(p, field_param_name(f, k), f->json);
}

static json_t *
vector_split(const struct field *f, json_t *value, struct err *e)
{
	if (json_array_size(value) != f->n)
		return refuse_size(json_array_size(value), "not", f->n, e);
	return json_copy(value);
}

static void
subset_param(const struct field *f, size_t k, struct param *p)
{
	/* Of the others those before it decide, field_bound(). */
	const bool must = k == 0 && f->least > f->n - 1;
	const bool may = k > 0 || f->most > 0;

	count_param(f, k, must, may, p);
	p->middle = k < f->least ? nextafter(1, 0) : 0;
}

/* Which of the choices are in value, by place; NULL with *e set. */
static bool *
find_members(const struct field *f, json_t *value, struct err *e)
{
	bool *in = xcalloc(f->n + 1, sizeof(*in));

	for (size_t i = 0; i < json_array_size(value); i++) {
		json_t *item = json_array_get(value, i);
		const size_t k = find_choice(f, item);
		struct buf text = {0};

		if (k < f->n && !in[k]) {
			in[k] = true;
			continue;
		}
		jsonl_write(&text, item);
		err_set(e, "%.200s %s", buf_text(&text),
		    k < f->n ? "is there twice" : "is none of its choices");
		buf_release(&text);
		free(in);
		return NULL;
	}
	return in;
}

static json_t *
subset_split(const struct field *f, json_t *value, struct err *e)
{
	const size_t n = json_array_size(value);
	bool *in = find_members(f, value, e);
	json_t *list = NULL;

	if (in && n < f->least)
		(void)refuse_size(n, "at least", f->least, e);
	else if (in && n > f->most)
		(void)refuse_size(n, "at most", f->most, e);
	else if (in)
		list = json_array();
	for (size_t k = 0; list && k < f->n; k++)
		json_array_append_new(list, json_integer(in[k]));
	free(in);
	return list;
}

/* The whole number that is value k of a list. */
static size_t
count_at(const json_t *list, size_t k)
{
	return (size_t)json_integer_value(json_array_get(list, k));
}

static json_t *
subset_join(const struct field *f, const json_t *list)
{
	json_t *array = json_array();

	for (size_t k = 0; k < f->n; k++)
		if (count_at(list, k))
			json_array_append(
			    array, json_array_get(choices_of(f), k));
	return array;
}

static void
permutation_param(const struct field *f, size_t k, struct param *p)
{
	count_param(f, k, 0, (double)k, p);
}

static json_t *
permutation_split(const struct field *f, json_t *value, struct err *e)
{
	const size_t n = json_array_size(value);
	bool *in = find_members(f, value, e);
	size_t *at = xcalloc(f->n + 1, sizeof(*at)); /* place of each choice */
	json_t *list = NULL;

	if (in && n < f->n)
		(void)refuse_size(n, "not all", f->n, e);
	else if (in)
		list = json_array();
	for (size_t i = 0; list && i < n; i++)
		at[find_choice(f, json_array_get(value, i))] = i;
	for (size_t k = 0; list && k < f->n; k++) {
		json_int_t behind = 0;

		for (size_t i = 0; i < k; i++)
			behind += at[i] > at[k];
		json_array_append_new(list, json_integer(behind));
	}
	free(at);
	free(in);
	return list;
}

static json_t *
permutation_join(const struct field *f, const json_t *list)
{
	json_t *array = json_array();

	for (size_t k = 0; k < f->n; k++)
		json_array_insert(array, k - count_at(list, k),
		    json_array_get(choices_of(f), k));
	return array;
}

static void
simplex_param(const struct field *f, size_t k, struct param *p)
{
	*p = (struct param){
	    .name = field_param_name(f, k),
	    .type = PARAM_FLOAT,
	    .high = 1,
	    .middle = 1 / (double)(f->n - k), /* equal parts */
	    .coordinate = SPACE_NONE,
	};
	/* So that all of the simplex is equally likely: L. Devroye,
	 * "Non-uniform random variate generation" (1986), chapter XI.4. */
	if (k + 2 < f->n)
		p->prior = prior_beta(1, (double)(f->n - k - 1));
}

/* The last part, as its bounds have it, see field_bound(). */
static double
last_part(double others)
{
	return fmax(0, round((1 - others) * 1e12) / 1e12);
}

static json_t *
simplex_split(const struct field *f, json_t *value, struct err *e)
{
	const size_t n = json_array_size(value);
	const double slack = 1e-9; /* of what others have rounded */
	double others = 0, last;
	json_t *list;

	if (n != f->n)
		return refuse_size(n, "not", f->n, e);
	for (size_t k = 0; k < n; k++) {
		const json_t *part = json_array_get(value, k);
		const double x = json_number_value(part);

		if (!json_is_number(part) || x < 0 || x > 1) {
			err_set(e, "is no list of numbers from 0 to 1");
			return NULL;
		}
		others += k + 1 < n ? x : 0;
	}
	last = json_number_value(json_array_get(value, n - 1));
	if (fabs(others + last - 1) > slack) {
		err_set(e, "has the sum %.12g, not 1", others + last);
		return NULL;
	}
	list = json_copy(value);
	json_array_set_new(list, n - 1, json_real(last_part(others)));
	return list;
}

static const struct field_type types[] = {
    {"subset", true, subset_param, subset_split, subset_join},
    {"permutation", true, permutation_param, permutation_split,
	permutation_join},
    {"simplex", false, simplex_param, simplex_split, NULL},
    {NULL, false, vector_param, vector_split, NULL},
};

static const struct field_type *
type_of(const json_t *json)
{
	const char *name = json_string_value(json_object_get(json, "type"));
	const struct field_type *t = types;

	while (t->name && strcmp(t->name, name) != 0)
		t++;
	return t->name || json_object_get(json, "shape") ? t : NULL;
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

static void
name_params(struct field *f)
{
	f->names = json_array();
	for (size_t k = 0; k < f->n; k++) {
		json_t *place = json_integer((json_int_t)k);
		char *name = field_member(
		    f->name, f->type->members ? json_array_get(choices_of(f), k)
					      : place);

		json_array_append_new(f->names, json_string(name));
		json_decref(place);
		free(name);
	}
}

/* In how many ways the last `left` members make, with `in` others, a subset. */
static double *
ways_at(const struct field *f, size_t left, size_t in)
{
	return &f->ways[left * (f->n + 2) + in];
}

static void
count_ways(struct field *f)
{
	if (f->least == 0 && f->most == f->n)
		return;
	f->ways = xcalloc((f->n + 1) * (f->n + 2), sizeof(*f->ways));
	for (size_t in = f->least; in <= f->most; in++)
		*ways_at(f, 0, in) = 1;
	for (size_t left = 1; left <= f->n; left++)
		for (size_t in = 0; in <= f->n; in++)
			*ways_at(f, left, in) = *ways_at(f, left - 1, in) +
						*ways_at(f, left - 1, in + 1);
}

struct prior
field_prior(const struct field *f, size_t k, const double *row)
{
	const size_t left = f->n - k - 1;
	double without, in = 0;

	for (size_t i = 0; i < k; i++)
		in += row[i];
	without = *ways_at(f, left, (size_t)in);
	return prior_split(
	    0.5, without / (without + *ways_at(f, left, (size_t)in + 1)));
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
		     : json_array_size(choices_of(f));
	f->least = (size_t)json_integer_value(json_object_get(json, "min"));
	f->most = most ? (size_t)json_integer_value(most) : f->n;
	if (f->type->param == permutation_param)
		f->least = f->n;
	name_params(f);
	if (f->type->param == subset_param)
		count_ways(f);
	if (standard)
		f->standard = field_split(f, standard, &ignored);
}

void
field_release(struct field *f)
{
	json_decref(f->names);
	json_decref(f->standard);
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
field_is_named(const struct field *f)
{
	return !f->type || f->type->param != permutation_param;
}

bool
field_is_rest(const struct field *f, size_t k)
{
	return f->type && f->type->param == simplex_param && k + 1 == f->n;
}

/* Append e0 + e1 + ... of the k first. */
static void
add_sum(struct buf *b, size_t k)
{
	for (size_t i = 0; i < k; i++)
		buf_printf(b, "%se%zu", i > 0 ? " + " : "", i);
}

static void
bound_part(struct buf *b, const struct field *f, size_t k, int which)
{
	if (k == 0 || (which == 0 && k + 1 < f->n))
		return;
	buf_puts(b, k + 1 < f->n ? "max(0, 1 - (" : "max(0, round((1 - (");
	add_sum(b, k);
	buf_puts(b, k + 1 < f->n ? "))" : ")) * 1e12) / 1e12)");
}

static void
bound_member(struct buf *b, const struct field *f, size_t k, int which)
{
	const size_t after = f->n - k - 1;

	if (k == 0)
		return;
	if (which == 0 && f->least > after) {
		buf_printf(b, "max(0, %zu - (", f->least - after);
		add_sum(b, k);
		buf_puts(b, "))");
	} else if (which == 1 && f->most <= k) {
		buf_printf(b, "min(1, %zu - (", f->most);
		add_sum(b, k);
		buf_puts(b, "))");
	}
}

char *
field_bound(const struct field *f, size_t k, int which)
{
	struct buf b = {0};

	if (f->type && f->type->param == simplex_param)
		bound_part(&b, f, k, which);
	else if (f->ways)
		bound_member(&b, f, k, which);
	return b.len > 0 ? buf_steal(&b) : NULL;
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
