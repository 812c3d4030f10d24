#include "halton.h"

#include <stdbool.h>

#include "rng.h"

static const uint64_t NUMBERS_MAX = UINT64_C(1) << HALTON_PLACES;

static bool
is_prime(uint16_t n)
{
	for (unsigned k = 2; k * k <= n; k++)
		if (n % k == 0)
			return false;
	return true;
}

void
halton_primes(uint16_t *primes, size_t n)
{
	uint16_t next = 2;

	for (size_t found = 0; found < n; next++)
		if (is_prime(next))
			primes[found++] = next;
}

unsigned
halton_places(uint32_t b)
{
	uint64_t numbers = 1;
	unsigned places = 0;

	for (; numbers <= NUMBERS_MAX / b; places++)
		numbers *= b;
	return places;
}

double
halton_inverse(uint32_t b, uint32_t i, const struct halton_digit *map)
{
	const unsigned places = halton_places(b);
	uint64_t number = 0, numbers = 1;

	for (unsigned k = 0; k < places; k++) {
		const uint64_t digit = i % b;

		number = number * b +
			 (map ? (map[k].a * digit + map[k].c) % b : digit);
		numbers *= b;
		i /= b;
	}
	return ((double)number + 0.5) / (double)numbers;
}

/* What happens to the digits of coordinate j at each place. */
static void
draw_maps(uint64_t seed, size_t j, uint32_t b, struct halton_digit *map)
{
	const unsigned places = halton_places(b);
	struct rng rng;

	rng_init(&rng, seed, 0, "halton", (uint32_t)j);
	for (unsigned k = 0; k < places; k++) {
		map[k].a = 1 + rng_below(&rng, b - 1);
		map[k].c = rng_below(&rng, b);
	}
}

/* Where the primes end, 52 random bits. */
static double
beyond(uint64_t seed, uint32_t i, size_t j)
{
	struct rng rng;

	rng_init(&rng, seed, i, "halton/beyond", (uint32_t)j);
	return ((double)(rng_bits(&rng) >> 12) + 0.5) * 0x1p-52;
}

void
halton_point(uint64_t seed, uint32_t i, size_t dim, double *u)
{
	struct halton_digit map[HALTON_PLACES] = {0};
	uint16_t primes[HALTON_DIM] = {0};

	halton_primes(primes, dim < HALTON_DIM ? dim : HALTON_DIM);
	for (size_t j = 0; j < dim; j++) {
		if (j >= HALTON_DIM) {
			u[j] = beyond(seed, i, j);
			continue;
		}
		draw_maps(seed, j, primes[j], map);
		u[j] = halton_inverse(primes[j], i, map);
	}
}
