/*
 * The best of the others for the study: an initial design, and then a model of
 * what was found, or the design alone where there is no model for the study;
 * all points of a finite space where that is as many as may be asked.  What is
 * taken depends on the file alone; `ask` says which it was, and why.
 *
 * Over 29 public tasks the Gaussian process leaves less regret than the others
 * after 20 trials and more, with conditions and choices too; its cost grows
 * with the cube of the trials, so that with many of them TPE follows.
 */
#include "design.h"
#include "sampler.h"
#include "sampler_option.h"

extern const struct sampler sampler_gp;
extern const struct sampler sampler_tpe;

enum {
	GP_RESULTS = 1000, /* above them, or */
	GP_DIM = 200,      /* parameters, a process is too slow */
};

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

static int
propose(struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	const size_t *count = past->evidence.count;
	const struct sampler *model = &sampler_gp;
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
	if (count[EVIDENCE_COMPLETE] > GP_RESULTS ||
	    s->study->space.dim > GP_DIM)
		model = &sampler_tpe;
	return model->propose(s, past, number, out);
}

const struct sampler sampler_auto = {
    .name = "auto",
    .option = option,
    .propose = propose,
};
