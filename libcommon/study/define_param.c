/* The long forms, one function a type. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "define_parts.h"
#include "jsonl.h"
#include "xalloc.h"

/* Whole numbers up to here are doubles, too. */
#define WHOLE_MAX 0x1p53

/* A parameter being read. */
struct reading {
	const struct definition *d;
	struct problems *p;
	json_t *json;  /* canonical, so far */
	size_t before; /* errors there were when it was begun */
	char *field;   /* of the key in hand */
	struct param domain;
};

/* The member called key, its field in r->field; NULL if there is none. */
static const struct node *
member(struct reading *r, const char *key)
{
	free(r->field);
	r->field = define_field(r->d->field, key);
	return node_get(r->d->form, key);
}

static void
complain_missing(const struct reading *r)
{
	problem_add(r->p, r->d->form->at, r->field, "is missing");
}

/* The number at key, with its canonical JSON; false after a complaint. */
static bool
read_bound(struct reading *r, const char *key, double *x)
{
	const struct node *node = member(r, key);

	if (!node) {
		complain_missing(r);
		return false;
	}
	if (!define_number(node, r->field, x, r->p))
		return false;
	json_object_set(r->json, key, node->value);
	return true;
}

static bool
read_whole_bound(struct reading *r, const char *key, double *x)
{
	const struct node *node = member(r, key);

	if (!node) {
		complain_missing(r);
		return false;
	}
	if (!define_whole(node, r->field, -WHOLE_MAX, WHOLE_MAX, r->p))
		return false;
	*x = json_number_value(node->value);
	json_object_set_new(r->json, key, json_integer((json_int_t)*x));
	return true;
}

/* Both bounds, in order; false after a complaint. */
static bool
read_bounds(struct reading *r, bool whole, double *low, double *high)
{
	bool (*read)(struct reading *, const char *, double *) =
	    whole ? read_whole_bound : read_bound;
	const bool good = read(r, "low", low);
	const struct node *node;

	if (!read(r, "high", high) || !good)
		return false;
	node = member(r, "low");
	if (*low > *high)
		problem_add(r->p, node->at, r->field,
		    "low is above high (%.12g > %.12g)", *low, *high);
	else if (*low == *high)
		problem_add(r->p, node->at, r->field,
		    "low equals high: const(%.12g) is what has one value",
		    *low);
	else if (!isfinite(*high - *low))
		problem_add(r->p, node->at, r->field,
		    "the range is too wide for a number");
	else
		return true;
	return false;
}

/* has_low: there is a low to hold against it, right or wrong otherwise. */
static void
read_log(struct reading *r, double low, bool has_low)
{
	const struct node *node = member(r, "log");
	const bool whole =
	    strcmp(json_string_value(json_object_get(r->json, "type")),
		"int") == 0;
	const struct node *at;

	if (!node || !define_expect(node, NODE_BOOL, r->field, r->p) ||
	    !json_is_true(node->value))
		return;
	json_object_set_new(r->json, "log", json_true());
	if (!has_low || low > 0)
		return;
	at = member(r, "low");
	problem_add(r->p, at->at, r->field,
	    whole ? "must be at least 1 with log" : "must be above 0 with log");
}

/* x in 15 digits if that is on the grid too: 0.9, not 0.9000000000000001. */
static double
readable(double x, double low, double step)
{
	char text[32];
	double y;

	snprintf(text, sizeof(text), "%.15g", x);
	y = strtod(text, NULL);
	return space_steps(low, y, step) == space_steps(low, x, step) ? y : x;
}

/* Put the highest value on the grid of step; bounds are in order. */
static void
lower_high(struct reading *r, double low, double high, double step)
{
	const bool whole = json_is_integer(json_object_get(r->json, "low")) &&
			   json_is_integer(json_object_get(r->json, "step"));
	const double steps = space_steps(low, high, step);
	const struct node *node = member(r, "high");
	double last;

	if (steps < 1 || steps >= WHOLE_MAX) {
		node = member(r, "step");
		problem_add(r->p, node->at, r->field,
		    steps < 1 ? "is wider than the range"
			      : "is too small for the range");
		return;
	}
	/* equal but for rounding errors: left as it was written */
	if (fabs((high - low) / step - steps) <= 1e-9 * steps)
		return;
	last = whole ? low + steps * step
		     : readable(low + steps * step, low, step);
	problem_warn(r->p, node->at, r->field,
	    "%.15g is between two steps, lowered to %.15g", high, last);
	json_object_set_new(r->json, "high",
	    whole ? json_integer((json_int_t)last) : json_real(last));
}

