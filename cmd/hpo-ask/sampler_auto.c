/*
 * The best of the others for the study: an initial design and then a model of
 * what was found, or the design alone where there is no model for the study.
 * `ask` says which it was.
 */
#include "design.h"
#include "sampler.h"
#include "sampler_option.h"

extern const struct sampler sampler_tpe;

static int
option(const struct space *space, const char *key, const char *value,
    json_t *options, struct err *e)
{
	(void)space;
	return option_plain(key, e) == -1 ? -1
					  : design_option(value, options, e);
}

static int
propose(struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	int rc;

	if (s->study->nobjectives == 1)
		return sampler_tpe.propose(s, past, number, out);
	rc = design_propose(s, past, number, out);
	out->why = "design: several objectives";
	return rc;
}

const struct sampler sampler_auto = {
    .name = "auto",
    .option = option,
    .propose = propose,
};
