/*
 * Independent points, uniform in the encoded space: the baseline that every
 * other sampler is measured against.
 *
 * J. Bergstra, Y. Bengio, "Random search for hyper-parameter optimization",
 * J. Mach. Learn. Res. 13 (2012).
 */
#include <stdint.h>

#include "rng.h"
#include "sampler.h"
#include "uniform.h"

static bool
draw(const struct sampling *s, uint32_t number, json_int_t attempt, double *u)
{
	uniform_draw(&s->study->space, s->seed, number, (uint32_t)attempt, u);
	return true;
}

/* Each candidate that is left is as likely as the others. */
static void
choose(const struct sampling *s, uint32_t number, struct proposal *out)
{
	const struct candidates *c = s->candidates;
	struct rng rng;
	uint32_t k;
	size_t i = 0;

	rng_init(&rng, s->seed, number, "random/candidates", 0);
	k = rng_below(&rng, (uint32_t)c->left);
	for (; c->used[i] || k > 0; i++)
		k -= !c->used[i];
	sampling_choose(s, i, out);
}

static int
propose(struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	int rc;

	if (s->candidates) {
		choose(s, number, out);
		return 0;
	}
	out->i = 0;
	rc = sampling_distinct(s, past, number, draw, out);
	out->i = -1; /* the trial's number says it */
	return rc;
}

const struct sampler sampler_random = {
    .name = "random",
    .propose = propose,
};
