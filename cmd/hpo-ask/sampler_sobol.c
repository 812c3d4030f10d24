/*
 * Scrambled Sobol points (references in sobol.h): they cover the space evenly
 * from the first one on, for as long as anybody asks.
 *
 * The index counts the points that came from here, not the trials, so that
 * they stay even when other samplers take turns.  Every parameter has its
 * coordinate, active or not: else the sequence would lose its balance.
 */
#include <stdint.h>

#include "sampler.h"
#include "sobol.h"

static bool
draw(const struct sampling *s, uint32_t number, json_int_t index, double *u)
{
	(void)number;
	sobol_point(s->seed, (uint32_t)index, s->study->space.dim, u);
	return true;
}

static int
propose(struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	out->i = past_next(past, "sobol");
	return sampling_distinct(s, past, number, draw, out);
}

const struct sampler sampler_sobol = {
    .name = "sobol",
    .propose = propose,
};