static void
read_step(struct reading *r, bool whole, double low, double high, bool bounds)
{
	const struct node *node = member(r, "step");
	double step;

	if (!node)
		return;
	if (whole ? !define_whole(node, r->field, 1, WHOLE_MAX, r->p)
		  : !define_number(node, r->field, &step, r->p))
		return;
	step = json_number_value(node->value);
	if (step <= 0) {
		problem_add(r->p, node->at, r->field, "must be above 0");
		return;
	}
	if (whole && step == 1)
		return;
	if (whole)
		json_object_set_new(
		    r->json, "step", json_integer((json_int_t)step));
	else
		json_object_set(r->json, "step", node->value);
	if (bounds)
		lower_high(r, low, high, step);
}

static void
read_numeric(struct reading *r, bool whole)
{
	double low = 0, high = 0;
	const bool bounds = read_bounds(r, whole, &low, &high);

	read_log(r, low, json_object_get(r->json, "low") != NULL);
	read_step(r, whole, low, high, bounds);
}

static void
read_float(struct reading *r)
{
	read_numeric(r, false);
}

static void
read_int(struct reading *r)
{
	read_numeric(r, true);
}

static void
read_pow2(struct reading *r)
{
	static const char *const keys[] = {"low", "high", NULL};
	double bound[2] = {1, 1};

	(void)read_bounds(r, true, &bound[0], &bound[1]);
	for (size_t i = 0; keys[i]; i++) {
		const struct node *node = member(r, keys[i]);

		if (node && json_object_get(r->json, keys[i]) &&
		    (bound[i] < 1 || bound[i] != ldexp(1, ilogb(bound[i]))))
			problem_add(r->p, node->at, r->field,
			    "must be a power of 2 (1, 2, 4, ...)");
	}
}

/* A value that may stand for itself: choices and constants. */
static bool
read_plain(const struct reading *r, const struct node *node, const char *field)
{
	if (node->type == NODE_LIST || node->type == NODE_MAP) {
		problem_add(r->p, node->at, field,
		    "%s as a value is not built yet",
		    node_type_name(node->type));
		return false;
	}
	return !node_is_broken(node);
}

static void
read_choices(struct reading *r)
{
	const struct node *list = member(r, "choices");
	json_t *choices = json_array();
	json_t *seen = jsonl_object();

	json_object_set_new(r->json, "choices", choices);
	if (!list)
		complain_missing(r);
	else if (define_expect(list, NODE_LIST, r->field, r->p) && list->n == 0)
		problem_add(r->p, list->at, r->field, "is empty");
	for (size_t i = 0; list && list->type == NODE_LIST && i < list->n;
	     i++) {
		const struct node *item = list->items[i];
		struct buf key = {0};

		if (!read_plain(r, item, r->field))
			continue;
		jsonl_write(&key, item->value);
		if (json_object_get(seen, buf_text(&key)))
			problem_add(r->p, item->at, r->field,
			    "'%.100s' is there twice", item->text);
		json_object_set_new(seen, buf_text(&key), json_true());
		json_array_append(choices, item->value);
		buf_release(&key);
	}
	json_decref(seen);
}

static void
read_bool(struct reading *r)
{
	(void)r; /* a bool has no keys of its own */
}

static void
read_const(struct reading *r)
{
	const struct node *node = member(r, "value");

	if (!node)
		complain_missing(r);
	else if (read_plain(r, node, r->field))
		json_object_set(r->json, "value", node->value);
}

#define COMMON "type", "default", "when", "unit", "help", "meta"
#define LATER  "prior", "weights", "shape", "base", "rlog", "condition"

static const char *const number_keys[] = {
    COMMON, "low", "high", "log", "step", NULL};
static const char *const pow2_keys[] = {COMMON, "low", "high", NULL};
static const char *const choice_keys[] = {COMMON, "choices", NULL};
static const char *const bool_keys[] = {COMMON, NULL};
static const char *const const_keys[] = {COMMON, "value", NULL};
static const char *const later_keys[] = {LATER, NULL};

