/*
 * Bayesian optimisation with a Gaussian process: for expensive trials, up to
 * some hundred of them, of numbers and choices.
 *
 * The next point is the one from which most improvement is expected.  What the
 * parts are: gp_model.h, gp_acquisition.h, gp_search.h.
 */
#include "sampler_gp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "design.h"
#include "gp_acquisition.h"
#include "gp_model.h"
#include "gp_search.h"
#include "point.h"
#include "rng.h"
#include "sampler_option.h"
#include "xalloc.h"

enum {
	CYCLES = 10,       /* over all coordinates, from one start, at most */
	LOOKS = 400000000, /* at values, times n^2 */
};

static const double belief_weight = 10; /* piBO: 10 in their studies */

/* In the order of their enums. */
static const char *const noises[] = {"auto", "none", "free", NULL};
static const char *const warps[] = {"auto", "never", "always", NULL};

static int
option(const struct space *space, const char *key, const char *value,
    json_t *options, struct err *e)
{
	(void)space;
	if (option_plain(key, e) == -1)
		return -1;
	if (strcmp(key, "noise") == 0)
		return option_word(key, value, noises, options, e);
	if (strcmp(key, "warp") == 0)
		return option_word(key, value, warps, options, e);
	return design_option(value, options, e);
}

/* The place of an option among its words. */
static int
word_of(const struct sampling *s, const char *key, const char *const *words)
{
	const char *given = json_string_value(json_object_get(s->options, key));

	for (int i = 0; given && words[i]; i++)
		if (strcmp(words[i], given) == 0)
			return i;
	return 0; /* the default */
}

/* What users believe counts less with every result (piBO, see point.h). */
static double
weight_of_belief(const struct space *space, size_t n)
{
	for (size_t i = 0; i < space->n; i++)
		if (space->params[i].belief.kind)
			return belief_weight / (double)(n + 1);
	return 0;
}

/*
 * How long to look, by the number of results and parameters alone.  A look at a
 * value takes O(n^2); of cycles over many values there are fewer.
 */
static void
set_effort(struct gp_search *search, size_t n)
{
	const struct space *space = search->columns->space;
	const size_t least = n > 100 ? n : 100;
	const size_t options = gp_search_options(space);
	const size_t cycles = LOOKS / (least * least) / (options + 1) + 1;

	search->belief = weight_of_belief(space, n);
	search->near = n <= 200 ? 512 : 256;
	search->scattered = n <= 100 ? 2048 : n <= 300 ? 1024 : 512;
	search->starts = n <= 100 ? 10 : n <= 300 ? 6 : 4;
	if (search->starts > cycles)
		search->starts = cycles;
	search->cycles = cycles / search->starts;
	if (search->cycles > CYCLES)
		search->cycles = CYCLES;
}

/* What is expected at the point, in the user's units; value as gp_search() has
 * it, of which what is believed is no improvement. */
static void
predict(const struct gp_model *model, const struct study *study,
    const struct gp_search *search, const double *row, double value,
    struct proposal *out)
{
	const struct gp *gp = &model->gp;
	double *x = xcalloc(model->columns.n + 1, sizeof(*x));
	double *v = xcalloc(gp_predict_size(gp, 1) + 1, sizeof(*v));
	double mean, variance, sd;

	gp_columns_point(&model->columns, row, x, 1);
	gp_predict(gp, &(struct gp_places){x, 1, 1}, v, &mean, &variance);
	sd = sqrt(variance);
	out->mean = gp_model_value(model, mean);
	out->sd = (gp_model_value(model, mean + sd) -
		      gp_model_value(model, mean - sd)) /
		  2;
	if (search->belief > 0)
		value -= search->belief * point_log_prior(&study->space, row);
	out->acq = value + log(gp_model_scale(model));
	if (study->objectives[0].maximize)
		out->mean = -out->mean;
	free(x);
	free(v);
}

/* What is expected at the best candidates, for who asks for them. */
static void
predict_others(const struct sampling *s, const struct gp_model *model,
    const struct gp_search *search)
{
	for (size_t i = 0; s->shortlist && i < s->shortlist->n; i++) {
		struct shortlisted *c = &s->shortlist->at[i];
		struct proposal p;

		predict(model, s->study, search, c->row, c->score, &p);
		c->mean = p.mean;
		c->sd = p.sd;
	}
}

/* The best point for a search, into *out; whether there is one. */
static bool
look(const struct sampling *s, const struct gp_model *model,
    const struct gp_search *search, struct proposal *out)
{
	const struct space *space = &s->study->space;
	const struct candidates *among = s->candidates;
	double *row = xcalloc(space->n + 1, sizeof(*row));
	double value;
	bool found;

	if (among) {
		const size_t i = gp_search_among(search, among, &value);

		found = i < among->n;
		if (found) {
			memcpy(row, candidates_row(among, i),
			    space->n * sizeof(*row));
			sampling_choose(s, i, out);
		}
	} else {
		found = gp_search(search, row, &value);
		if (found)
			out->params = point_params(space, row);
	}
	if (found && model->results > 0) {
		predict(model, s->study, search, row, value, out);
		predict_others(s, model, search);
	}
	free(row);
	return found;
}

int
gp_propose(struct sampling *s, const struct past *past, uint32_t number,
    const struct gp_how *how, struct proposal *out)
{
	const struct evidence *ev = &past->evidence;
	struct gp_model model;
	struct acquisition acquisition;
	struct gp_search search = {.evidence = ev,
	    .columns = &model.columns,
	    .acquisition = &acquisition,
	    .seed = s->seed,
	    .trial = number,
	    .repeats = !s->finite,
	    .shortlist = s->shortlist};
	struct rng rng;
	bool found;

	out->sampler = "gp";
	out->why = "model";
	gp_model_init(&model, s->study, ev, how);
	rng_init(&rng, s->seed, number, "gp/pending", 0);
	acquisition_init(&acquisition, &model.gp,
	    model.fails ? &model.success : NULL, model.best, rng_bits(&rng));
	set_effort(&search, model.gp.n);
	found = look(s, &model, &search, out);
	acquisition_release(&acquisition);
	gp_model_release(&model);
	return found ? 0 : sampling_rest(s, past, out);
}

static int
propose(struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	const struct gp_how how = {
	    .noise = (enum gp_noise)word_of(s, "noise", noises),
	    .warp = (enum gp_warp)word_of(s, "warp", warps)};

	if (design_goes_on(s, past))
		return design_propose(s, past, number, out);
	return gp_propose(s, past, number, &how, out);
}

const struct sampler sampler_gp = {
    .name = "gp",
    .option = option,
    .propose = propose,
};
