/* Whether a value is in a parameter's domain, and how it is written there. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "define_parts.h"
#include "expr.h"
#include "jsonl.h"
#include "steps.h"

/* Complain about value, shown as JSON of at most so many bytes. */
enum { SHOWN_MAX = 100 };

static json_t *
refuse(struct err *e, json_t *value, const char *why)
{
	struct buf b = {0};
	char *shown;

	jsonl_write(&b, value);
	shown = buf_text(&b);
	err_set(e, "%.*s%s %s", SHOWN_MAX, shown,
	    b.len > SHOWN_MAX ? "..." : "", why);
	buf_release(&b);
	return NULL;
}

static json_t *
refuse_range(const struct param *p, json_t *value, struct err *e)
{
	char why[100];

	snprintf(
	    why, sizeof(why), "is not within %.12g and %.12g", p->low, p->high);
	return refuse(e, value, why);
}

static json_t *
refuse_power(const struct param *p, json_t *value, struct err *e)
{
	char why[100];

	snprintf(why, sizeof(why), "is not a power of %d", p->base);
	return refuse(e, value, why);
}

static json_t *
numeric(const struct param *p, json_t *value, struct err *e)
{
	const double x = json_number_value(value);
	const bool whole = p->type == PARAM_INT || p->type == PARAM_POW2;

	if (!json_is_number(value))
		return refuse(e, value, "is not a number");
	if (whole && x != trunc(x))
		return refuse(e, value, "is not a whole number");
	if (x < p->low || x > p->high)
		return refuse_range(p, value, e);
	/* a low that depends on others is open, and steps of these are whole */
	if (p->step > 0 && isfinite(p->low) && !steps_have(p->low, x, p->step))
		return refuse(e, value, "is between two steps");
	if (p->type == PARAM_POW2 && !steps_is_power(x, p->base))
		return refuse_power(p, value, e);
	return whole ? json_integer((json_int_t)x) : json_incref(value);
}

/* The strings among the choices that value may have been meant to be. */
static json_t *
refuse_choice(const struct param *p, json_t *value, struct err *e)
{
	enum { HINT_CHOICES_MAX = 200 };
	const char *words[HINT_CHOICES_MAX + 1];
	char why[DEFINE_HINT + 40], hint[DEFINE_HINT] = "";
	size_t n = 0;

	for (size_t i = 0;
	     i < json_array_size(p->choices) && n < HINT_CHOICES_MAX; i++) {
		const json_t *choice = json_array_get(p->choices, i);

		if (json_is_string(choice))
			words[n++] = json_string_value(choice);
	}
	words[n] = NULL;
	if (json_is_string(value))
		define_hint(hint, json_string_value(value), words);
	snprintf(why, sizeof(why), "is none of the values%s", hint);
	return refuse(e, value, why);
}

static json_t *
listed(const struct param *p, json_t *value, struct err *e)
{
	for (size_t i = 0; i < json_array_size(p->choices); i++)
		if (expr_compare(json_array_get(p->choices, i), value) == 0)
			return json_incref(json_array_get(p->choices, i));
	return refuse_choice(p, value, e);
}

json_t *
define_value(const struct param *param, json_t *value, struct err *e)
{
	return param->choices ? listed(param, value, e)
			      : numeric(param, value, e);
}

static json_t *
array(const struct field *f, json_t *value, struct err *e)
{
	json_t *list = field_split(f, value, e);
	json_t *joined = NULL;
	size_t k = 0;

	for (; list && k < f->n; k++) {
		struct param p;
		json_t *own;

		field_param(f, k, &p);
		own = define_value(&p, json_array_get(list, k), e);
		space_param_release(&p);
		if (!own)
			break;
		json_array_set_new(list, k, own);
	}
	if (list && k == f->n)
		joined = field_join(f, list);
	json_decref(list);
	return joined;
}

json_t *
define_field_value(const struct field *f, json_t *value, struct err *e)
{
	struct param p;
	json_t *own;

	if (f->type)
		return array(f, value, e);
	space_param(&p, f->name, f->json);
	own = define_value(&p, value, e);
	space_param_release(&p);
	return own;
}
