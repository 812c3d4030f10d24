#include "result.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jsonl.h"
#include "tolerant.h"

enum { NUMBER_MAX = 400 }; /* bytes; 1e308 written out has 309 digits */

/* x as it is kept: a JSON number, or the name of what is not finite. */
static json_t *
keep(double x)
{
	if (isnan(x))
		return json_string("nan");
	if (isinf(x))
		return json_string(x > 0 ? "inf" : "-inf");
	return json_real(x);
}

json_t *
result_number(const char *text, size_t len)
{
	const long long exact = 1LL << 53; /* beyond, doubles have gaps */
	char copy[NUMBER_MAX + 1];
	char *end;
	long long n;
	double x;

	while (len > 0 && isspace((unsigned char)*text)) {
		text++;
		len--;
	}
	while (len > 0 && isspace((unsigned char)text[len - 1]))
		len--;
	if (len == 0 || len > NUMBER_MAX || memchr(text, '\0', len))
		return NULL;
	memcpy(copy, text, len);
	copy[len] = '\0';
	errno = 0;
	n = strtoll(copy, &end, 10);
	if (*end == '\0' && errno == 0 && n >= -exact && n <= exact)
		return json_integer(n);
	x = strtod(copy, &end);
	return *end == '\0' ? keep(x) : NULL;
}

static json_t *
parse(const char *line, size_t len)
{
	struct err ignored = {0};
	json_t *object = tolerant_parse(line, len, &ignored);

	if (json_is_object(object))
		return object;
	json_decref(object);
	return NULL;
}

/* Put value into metrics if it is a number, or the name of none. */
static void
take_value(json_t *metrics, const char *name, json_t *value)
{
	if (json_is_number(value)) {
		json_object_set(metrics, name, value);
	} else if (json_is_string(value)) {
		json_t *odd = result_number(
		    json_string_value(value), json_string_length(value));
		if (json_is_string(odd))
			json_object_set(metrics, name, odd);
		json_decref(odd);
	}
}

static bool
is_metric(const char *name)
{
	return strcmp(name, "step") != 0 && strcmp(name, "trial") != 0 &&
	       strcmp(name, "attempt") != 0;
}

json_t *
result_metrics(const char *line, size_t len, double *step)
{
	json_t *object = parse(line, len);
	json_t *given, *value, *metrics;
	const char *name;

	*step = -1;
	if (!object)
		return NULL;
	metrics = jsonl_object();
	value = json_object_get(object, "step");
	if (json_is_number(value) && json_number_value(value) >= 0)
		*step = json_number_value(value);
	given = json_object_get(object, "metrics");
	if (!json_is_object(given))
		given = NULL;
	json_object_foreach (given ? given : object, name, value)
		if (given || is_metric(name))
			take_value(metrics, name, value);
	json_decref(object);
	return metrics;
}

void
result_release(struct result *r)
{
	json_decref(r->final);
	json_decref(r->steps);
	json_decref(r->last);
	json_decref(r->matched);
	*r = (struct result){0};
}

void
result_step(struct result *r, json_t *metrics, const char **odd)
{
	const char *name;
	json_t *value;

	*odd = NULL;
	if (!r->steps)
		r->steps = jsonl_object();
	json_decref(r->last);
	r->last = jsonl_object();
	json_object_foreach (metrics, name, value) {
		json_object_set(r->steps, name, value);
		if (json_is_number(value))
			json_object_set(r->last, name, value);
		else
			*odd = name;
	}
}

static bool
has_all(json_t *metrics, json_t *names)
{
	for (size_t i = 0; i < json_array_size(names); i++)
		if (!json_object_get(
			metrics, json_string_value(json_array_get(names, i))))
			return false;
	return true;
}

/* Add what metrics lacks of the names and the last step lines have. */
static void
add_from_steps(json_t *metrics, json_t *steps, json_t *names)
{
	for (size_t i = 0; i < json_array_size(names); i++) {
		const char *name = json_string_value(json_array_get(names, i));
		json_t *value = json_object_get(steps, name);

		if (value && !json_object_get(metrics, name))
			json_object_set(metrics, name, value);
	}
}

/* Add what the last line of the output says. */
static void
add_from_line(json_t *metrics, const char *line, size_t len, json_t *names)
{
	json_t *value = result_number(line, len);
	json_t *said;
	double step;

	if (value && json_array_size(names) == 1)
		json_object_set(metrics,
		    json_string_value(json_array_get(names, 0)), value);
	json_decref(value);
	said = result_metrics(line, len, &step);
	json_object_update_missing(metrics, said);
	json_decref(said);
}

/* The first of names whose value is there, and no number; NULL: none is. */
static const char *
find_odd(json_t *metrics, json_t *names)
{
	for (size_t i = 0; i < json_array_size(names); i++) {
		const char *name = json_string_value(json_array_get(names, i));
		json_t *value = json_object_get(metrics, name);

		if (value && !json_is_number(value))
			return name;
	}
	return NULL;
}

/* Drop the others that are not finite; the name of one wanted is returned. */
static const char *
drop_odd(json_t *metrics, const struct wanted *wanted, struct buf *left_out)
{
	const char *name = find_odd(metrics, wanted->objectives);
	json_t *value;
	void *next;

	if (!name)
		name = find_odd(metrics, wanted->constrained);
	if (name)
		return name;
	json_object_foreach_safe(metrics, next, name, value)
	{
		if (json_is_number(value))
			continue;
		buf_printf(left_out, "%s%s", left_out->len ? ", " : "", name);
		json_object_del(metrics, name);
	}
	return NULL;
}

/* An objective has no value: which one, and what there was instead. */
static void
explain(struct buf *reason, json_t *metrics, json_t *names)
{
	const char *missing = "", *name, *found = NULL;
	json_t *value;

	for (size_t i = 0; i < json_array_size(names); i++) {
		name = json_string_value(json_array_get(names, i));
		if (!json_object_get(metrics, name))
			missing = name;
	}
	json_object_foreach (metrics, name, value)
		found = name;
	buf_puts(reason, "no result");
	if (found)
		buf_printf(reason, " for '%s', only for '%s'", missing, found);
}

json_t *
result_judge(const struct result *r, const char *last_line, size_t len,
    const struct wanted *wanted, struct buf *left_out, struct buf *reason)
{
	json_t *metrics = jsonl_object();
	json_t *names = wanted->objectives;

	json_object_update(metrics, r->final);
	add_from_steps(metrics, r->steps, names);
	add_from_steps(metrics, r->steps, wanted->constrained);
	json_object_update_missing(metrics, r->matched);
	if (!has_all(metrics, names) && last_line)
		add_from_line(metrics, last_line, len, names);
	if (!has_all(metrics, names)) {
		explain(reason, metrics, names);
	} else {
		const char *odd = drop_odd(metrics, wanted, left_out);

		if (!odd)
			return metrics;
		buf_printf(reason, "nonfinite: %s", odd);
	}
	json_decref(metrics);
	return NULL;
}
