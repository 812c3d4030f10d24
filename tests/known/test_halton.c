/*
 * Check values: the plain numbers are van der Corput's of Halton 1960; the
 * scrambled ones were computed on their own, exactly, from the definition in
 * halton.h with another Philox.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "halton.h"
#include "tap.h"

static const struct {
	uint32_t b;
	double x[8]; /* of points 0 to 7 */
} plain[] = {
    {2, {0, 1 / 2., 1 / 4., 3 / 4., 1 / 8., 5 / 8., 3 / 8., 7 / 8.}},
    {3, {0, 1 / 3., 2 / 3., 1 / 9., 4 / 9., 7 / 9., 2 / 9., 5 / 9.}},
    {5, {0, 1 / 5., 2 / 5., 3 / 5., 4 / 5., 1 / 25., 6 / 25., 11 / 25.}},
};

enum { SEEN = 4 };
static const size_t coordinates[SEEN] = {0, 1, 4, HALTON_DIM - 1};

/* Seed 7. */
static const struct {
	uint32_t i;
	double u[SEEN];
} scrambled[] = {
    {0, {.7538929395138069, .3775948774465795, .8921082484245944,
	    .045795006791341145}},
    {1, {.25389293951380687, .04426154411324616, .5284718847882307,
	    .9368622779590902}},
    {2, {.5038929395138069, .7109282107799129, .16483552115186706,
	    .8279295491268392}},
    {100, {.9023304395138069, .07718335481283464, .5036784963584786,
	      .15252212356624617}},
    {UINT32_MAX, {.24610706067111032, .6439471980547348, .8155163164359648,
		     .3561287583180919}},
};

static void
test_primes(void)
{
	static const uint16_t first[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29};
	uint16_t primes[HALTON_DIM];

	halton_primes(primes, HALTON_DIM);
	ok(memcmp(primes, first, sizeof(first)) == 0, "the first ten primes");
	ok(primes[HALTON_DIM - 1] == 8161, "the last is the 1024th, 8161");
	ok(halton_places(2) == 52 && halton_places(3) == 32 &&
		halton_places(8161) == 4,
	    "places that 52 bits tell apart");
}

static void
test_plain(void)
{
	for (size_t r = 0; r < sizeof(plain) / sizeof(*plain); r++)
		for (uint32_t i = 0; i < 8; i++) {
			const double x = halton_inverse(plain[r].b, i, NULL);

			/* the middle of what the places tell apart */
			ok(x > plain[r].x[i] && x < plain[r].x[i] + 1e-12,
			    "%u in base %u is %.17g", i, plain[r].b, x);
		}
}

static void
test_scrambled(void)
{
	double u[HALTON_DIM];

	for (size_t r = 0; r < sizeof(scrambled) / sizeof(*scrambled); r++) {
		halton_point(7, scrambled[r].i, HALTON_DIM, u);
		for (size_t k = 0; k < SEEN; k++)
			ok(fabs(u[coordinates[k]] - scrambled[r].u[k]) <
				0x1p-53,
			    "point %u, coordinate %zu: %.17g", scrambled[r].i,
			    coordinates[k], u[coordinates[k]]);
	}
}

/*
 * Whether of n = p q points one falls into each of the p x q boxes of
 * coordinates j and k, p and q being powers of their primes: q = 1 is the
 * intervals of one coordinate.  So does every run of n points that begins at a
 * multiple of n.
 */
static int
is_even(uint32_t from, size_t j, unsigned p, size_t k, unsigned q)
{
	unsigned char hit[6000] = {0};
	int good = 1;

	for (uint32_t i = from; i < from + p * q; i++) {
		double u[12];

		halton_point(2385, i, 12, u);
		good &= u[j] > 0 && u[j] < 1 &&
			!hit[(size_t)(u[j] * p) * q + (size_t)(u[k] * q)]++;
	}
	return good;
}

static void
test_evenness(void)
{
	static const unsigned primes[] = {
	    2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};

	for (size_t j = 0; j < 12; j++)
		for (unsigned n = primes[j]; n <= 3000; n *= primes[j])
			ok(is_even(0, j, n, 0, 1) && is_even(n, j, n, 0, 1),
			    "coordinate %zu: %u points, %u intervals", j, n, n);
	ok(is_even(0, 0, 16, 1, 27) && is_even(432, 0, 16, 1, 27),
	    "boxes of 1/16 by 1/27");
	ok(is_even(0, 2, 25, 4, 121), "boxes of 1/25 by 1/121");
}

static void
test_beyond(void)
{
	double u[HALTON_DIM + 2], v[HALTON_DIM + 2];

	halton_point(7, 0, HALTON_DIM + 2, u);
	halton_point(7, 1, HALTON_DIM + 2, v);
	ok(u[HALTON_DIM] > 0 && u[HALTON_DIM] < 1 &&
		u[HALTON_DIM] != u[HALTON_DIM + 1] &&
		u[HALTON_DIM] != v[HALTON_DIM],
	    "coordinates beyond the primes are random");
}

int
main(void)
{
	test_primes();
	test_plain();
	test_scrambled();
	test_evenness();
	test_beyond();
	return tap_done();
}
