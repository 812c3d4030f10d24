#include "sobol.h"

#include <assert.h>

#include "rng.h"
#include "sobol_table.h"

enum { BITS = 32 };

/*
 * The first BITS direction integers of a row of the table (NULL: coordinate 0,
 * whose m_k are all 1): V_k = m_k 2^(32 - k), and for k > s
 * m_k = 2 a_1 m_(k-1) ^ ... ^ 2^(s-1) a_(s-1) m_(k-s+1) ^ 2^s m_(k-s) ^
 * m_(k-s). In terms of V the powers of two fall away, but for the last one.
 */
static void
directions(const uint16_t *row, uint32_t v[BITS])
{
	const unsigned s = row ? row[0] : 0;

	for (unsigned k = 0; k < BITS; k++) {
		if (!row || k < s) {
			v[k] = (row ? (uint32_t)row[2 + k] : 1)
			       << (BITS - 1 - k);
			continue;
		}
		v[k] = v[k - s] ^ v[k - s] >> s;
		for (unsigned i = 1; i < s; i++)
			if ((row[1] >> (s - 1 - i) & 1) != 0)
				v[k] ^= v[k - i];
	}
}

/* The row of coordinate j + 1, given that of j (NULL for 0). */
static const uint16_t *
next_row(const uint16_t *row)
{
	return row ? row + 2 + row[0] : sobol_table;
}

void
sobol_directions(size_t j, uint32_t v[BITS])
{
	const uint16_t *row = NULL;

	assert(j < SOBOL_DIM);
	while (j-- > 0)
		row = next_row(row);
	directions(row, v);
}

/* The integers of the bits that are set in the Gray code of i. */
static uint32_t
combine(const uint32_t v[BITS], uint32_t i)
{
	uint32_t x = 0;

	for (uint32_t gray = i ^ i >> 1, k = 0; gray != 0; gray >>= 1, k++)
		if ((gray & 1) != 0)
			x ^= v[k];
	return x;
}

uint32_t
sobol_plain(size_t j, uint32_t i)
{
	uint32_t v[BITS] = {0};

	sobol_directions(j, v);
	return combine(v, i);
}

uint32_t
sobol_key(uint64_t seed, size_t j)
{
	struct rng rng;

	rng_init(&rng, seed, 0, "sobol", (uint32_t)j);
	return (uint32_t)rng_bits(&rng);
}

static uint32_t
reverse(uint32_t x)
{
	x = (x & 0x55555555U) << 1 | (x >> 1 & 0x55555555U);
	x = (x & 0x33333333U) << 2 | (x >> 2 & 0x33333333U);
	x = (x & 0x0f0f0f0fU) << 4 | (x >> 4 & 0x0f0f0f0fU);
	x = (x & 0x00ff00ffU) << 8 | (x >> 8 & 0x00ff00ffU);
	return x << 16 | x >> 16;
}

/* Vegdahl's hash: each bit depends on the bits below it alone. */
uint32_t
sobol_scramble(uint32_t x, uint32_t key)
{
	x = reverse(x);
	x ^= x * 0x3d20adeaU;
	x += key;
	x *= key >> 16 | 1;
	x ^= x * 0x05526c56U;
	x ^= x * 0x53a22864U;
	return reverse(x);
}

/* Where the direction numbers end, 32 random bits. */
static uint32_t
beyond(uint64_t seed, uint32_t i, size_t j)
{
	struct rng rng;

	rng_init(&rng, seed, i, "sobol/beyond", (uint32_t)j);
	return (uint32_t)rng_bits(&rng);
}

/* What makes one coordinate of all points. */
struct coordinate {
	uint64_t seed;
	size_t j;
	uint32_t v[BITS], key; /* of the table */
};

static uint32_t
place(const struct coordinate *c, uint32_t i)
{
	return c->j < SOBOL_DIM ? sobol_scramble(combine(c->v, i), c->key)
				: beyond(c->seed, i, c->j);
}

void
sobol_points(uint64_t seed, uint32_t from, size_t n, size_t dim, double *u)
{
	const uint16_t *row = NULL;

	for (size_t j = 0; j < dim; j++) {
		struct coordinate c = {.seed = seed, .j = j};

		if (j < SOBOL_DIM) {
			c.key = sobol_key(seed, j);
			directions(row, c.v);
			row = next_row(row);
		}
		for (size_t k = 0; k < n; k++)
			u[k * dim + j] =
			    (place(&c, from + (uint32_t)k) + 0.5) * 0x1p-32;
	}
}

void
sobol_point(uint64_t seed, uint32_t i, size_t dim, double *u)
{
	sobol_points(seed, i, 1, dim, u);
}
