/*
 * Independent points, uniform in the encoded space: the baseline that every
 * other sampler is measured against.
 *
 * J. Bergstra, Y. Bengio, "Random search for hyper-parameter optimization",
 * J. Mach. Learn. Res. 13 (2012).
 */
#include <stdint.h>

#include "sampler.h"
#include "uniform.h"

static bool
draw(const struct sampling *s, uint32_t number, json_int_t attempt, double *u)
{
	uniform_draw(&s->study->space, s->seed, number, (uint32_t)attempt, u);
	return true;
}

static int
propose(struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	int rc;

	out->i = 0;
	rc = sampling_distinct(s, past, number, draw, out);
	out->i = -1; /* the trial's number says it */
	return rc;
}

const struct sampler sampler_random = {
    .name = "random",
    .propose = propose,
};
