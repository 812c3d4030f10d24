/* Fields of choices, each of which is there once at most. */
#include <math.h>
#include <stdlib.h>

#include "expr.h"
#include "field_type.h"
#include "jsonl.h"
#include "space.h"
#include "xalloc.h"

static json_t *
choices_of(const struct field *f)
{
	return json_object_get(f->json, "choices");
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

/* The place of each choice, by its key: lists may be long, and many. */
static void
prepare_places(struct field *f)
{
	f->places = jsonl_object();
	for (size_t k = 0; k < f->n; k++) {
		char *key = expr_key(json_array_get(choices_of(f), k));

		json_object_set_new(
		    f->places, key, json_integer((json_int_t)k));
		free(key);
	}
}

/* The place of value among the choices; their number if it is none. */
static size_t
find_choice(const struct field *f, json_t *value)
{
	char *key = expr_key(value);
	const json_t *place = json_object_get(f->places, key);

	free(key);
	return place ? (size_t)json_integer_value(place) : f->n;
}

/*
 * Where each choice is in value, by its place among the choices, to be freed;
 * SIZE_MAX: nowhere.  NULL with *e set if something there is none, or twice.
 */
static size_t *
find_members(const struct field *f, json_t *value, struct err *e)
{
	size_t *at = xcalloc(f->n + 1, sizeof(*at));

	for (size_t k = 0; k < f->n; k++)
		at[k] = SIZE_MAX;
	for (size_t i = 0; i < json_array_size(value); i++) {
		json_t *item = json_array_get(value, i);
		const size_t k = find_choice(f, item);
		struct buf text = {0};

		if (k < f->n && at[k] == SIZE_MAX) {
			at[k] = i;
			continue;
		}
		jsonl_write(&text, item);
		err_set(e, "%.200s %s", buf_text(&text),
		    k < f->n ? "is there twice" : "is none of its choices");
		buf_release(&text);
		free(at);
		return NULL;
	}
	return at;
}

/* The whole number that is value k of a list. */
static size_t
count_at(const json_t *list, size_t k)
{
	return (size_t)json_integer_value(json_array_get(list, k));
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

static void
prepare_subset(struct field *f)
{
	prepare_places(f);
	count_ways(f);
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

static void
subset_param(const struct field *f, size_t k, struct param *p)
{
	/* Of the others those before it decide, subset_bound(). */
	const bool must = k == 0 && f->least > f->n - 1;
	const bool may = k > 0 || f->most > 0;

	count_param(f, k, must, may, p);
	p->middle = k < f->least ? nextafter(1, 0) : 0;
}

static void
subset_bound(const struct field *f, size_t k, int which, struct buf *text)
{
	const size_t after = f->n - k - 1;

	if (k == 0 || !f->ways)
		return;
	if (which == 0 && f->least > after) {
		buf_printf(text, "max(0, %zu - (", f->least - after);
		field_add_sum(text, k);
		buf_puts(text, "))");
	} else if (which == 1) { /* also where it is 1: they come before */
		buf_printf(text, "min(1, %zu - (", f->most);
		field_add_sum(text, k);
		buf_puts(text, "))");
	}
}

static json_t *
subset_split(const struct field *f, json_t *value, struct err *e)
{
	const size_t n = json_array_size(value);
	size_t *at = find_members(f, value, e);
	json_t *list = NULL;

	if (at && n < f->least)
		(void)field_refuse_size(n, "at least", f->least, e);
	else if (at && n > f->most)
		(void)field_refuse_size(n, "at most", f->most, e);
	else if (at)
		list = json_array();
	for (size_t k = 0; list && k < f->n; k++)
		json_array_append_new(list, json_integer(at[k] != SIZE_MAX));
	free(at);
	return list;
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

const struct field_type field_subset = {
    .name = "subset",
    .members = true,
    .named = true,
    .prepare = prepare_subset,
    .param = subset_param,
    .bound = subset_bound,
    .split = subset_split,
    .join = subset_join,
};

static void
prepare_permutation(struct field *f)
{
	prepare_places(f);
	f->least = f->n;
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
	size_t *at = find_members(f, value, e);
	json_t *list = NULL;

	if (at && n < f->n)
		(void)field_refuse_size(n, "not all", f->n, e);
	else if (at)
		list = json_array();
	for (size_t k = 0; list && k < f->n; k++) {
		json_int_t behind = 0;

		for (size_t i = 0; i < k; i++)
			behind += at[i] > at[k];
		json_array_append_new(list, json_integer(behind));
	}
	free(at);
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

const struct field_type field_permutation = {
    .name = "permutation",
    .members = true,
    .prepare = prepare_permutation,
    .param = permutation_param,
    .split = permutation_split,
    .join = permutation_join,
};
