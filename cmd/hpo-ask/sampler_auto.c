/*
 * The best of the others for the study: an initial design, and then models of
 * what was found, or the design alone where there is no model for the study;
 * all points of a finite space where that is as many as may be asked.  What is
 * taken depends on the file alone; `ask` says which it was, and why.
 *
 * Over 29 public tasks the Gaussian process leaves less regret than the others,
 * with conditions and choices too, but alone it may polish what it has found
 * for the rest of a search: so it takes turns with one of values that are not
 * warped, and with TPE, which left another fifth less after 100 trials.  Its
 * cost grows with the cube of the trials; with many of them TPE is alone.
 */
#include <string.h>

#include "design.h"
#include "rng.h"
#include "sampler.h"
#include "sampler_gp.h"
#include "sampler_option.h"

extern const struct sampler sampler_tpe;

enum {
	GP_RESULTS = 1000, /* above these, or */
	GP_DIM = 200,      /* these parameters, or */
	GP_SIZE = 20000,   /* their product, a process is too slow */
	TURNS = 20,        /* trials that have ended before turns are taken */
};

typedef int proposer_of(struct sampling *s, const struct past *past,
    uint32_t number, struct proposal *out);

static int
propose_gp(struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	const struct gp_how how = {.warp = GP_WARP_AUTO};

	return gp_propose(s, past, number, &how, out);
}

static int
propose_plain(struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	const struct gp_how how = {.warp = GP_WARP_NEVER};

	return gp_propose(s, past, number, &how, out);
}

static int
propose_tpe(struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	return sampler_tpe.propose(s, past, number, out);
}

/* Who proposes, and what `ask` says then. */
struct turn {
	double share;
	proposer_of *propose;
	const char *why;
};

static const struct turn turns[] = {
    {0.5, propose_gp, "model"},
    {0.25, propose_plain, "model, by turns: values as they are"},
    {0.25, propose_tpe, "model, by turns: tpe"},
};
static const struct turn many = {1, propose_tpe, "model: more than gp is for"};

static int
option(const struct space *space, const char *key, const char *value,
    json_t *options, struct err *e)
{
	(void)space;
	return option_plain(key, e) == -1 ? -1
					  : design_option(value, options, e);
}

/* Whether all points there are may be asked: then no model has to choose. */
static bool
is_small(const struct sampling *s)
{
	return s->points > 0 && s->study->stop_trials > 0 &&
	       s->points <= (uint64_t)s->study->stop_trials;
}

/* Whose turn it is, at a trial that ended trials precede. */
static const struct turn *
turn_of(const struct sampling *s, const struct past *past, uint32_t number)
{
	const size_t *count = past->evidence.count;
	const size_t dim = s->study->space.dim;
	const struct turn *turn = turns;
	struct rng rng;
	double u;

	if (count[EVIDENCE_COMPLETE] > GP_RESULTS || dim > GP_DIM ||
	    count[EVIDENCE_COMPLETE] * dim > GP_SIZE)
		return &many;
	if (count[EVIDENCE_COMPLETE] + count[EVIDENCE_PRUNED] +
		count[EVIDENCE_INFEASIBLE] + count[EVIDENCE_FAILED] <
	    TURNS)
		return turn;
	rng_init(&rng, s->seed, number, "auto", 0);
	for (u = rng_uniform(&rng); u >= turn->share; turn++)
		u -= turn->share;
	return turn;
}

static int
propose(struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	const struct turn *turn;
	int rc;

	if (is_small(s) && !s->candidates) {
		rc = sampling_rest(s, past, out);
		out->sampler = "grid";
		out->why = "all points of the space are few enough";
		return rc;
	}
	if (s->study->nobjectives > 1) {
		rc = design_propose(s, past, number, out);
		out->why = "design: several objectives";
		return rc;
	}
	if (design_goes_on(s, past))
		return design_propose(s, past, number, out);
	turn = turn_of(s, past, number);
	rc = turn->propose(s, past, number, out);
	if (out->why && strcmp(out->why, "model") == 0)
		out->why = turn->why;
	return rc;
}

const struct sampler sampler_auto = {
    .name = "auto",
    .option = option,
    .propose = propose,
};
