#include "uniform.h"

#include <stdlib.h>

#include "buf.h"
#include "point.h"
#include "repair.h"
#include "rng.h"
#include "xalloc.h"

void
uniform_draw(const struct space *space, uint64_t seed, uint32_t trial,
    uint32_t sub, double *u)
{
	struct buf purpose = {0};

	for (size_t i = 0; i < space->n; i++) {
		const struct param *p = &space->params[i];
		struct rng rng;

		if (p->coordinate == SPACE_NONE)
			continue;
		purpose.len = 0;
		buf_puts(&purpose, "random/");
		buf_puts(&purpose, p->name);
		rng_init(&rng, seed, trial, buf_text(&purpose), sub);
		u[p->coordinate] = rng_uniform(&rng);
	}
	buf_release(&purpose);
}

bool
uniform_row(
    const struct space *space, uint64_t seed, uint32_t trial, double *row)
{
	double *u = xcalloc(space->dim + 1, sizeof(*u));
	bool found = false;

	for (uint32_t sub = 0; sub < UNIFORM_TRIES && !found; sub++) {
		uniform_draw(space, seed, trial, sub, u);
		found = point_draw(space, u, row) && !point_broken(space, row);
	}
	if (!found) {
		uniform_draw(space, seed, trial, 0, u);
		found = repair_point(space, u, seed, trial, 0, row);
		if (found)
			repair_stir(space, seed, trial, row);
	}
	free(u);
	return found;
}
