/*
 * Halton points with scrambled digits (references in halton.h): they cover the
 * space evenly, also in numbers that are no powers of two.  The index is as
 * Sobol's.
 */
#include <stdint.h>

#include "halton.h"
#include "sampler.h"

static bool
draw(const struct sampling *s, uint32_t number, json_int_t index, double *u)
{
	(void)number;
	halton_point(s->seed, (uint32_t)index, s->study->space.dim, u);
	return true;
}

static int
propose(struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	out->i = past_next(past, "halton");
	return sampling_distinct(s, past, number, draw, out);
}

const struct sampler sampler_halton = {
    .name = "halton",
    .propose = propose,
};
