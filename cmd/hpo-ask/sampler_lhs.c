/*
 * Latin hypercubes of n points: of each parameter's range every n-th part has
 * one.  After n points comes another hypercube.
 *
 * M. D. McKay, R. J. Beckman, W. J. Conover, "A comparison of three methods for
 * selecting values of input variables in the analysis of output from a computer
 * code", Technometrics 21 (1979).
 *
 * A parameter's parts are in an order, and the places in them are, that its
 * name alone decides: the order of parameters and the other ones do not matter.
 */
#include <stdint.h>
#include <stdlib.h>

#include "buf.h"
#include "permute.h"
#include "rng.h"
#include "sampler.h"
#include "sampler_option.h"
#include "xalloc.h"

enum { N_MAX = 1000000 };

struct lhs {
	uint64_t n;   /* points of a hypercube */
	int64_t cube; /* the orders are of this one; -1: of none */
	struct order {
		struct buf name, place; /* of streams */
		struct permutation parts;
	} * order; /* by coordinate */
};

static int
option(const struct space *space, const char *key, const char *value,
    json_t *options, struct err *e)
{
	static const struct option_range n = {1, N_MAX, 0};

	(void)space;
	return option_plain(key, e) == -1
		   ? -1
		   : option_number(key, value, &n, options, e);
}

static int
open_lhs(struct sampling *s, struct err *e)
{
	const json_t *given = json_object_get(s->options, "n");
	const json_int_t n =
	    given ? json_integer_value(given) : s->study->stop_trials;
	struct lhs *lhs;

	if (n == 0)
		return err_set(e,
		    "sampler 'lhs' must know how many points there will be: "
		    "-O n=N, or 'trials' of the header's 'stop'");
	if (n > N_MAX)
		return err_set(e,
		    "sampler 'lhs' takes hypercubes of up to %d points: "
		    "-O n=N",
		    N_MAX);
	lhs = xcalloc(1, sizeof(*lhs));
	lhs->n = (uint64_t)n;
	lhs->cube = -1;
	lhs->order = xcalloc(s->study->space.dim + 1, sizeof(*lhs->order));
	s->state = lhs;
	return 0;
}

static void
forget_orders(const struct space *space, struct lhs *lhs)
{
	for (size_t j = 0; j < space->dim && lhs->cube >= 0; j++) {
		permutation_release(&lhs->order[j].parts);
		buf_release(&lhs->order[j].name);
		buf_release(&lhs->order[j].place);
	}
}

static void
close_lhs(struct sampling *s)
{
	struct lhs *lhs = s->state;

	forget_orders(&s->study->space, lhs);
	free(lhs->order);
	free(lhs);
}

static void
make_orders(const struct sampling *s, struct lhs *lhs, int64_t cube)
{
	const struct space *space = &s->study->space;

	forget_orders(space, lhs);
	for (size_t i = 0; i < space->n; i++) {
		const struct param *p = &space->params[i];
		struct order *o;

		if (p->coordinate == SPACE_NONE)
			continue;
		o = &lhs->order[p->coordinate];
		buf_printf(&o->name, "lhs/%s/%lld", p->name, (long long)cube);
		buf_printf(&o->place, "lhs/%s", p->name);
		permutation_init(
		    &o->parts, lhs->n, s->seed, buf_text(&o->name));
	}
	lhs->cube = cube;
}

/* A place in a part is one of 2^32, so that sums below 2^20 are exact. */
static double
place_in_part(const struct sampling *s, struct order *o, json_int_t index)
{
	struct rng rng;

	rng_init(&rng, s->seed, (uint32_t)index, buf_text(&o->place), 0);
	return ((double)(rng_bits(&rng) >> 32) + 0.5) * 0x1p-32;
}

static bool
draw(const struct sampling *s, uint32_t number, json_int_t index, double *u)
{
	struct lhs *lhs = s->state;
	const int64_t cube = index / (int64_t)lhs->n;
	const uint64_t i = (uint64_t)index % lhs->n;

	(void)number;
	if (cube != lhs->cube)
		make_orders(s, lhs, cube);
	for (size_t j = 0; j < s->study->space.dim; j++) {
		struct order *o = &lhs->order[j];

		u[j] = ((double)permutation_at(&o->parts, i) +
			   place_in_part(s, o, index)) /
		       (double)lhs->n;
	}
	return true;
}

static int
propose(struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	out->i = past_next(past, "lhs");
	return sampling_distinct(s, past, number, draw, out);
}

const struct sampler sampler_lhs = {
    .name = "lhs",
    .option = option,
    .open = open_lhs,
    .close = close_lhs,
    .propose = propose,
};
