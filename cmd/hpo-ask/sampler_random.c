/*
 * Independent points, uniform in the encoded space: the baseline that every
 * other sampler is measured against.
 *
 * J. Bergstra, Y. Bengio, "Random search for hyper-parameter optimization",
 * J. Mach. Learn. Res. 13 (2012).  A stream belongs to a parameter by its
 * name, so the order of parameters and the other ones do not matter.
 */
#include <stdint.h>
#include <stdlib.h>

#include "buf.h"
#include "rng.h"
#include "sampler.h"

static void
draw(const struct sampling *s, uint32_t number, json_int_t attempt, double *u)
{
	const struct space *space = &s->study->space;
	struct buf purpose = {0};

	for (size_t i = 0; i < space->n; i++) {
		const struct param *p = &space->params[i];
		struct rng rng;

		if (p->coordinate == SPACE_NONE)
			continue;
		purpose.len = 0;
		buf_printf(&purpose, "random/%s", p->name);
		rng_init(&rng, s->seed, number, buf_text(&purpose),
		    (uint32_t)attempt);
		u[p->coordinate] = rng_uniform(&rng);
	}
	buf_release(&purpose);
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
