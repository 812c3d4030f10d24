/* The Gaussian process for another sampler that takes it in its own way. */
#ifndef HPO_SAMPLER_GP_H
#define HPO_SAMPLER_GP_H
#include <stdint.h>

#include "gp_model.h"
#include "sampler.h"

/* What sampler gp does after its design; returns as propose does. */
int gp_propose(struct sampling *s, const struct past *past, uint32_t number,
    const struct gp_how *how, struct proposal *out);

#endif
