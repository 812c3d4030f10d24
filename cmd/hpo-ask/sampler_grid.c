/*
 * Every point of a grid, each once: the k-th ask is the k-th point of a
 * shuffled order, so that the grid is covered evenly at any time.
 *
 * Parameters with finitely many values have them all, or with -O n.NAME=K
 * about K of them; continuous ones need -O n=K or -O n.NAME=K: K values, from
 * end to end, equally spaced on the parameter's scale (geometric with `log`).
 * The grid is a space of its own in which these are lists of choices.
 */
#include <stdlib.h>
#include <string.h>

#include "encode.h"
#include "jsonl.h"
#include "product.h"
#include "sampler.h"
#include "sampler_option.h"
#include "xalloc.h"

enum { VALUES_MAX = 100000 }; /* of one parameter */

struct grid {
	struct space space;
	struct enumeration points;
};

static const char prefix[] = "n.";

static int
check_name(const struct space *space, const char *name, struct err *e)
{
	const size_t i = space_find_field(space, name);

	if (i == SPACE_NONE)
		return err_set(e, "-O n.%s: no parameter has this name", name);
	if (json_object_get(space->fields[i].json, "choices") ||
	    space->params[space->fields[i].first].choices)
		return err_set(
		    e, "-O n.%s: a list of choices cannot be thinned", name);
	return 0;
}

static int
option(const struct space *space, const char *key, const char *value,
    json_t *options, struct err *e)
{
	static const char *const orders[] = {"shuffle", "lex", NULL};
	static const struct option_range values = {1, VALUES_MAX, 0};

	if (strncmp(key, prefix, strlen(prefix)) == 0)
		return check_name(space, key + strlen(prefix), e) == -1
			   ? -1
			   : option_number(key, value, &values, options, e);
	if (option_plain(key, e) == -1)
		return -1;
	return strcmp(key, "order") == 0
		   ? option_word(key, value, orders, options, e)
		   : option_number(key, value, &values, options, e);
}

/* How many values the grid has of each parameter of f; 0: all that there are.
 */
static json_int_t
wanted(const struct sampling *s, const struct field *f)
{
	const char *name;
	json_t *value;

	json_object_foreach (s->options, name, value)
		if (strncmp(name, prefix, strlen(prefix)) == 0 &&
		    strcmp(name + strlen(prefix), f->name) == 0)
			return json_integer_value(value);
	if (s->study->space.params[f->first].levels == 0)
		return json_integer_value(json_object_get(s->options, "n"));
	return 0;
}

/* n values of f, or of each of its parameters, as one of the grid: a new
 * reference. */
static json_t *
thin(const struct field *f, const struct param *p, json_int_t n)
{
	static const char *const kept[] = {"shape", "when", NULL};
	json_t *thinned = jsonl_object();
	json_t *choices = json_array();
	json_t *last = NULL;

	for (json_int_t i = 0; i < n; i++) {
		const double part = n > 1 ? (double)i / (double)(n - 1) : 0.5;
		json_t *value = encode_fraction(p, part);

		if (!last || !json_equal(last, value))
			json_array_append(choices, value);
		last = json_array_get(choices, json_array_size(choices) - 1);
		json_decref(value);
	}
	json_object_set_new(thinned, "type", json_string("ordinal"));
	json_object_set_new(thinned, "choices", choices);
	for (size_t k = 0; kept[k]; k++)
		if (json_object_get(f->json, kept[k]))
			json_object_set(thinned, kept[k],
			    json_object_get(f->json, kept[k]));
	return thinned;
}

/* Whether there can be n values of f, or of each of its parameters. */
static bool
can_thin(const struct space *space, const struct field *f, json_int_t n,
    struct err *e)
{
	const struct param *p = &space->params[f->first];
	bool bound = false;

	for (size_t k = 0; k < f->n; k++)
		bound |= param_is_bound(&p[k]);
	if (p->levels == 0 && n == 0)
		err_set(e,
		    "sampler 'grid' has no flag continuous: parameter '%s' "
		    "needs -O n.%s=K, or all such -O n=K",
		    f->name, f->name);
	else if (bound && (p->levels == 0 || n > 0))
		err_set(e,
		    "sampler 'grid' takes all values or none of parameter "
		    "'%s', whose bounds depend on others",
		    f->name);
	else
		return true;
	return false;
}

/* The space of the grid, a new reference; NULL with *e set. */
static json_t *
grid_json(const struct sampling *s, struct err *e)
{
	const struct space *space = &s->study->space;
	json_t *json = jsonl_object();

	for (size_t i = 0; i < space->nfields; i++) {
		const struct field *f = &space->fields[i];
		const struct param *p = &space->params[f->first];
		const json_int_t n = wanted(s, f);

		if (!can_thin(space, f, n, e)) {
			json_decref(json);
			return NULL;
		}
		if (n == 0 || (p->levels > 0 && p->levels <= (uint64_t)n))
			json_object_set(json, f->name, f->json);
		else
			json_object_set_new(json, f->name, thin(f, p, n));
	}
	return json;
}

/* They are the grid, of which no parameter has other values. */
static int
check_candidates(const struct sampling *s, struct err *e)
{
	const char *key;
	json_t *value;

	json_object_foreach (s->options, key, value)
		if (strcmp(key, "order") != 0)
			return err_set(e,
			    "-O %s: of candidates there are as many as there "
			    "are",
			    key);
	return 0;
}

static int
open_grid(struct sampling *s, struct err *e)
{
	const char *purpose =
	    json_object_get(s->options, "order") ? NULL : "grid";
	json_t *json = s->candidates ? NULL : grid_json(s, e);
	struct grid *g;

	if (s->candidates)
		return check_candidates(s, e);
	if (!json)
		return -1;
	g = xcalloc(1, sizeof(*g));
	space_init(&g->space, json);
	space_rules(&g->space, json_object_get(s->study->header, "require"),
	    json_object_get(s->study->header, "forbid"));
	json_decref(json);
	enumeration_init(&g->points, &g->space, s->seed, purpose);
	s->state = g;
	if (g->points.n > 0)
		return 0;
	return err_set(e,
	    "sampler 'grid': more than %d combinations of values in a space "
	    "with rules, or with parameters that depend on several others",
	    PRODUCT_MAX);
}

static void
close_grid(struct sampling *s)
{
	struct grid *g = s->state;

	enumeration_release(&g->points);
	space_release(&g->space);
	free(g);
}

/* The next candidate, in shuffled order or that of the file. */
static int
propose_candidate(
    struct sampling *s, const struct past *past, struct proposal *out)
{
	size_t i = 0;

	if (!json_object_get(s->options, "order"))
		return sampling_rest(s, past, out);
	while (s->candidates->used[i])
		i++;
	sampling_choose(s, i, out);
	return 0;
}

static int
propose(struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	const struct grid *g = s->state;
	uint64_t i = (uint64_t)past_next(past, "grid");

	(void)number;
	if (s->candidates)
		return propose_candidate(s, past, out);
	out->params = enumeration_absent(&g->points, past, &i);
	out->i = (json_int_t)i;
	return out->params ? 0 : 1;
}

const struct sampler sampler_grid = {
    .name = "grid",
    .enumerates = true,
    .option = option,
    .open = open_grid,
    .close = close_grid,
    .propose = propose,
};