static const struct type_row {
	const char *name, *canonical;
	struct define_keys keys;
	void (*read)(struct reading *r);
} types[] = {
    {"float", "float", {number_keys, later_keys, "a float"}, read_float},
    {"int", "int", {number_keys, later_keys, "an int"}, read_int},
    {"pow2", "pow2", {pow2_keys, later_keys, "a pow2"}, read_pow2},
    {"categorical", "categorical", {choice_keys, later_keys, "a categorical"},
	read_choices},
    {"choice", "categorical", {choice_keys, later_keys, "a categorical"},
	read_choices},
    {"ordinal", "ordinal", {choice_keys, later_keys, "an ordinal"},
	read_choices},
    {"bool", "bool", {bool_keys, later_keys, "a bool"}, read_bool},
    {"const", "const", {const_keys, later_keys, "a const"}, read_const},
    {0},
};

/* What others call our types, and what is to come. */
static const struct {
	const char *name, *ours;
} other_types[] = {
    {"double", "float"},
    {"real", "float"},
    {"uniform", "float"},
    {"loguniform", "float with log: true"},
    {"log", "float with log: true"},
    {"logint", "int with log: true"},
    {"integer", "int"},
    {"boolean", "bool"},
    {"constant", "const"},
    {"discrete", "ordinal"},
    {"permutation", NULL},
    {"subset", NULL},
    {"simplex", NULL},
    {"vector", NULL},
    {"rlog", NULL},
    {0},
};

static void
complain_type(const struct reading *r, const struct node *node)
{
	static const char *const names[] = {"float", "int", "pow2",
	    "categorical", "ordinal", "bool", "const", "choice", NULL};
	char hint[DEFINE_HINT];

	for (size_t i = 0; other_types[i].name; i++) {
		if (strcmp(node->text, other_types[i].name) != 0)
			continue;
		if (other_types[i].ours)
			problem_add(r->p, node->at, r->field,
			    "unknown type '%s', did you mean %s?", node->text,
			    other_types[i].ours);
		else
			problem_add(r->p, node->at, r->field,
			    "the type '%s' is not built yet", node->text);
		return;
	}
	define_hint(hint, node->text, names);
	problem_add(r->p, node->at, r->field, "unknown type '%.100s'%s",
	    node->text, hint);
}

static const struct type_row *
read_type(struct reading *r)
{
	const struct node *node = member(r, "type");

	if (node->type == NODE_STRING)
		for (const struct type_row *t = types; t->name; t++)
			if (strcmp(node->text, t->name) == 0)
				return t;
	return NULL;
}

static void
read_default(struct reading *r)
{
	const struct node *node = member(r, "default");
	json_t *value;
	struct err e;

	if (!node || !read_plain(r, node, r->field))
		return;
	if (r->p->errors > r->before)
		return; /* of what domain? */
	space_param(&r->domain, r->d->name, r->json);
	value = define_value(&r->domain, node->value, &e);
	space_param_release(&r->domain);
	if (value)
		json_object_set_new(r->json, "default", value);
	else
		problem_add(r->p, node->at, r->field, "%s", e.text);
}

static void
keep(struct reading *r, const char *key, enum node_type type)
{
	const struct node *node = member(r, key);

	if (!node)
		return;
	if (type == NODE_MAP || define_expect(node, type, r->field, r->p))
		json_object_set_new(r->json, key, node_to_json(node));
}

void
define_param(struct definition *d, struct problems *p)
{
	struct reading r = {.d = d, .p = p, .before = p->errors};
	const struct type_row *type;
	const struct node *node;

	r.json = jsonl_object();
	type = read_type(&r);
	node = node_get(d->form, "type");
	if (type) {
		define_check_keys(d->form, d->field, &type->keys, p);
		json_object_set_new(
		    r.json, "type", json_string(type->canonical));
		type->read(&r);
		read_default(&r);
		keep(&r, "when", NODE_STRING);
		keep(&r, "unit", NODE_STRING);
		keep(&r, "help", NODE_STRING);
		keep(&r, "meta", NODE_MAP);
	} else if (node->type == NODE_LIST || node->type == NODE_MAP ||
		   strchr(node->text, '(')) {
		problem_add(p, node->at, r.field,
		    "must name a type; a parameter called 'type' in a group is "
		    "written '%s.type'",
		    d->name);
	} else if (define_expect(node, NODE_STRING, r.field, p)) {
		complain_type(&r, node);
	}
	free(r.field);
	if (type && p->errors == r.before)
		d->json = r.json;
	else
		json_decref(r.json);
}
