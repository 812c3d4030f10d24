/*
 * A forest of extremely randomized trees, and expected improvement: for spaces
 * with many choices and deep conditions, and for hundreds to thousands of
 * trials (F. Hutter, H. H. Hoos, K. Leyton-Brown, LION 5, 2011: SMAC).
 *
 * Failed and infeasible trials are the worst results; pending ones count as
 * what the forest expects there.  Every tenth point or so, chosen by its
 * number, comes from the prior: a forest knows little of how uncertain it is
 * where there are no results.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "design.h"
#include "forest_model.h"
#include "forest_search.h"
#include "point.h"
#include "rng.h"
#include "sampler.h"
#include "sampler_option.h"
#include "uniform.h"
#include "xalloc.h"

enum {
	TREES = 30,
	TREES_MOST = 1000,
	PRIOR_SUB = INT32_MAX, /* of the stream that says when it is asked */
};

static const double prior_share = 0.1;

static int
option(const struct space *space, const char *key, const char *value,
    json_t *options, struct err *e)
{
	static const struct option_range trees = {1, TREES_MOST, TREES};

	(void)space;
	if (option_plain(key, e) == -1)
		return -1;
	if (strcmp(key, "n0") == 0)
		return design_option(value, options, e);
	return option_number(key, value, &trees, options, e);
}

/* Whether the point of this trial comes from the prior. */
static bool
is_prior_turn(const struct sampling *s, uint32_t number)
{
	struct rng rng;

	rng_init(&rng, s->seed, number, "forest", PRIOR_SUB);
	return rng_uniform(&rng) < prior_share;
}

/* A point of the prior, into *out, unless it was asked before. */
static bool
draw_prior(const struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	const struct space *space = &s->study->space;
	double *row = xcalloc(space->n + 1, sizeof(*row));

	if (uniform_row(space, s->seed, number, row) &&
	    !evidence_has(&past->evidence, row, false))
		out->params = point_params(space, row);
	free(row);
	return out->params != NULL;
}

/* What the forest expects, in the user's units where it knows these. */
static void
tell_view(const struct sampling *s, const struct forest_model *m,
    const struct forest_view *view, struct proposal *out)
{
	if (m->warped || m->trees.n == 0)
		return;
	out->mean = m->offset + m->unit * view->mean;
	if (s->study->objectives[0].maximize)
		out->mean = -out->mean;
	out->sd = m->unit * view->sd;
	out->acq = view->gain + log(m->unit);
}

/* The best point of a forest, into *out; whether there is one. */
static bool
look(const struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	const json_t *given = json_object_get(s->options, "trees");
	const struct forest_key key = {
	    .trees = given ? (size_t)json_integer_value(given) : TREES,
	    .seed = s->seed,
	    .trial = number};
	struct forest_model m;
	struct forest_search search = {.model = &m, .key = &key};

	forest_model_init(&m, s->study, &past->evidence, &key);
	search.row = xcalloc(s->study->space.n + 1, sizeof(*search.row));
	if (s->candidates) {
		const size_t i = forest_search_among(&search, s->candidates);

		if (i < s->candidates->n)
			sampling_choose(s, i, out);
	} else if (forest_search(&search)) {
		out->params = point_params(&s->study->space, search.row);
	}
	if (out->params)
		tell_view(s, &m, &search.view, out);
	free(search.row);
	forest_model_release(&m);
	return out->params != NULL;
}

static int
propose(struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	if (design_goes_on(s, past))
		return design_propose(s, past, number, out);
	out->sampler = "forest";
	out->why = "prior";
	if (is_prior_turn(s, number) && draw_prior(s, past, number, out))
		return 0;
	out->why = "model";
	return look(s, past, number, out) ? 0 : sampling_rest(s, past, out);
}

const struct sampler sampler_forest = {
    .name = "forest",
    .option = option,
    .propose = propose,
};
