#include "param.h"

#include <math.h>
#include <string.h>

#include "formula.h"
#include "steps.h"

enum { POW2_BASE = 2 };

static const char *const type_names[PARAM_TYPES] = {
    [PARAM_FLOAT] = "float",
    [PARAM_INT] = "int",
    [PARAM_POW2] = "pow2",
    [PARAM_CATEGORICAL] = "categorical",
    [PARAM_ORDINAL] = "ordinal",
    [PARAM_BOOL] = "bool",
    [PARAM_CONST] = "const",
};

const char *
param_type_name(enum param_type type)
{
	return type_names[type];
}

static enum param_type
type_of(const json_t *json)
{
	const char *name = json_string_value(json_object_get(json, "type"));
	int type = 0;

	while (type < PARAM_CONST && strcmp(name, type_names[type]) != 0)
		type++;
	return (enum param_type)type;
}

/* A bound; one that depends on other parameters is open. */
static double
bound_of(const json_t *json, const char *key, double open)
{
	const json_t *bound = json_object_get(json, key);

	return json_is_string(bound) ? open : json_number_value(bound);
}

static uint64_t
count_powers(const struct param *p)
{
	uint64_t n = 1;
	double x = p->low;

	while (x < p->high) {
		x *= p->base;
		n++;
	}
	return n;
}

uint64_t
param_levels(const struct param *p)
{
	double steps;

	if (p->choices)
		return json_array_size(p->choices);
	if (p->type == PARAM_POW2)
		return count_powers(p);
	if (p->step == 0)
		return 0;
	steps = steps_count(p->low, p->high, p->step);
	return steps >= 0 && steps < 0x1p63 ? (uint64_t)steps + 1 : 0;
}

void
space_param(struct param *p, const char *name, json_t *json)
{
	const char *spacing =
	    json_string_value(json_object_get(json, "spacing"));

	*p = (struct param){
	    .name = name,
	    .type = type_of(json),
	    .low = bound_of(json, "low", -INFINITY),
	    .high = bound_of(json, "high", INFINITY),
	    .step = json_number_value(json_object_get(json, "step")),
	    .log = json_is_true(json_object_get(json, "log")),
	    .rlog = json_is_true(json_object_get(json, "rlog")),
	    .base = (int)json_integer_value(json_object_get(json, "base")),
	    .choices = json_object_get(json, "choices"),
	    .standard = json_object_get(json, "default"),
	    .coordinate = SPACE_NONE,
	};
	if (p->type == PARAM_INT && p->step == 0)
		p->step = 1;
	if (p->type == PARAM_POW2 && p->base == 0)
		p->base = POW2_BASE;
	if (p->type == PARAM_BOOL) {
		p->choices = json_array();
		json_array_append_new(p->choices, json_false());
		json_array_append_new(p->choices, json_true());
	} else if (p->type == PARAM_CONST) {
		p->choices = json_array();
		json_array_append(p->choices, json_object_get(json, "value"));
	}
	p->levels = param_levels(p);
	p->middle = p->choices ? 0 : 0.5;
	if (spacing && p->levels > 1) {
		p->spaced = true;
		p->log = strcmp(spacing, "log") == 0;
	}
	belief_read(p, json);
}

void
space_param_release(struct param *p)
{
	if (p->type == PARAM_BOOL || p->type == PARAM_CONST)
		json_decref(p->choices);
	prior_steps_free(p->steps[0]);
	prior_steps_free(p->steps[1]);
}
