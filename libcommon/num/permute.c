#include "permute.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>

#include "rng.h"
#include "xalloc.h"

enum { ROUNDS = 4 };

/* Inside out: place i takes a number that was there, or its own. */
static void
shuffle(struct permutation *p)
{
	struct rng rng;

	rng_init(&rng, p->seed, 0, p->purpose, 0);
	for (uint32_t i = 0; i < p->n; i++) {
		const uint32_t j = rng_below(&rng, i + 1);

		p->table[i] = p->table[j];
		p->table[j] = (uint16_t)i;
	}
}

void
permutation_init(
    struct permutation *p, uint64_t n, uint64_t seed, const char *purpose)
{
	assert(n > 0);
	*p = (struct permutation){.n = n, .seed = seed, .purpose = purpose};
	if (n <= PERMUTE_TABLE) {
		p->table = xcalloc((size_t)n, sizeof(*p->table));
		shuffle(p);
		return;
	}
	while (p->half < 32 && (n - 1) >> (2 * p->half) != 0)
		p->half++;
}

void
permutation_release(struct permutation *p)
{
	free(p->table);
	p->table = NULL;
}

/* Round 1 .. ROUNDS has a stream for each half that it is given. */
static uint64_t
network(const struct permutation *p, uint64_t x)
{
	const uint64_t mask = (UINT64_C(1) << p->half) - 1;
	uint64_t left = x >> p->half;
	uint64_t right = x & mask;

	for (uint32_t round = 1; round <= ROUNDS; round++) {
		const uint64_t kept = right;
		struct rng rng;

		rng_init(&rng, p->seed, round, p->purpose, (uint32_t)right);
		right = left ^ (rng_bits(&rng) & mask);
		left = kept;
	}
	return left << p->half | right;
}

uint64_t
permutation_at(const struct permutation *p, uint64_t i)
{
	assert(i < p->n);
	if (p->table)
		return p->table[i];
	do
		i = network(p, i);
	while (i >= p->n);
	return i;
}
