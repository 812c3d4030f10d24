#include "belief.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "encode_value.h"
#include "space.h"
#include "xalloc.h"

const struct confidence confidences[] = {
    {"low", 0.5, 0.5},
    {"medium", 0.25, 0.7},
    {"high", 0.125, 0.9},
    {0},
};

static bool
is_unordered(const struct param *p)
{
	return p->type == PARAM_CATEGORICAL || p->type == PARAM_BOOL;
}

/* Steps of p's cells, as wide as these are. */
static struct prior_steps *
make_steps(const struct param *p, const double *weight)
{
	const struct range r = value_range(p);
	double *edge = xcalloc(p->levels + 1, sizeof(*edge));
	struct prior_steps *steps;

	for (uint64_t k = 0; k < p->levels; k++)
		value_cell(p, &r, k, &edge[k], &edge[k + 1]);
	steps = prior_steps_make((size_t)p->levels, edge, weight);
	free(edge);
	return steps;
}

static void
set_weights(struct param *p, const double *weight)
{
	p->steps[1] = make_steps(p, weight);
	p->prior = prior_by_steps(p->steps[1]);
}

static void
read_pair(struct param *p, const json_t *arguments)
{
	p->belief.a = json_number_value(json_array_get(arguments, 0));
	p->belief.b = json_number_value(json_array_get(arguments, 1));
}

static void
settle_normal(struct param *p)
{
	const struct prior_axis axis = value_axis(p);

	p->prior = prior_normal(p->belief.a, p->belief.b, &axis, SPACING_VALUE);
}

static void
settle_lognormal(struct param *p)
{
	const struct prior_axis axis = value_axis(p);

	if (spacing_value(axis.spacing, axis.high) > 0)
		p->prior =
		    prior_normal(p->belief.a, p->belief.b, &axis, SPACING_LOG);
}

static void
settle_beta(struct param *p)
{
	p->prior = prior_beta(p->belief.a, p->belief.b);
}

/* Of unordered choices: one has its share, and the others what is left. */
static void
favour(struct param *p, uint64_t favourite, double share)
{
	const double others = (double)p->levels - 1;
	double *weight = xcalloc(p->levels, sizeof(*weight));

	for (uint64_t k = 0; k < p->levels; k++)
		weight[k] = k == favourite ? share : (1 - share) / others;
	set_weights(p, weight);
	free(weight);
}

/* a is the number, or the level of a choice; b the deviation. */
static void
read_center(struct param *p, const json_t *arguments)
{
	json_t *value = json_array_get(arguments, 0);
	const char *word = json_string_value(json_array_get(arguments, 1));
	const struct confidence *c = confidences;
	uint64_t k = 0;

	while (strcmp(c->name, word) != 0)
		c++;
	p->belief.a = json_number_value(value);
	p->belief.b = c->sigma;
	if (!p->choices)
		return;
	(void)value_find_level(p, value, &k);
	p->belief.a = (double)k;
	if (is_unordered(p) && p->levels > 1)
		favour(p, k, c->share);
}

static void
settle_center(struct param *p)
{
	const struct prior_axis unit = {0, 1, SPACING_VALUE};
	const struct prior_axis axis = value_axis(p);
	const struct range r = value_range(p);
	const double x = fmin(fmax(p->belief.a, p->low), p->high);
	double at;

	if (is_unordered(p))
		return; /* its choices are what they are */
	if (p->choices)
		at = value_coordinate(p, &r, p->belief.a);
	else
		at = (spacing_place(axis.spacing, x) - axis.low) /
		     (axis.high - axis.low);
	p->prior = prior_normal(at, p->belief.b, &unit, SPACING_VALUE);
}

/* As likely as any other, however wide they are and whatever is believed; but
 * not those of weight 0. */
static void
set_even(struct param *p, const double *weight)
{
	double *some = weight ? xcalloc(p->levels, sizeof(*some)) : NULL;

	for (uint64_t k = 0; weight && k < p->levels; k++)
		some[k] = weight[k] > 0 ? 1 : 0;
	prior_steps_free(p->steps[0]);
	p->steps[0] = make_steps(p, some);
	p->even = prior_by_steps(p->steps[0]);
	free(some);
}

static void
read_weights(struct param *p, const json_t *arguments)
{
	double *weight = xcalloc(p->levels, sizeof(*weight));

	for (uint64_t k = 0; k < p->levels; k++)
		weight[k] =
		    json_number_value(json_array_get(arguments, (size_t)k));
	set_weights(p, weight);
	set_even(p, weight);
	free(weight);
}

static void
settle_weights(struct param *p)
{
	(void)p; /* choices are what they are */
}

const struct belief_kind belief_kinds[] = {
    {"normal", "mean and standard deviation", 2, 2, read_pair, settle_normal},
    {"lognormal", "mean and standard deviation of the logarithm", 2, 2,
	read_pair, settle_lognormal},
    {"beta", "two numbers from 0.01 to 10000", 2, 2, read_pair, settle_beta},
    {"center", "a value and low, medium or high", 1, 2, read_center,
	settle_center},
    {"weights", "a number for each choice", 0, 0, read_weights, settle_weights},
    {0},
};

const struct belief_kind *
belief_find(const char *name)
{
	for (const struct belief_kind *k = belief_kinds; k->name; k++)
		if (strcmp(k->name, name) == 0)
			return k;
	return NULL;
}

void
belief_settle(struct param *p)
{
	if (!p->belief.kind || p->levels == 1 ||
	    (p->levels == 0 && !(p->low < p->high)) || isinf(p->low) ||
	    isinf(p->high))
		return;
	p->belief.kind->settle(p);
}

void
belief_read(struct param *p, json_t *json)
{
	json_t *arguments = json_object_get(json, "weights");
	json_t *prior = json_object_get(json, "prior");
	const char *name = "weights";

	if (p->spaced) {
		set_even(p, NULL);
		p->prior = p->even;
	}
	if (prior) {
		name = json_object_iter_key(json_object_iter(prior));
		arguments = json_object_get(prior, name);
	}
	if (!arguments || p->levels == 1)
		return;
	p->belief.kind = belief_find(name);
	p->belief.kind->read(p, arguments);
	belief_settle(p);
}
