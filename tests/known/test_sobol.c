/*
 * Check values: the unscrambled points are those of
 * scipy.stats.qmc.Sobol(scramble=False); the scrambled ones were computed on
 * their own from the definition in sobol.h.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "permute.h"
#include "sobol.h"
#include "tap.h"

/* Points 0 to 15 in sixteenths. */
static const struct {
	size_t coordinate; /* from 1, as in the papers */
	unsigned char x[16];
} plain[] = {
    {1, {0, 8, 12, 4, 6, 14, 10, 2, 3, 11, 15, 7, 5, 13, 9, 1}},
    {2, {0, 8, 4, 12, 6, 14, 2, 10, 5, 13, 1, 9, 3, 11, 7, 15}},
    {3, {0, 8, 4, 12, 10, 2, 14, 6, 15, 7, 11, 3, 5, 13, 1, 9}},
    {4, {0, 8, 4, 12, 14, 6, 10, 2, 7, 15, 3, 11, 9, 1, 13, 5}},
    {5, {0, 8, 12, 4, 6, 14, 10, 2, 9, 1, 5, 13, 15, 7, 3, 11}},
    {1000, {0, 8, 12, 4, 2, 10, 14, 6, 15, 7, 3, 11, 13, 5, 1, 9}},
};

static const uint32_t keys[] = {0xf178d125, 0xe4d9584f, 0x2d10cce7};

/* Seed 7. */
static const struct {
	uint32_t i, x[3];
} scrambled[] = {
    {0, {0xf5d592a6, 0x98867e3d, 0x9fb9baaa}},
    {1, {0x0cf8446d, 0x747b3d80, 0x613ec22b}},
    {2, {0x6708332b, 0xf32ed74d, 0xfd7fbf8b}},
    {3, {0xa12afd7b, 0x2fd12a4b, 0x300c54ac}},
    {7, {0xc92d0db6, 0x5aeb3d96, 0xdc33e999}},
};

static const double first[] = {
    .96029011311475188, .59580220223870128, .62392775213811547};

enum { COORDINATES = 3, NET = 256 };

static void
test_plain(void)
{
	for (size_t r = 0; r < sizeof(plain) / sizeof(*plain); r++) {
		int good = 1;

		for (uint32_t i = 0; i < 16; i++)
			good &= sobol_plain(plain[r].coordinate - 1, i) ==
				(uint32_t)plain[r].x[i] << 28;
		ok(good, "points of coordinate %zu", plain[r].coordinate);
	}
}

static void
test_scrambled(void)
{
	for (size_t j = 0; j < COORDINATES; j++)
		ok(sobol_key(7, j) == keys[j], "key of coordinate %zu", j);
	for (size_t r = 0; r < sizeof(scrambled) / sizeof(*scrambled); r++) {
		double u[COORDINATES];

		sobol_point(7, scrambled[r].i, COORDINATES, u);
		for (size_t j = 0; j < COORDINATES; j++)
			ok(u[j] == (scrambled[r].x[j] + 0.5) * 0x1p-32,
			    "point %u, coordinate %zu",
			    (unsigned)scrambled[r].i, j);
		for (size_t j = 0; r == 0 && j < COORDINATES; j++)
			ok(fabs(u[j] - first[j]) < 0x1p-53,
			    "the same as a fraction");
	}
}

/* Whether the first NET points fall one into each of NET boxes, a x NET/a. */
static int
is_net(size_t j, size_t k, unsigned a)
{
	unsigned char hit[NET] = {0};
	int good = 1;

	for (uint32_t i = 0; i < NET; i++) {
		double u[8];
		size_t box;

		sobol_point(2385, i, 8, u);
		box =
		    (size_t)(u[j] * a) * (NET / a) + (size_t)(u[k] * (NET / a));
		good &= !hit[box]++;
	}
	return good;
}

static void
test_nets(void)
{
	for (size_t j = 0; j < 8; j++)
		ok(is_net(j, 0, NET), "coordinate %zu is stratified", j);
	/* Coordinates 1 and 2 of the sequence are a (0, m, 2)-net. */
	for (unsigned a = 1; a <= NET; a *= 2)
		ok(is_net(0, 1, a), "boxes of 1/%u by %u/256", a, a);
}

/* Many at once are what one after the other is. */
static void
test_points(void)
{
	enum { DIM = SOBOL_DIM + 2, N = 5 };
	double all[N * DIM], one[DIM];
	int same = 1;

	sobol_points(7, 3, N, DIM, all);
	for (uint32_t i = 0; i < N; i++) {
		sobol_point(7, 3 + i, DIM, one);
		same &= memcmp(one, all + i * DIM, sizeof(one)) == 0;
	}
	ok(same, "points in a row");
}

static void
test_beyond(void)
{
	double u[SOBOL_DIM + 2], v[SOBOL_DIM + 2];

	sobol_point(7, 0, SOBOL_DIM + 2, u);
	sobol_point(7, 1, SOBOL_DIM + 2, v);
	ok(u[SOBOL_DIM] > 0 && u[SOBOL_DIM] < 1 &&
		u[SOBOL_DIM] != u[SOBOL_DIM + 1] &&
		u[SOBOL_DIM] != v[SOBOL_DIM],
	    "coordinates beyond the table are random");
}

/* Whether p sends 0 .. n - 1 to each number of 0 .. n - 1 once. */
static int
is_permutation(uint64_t n, uint64_t seed)
{
	static unsigned char hit[300000];
	struct permutation p;
	int good = 1;

	memset(hit, 0, sizeof(hit));
	permutation_init(&p, n, seed, "test");
	for (uint64_t i = 0; i < n; i++) {
		const uint64_t to = permutation_at(&p, i);

		good &= to < n && !hit[to]++;
	}
	permutation_release(&p);
	return good;
}

/* How many of the first draws of two seeds agree. */
static int
agreement(uint64_t n)
{
	struct permutation p, q;
	int same = 0;

	permutation_init(&p, n, 1, "test");
	permutation_init(&q, n, 2, "test");
	for (uint64_t i = 0; i < 1000; i++)
		same += permutation_at(&p, i) == permutation_at(&q, i);
	permutation_release(&p);
	permutation_release(&q);
	return same;
}

static void
test_permutations(void)
{
	static const uint64_t sizes[] = {
	    1, 2, 3, 20, 65535, 65536, 65537, 262144, 262145};

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		ok(is_permutation(sizes[i], 7), "a permutation of %u",
		    (unsigned)sizes[i]);
	ok(agreement(65536) < 10 && agreement(UINT64_MAX) < 10,
	    "another seed, another permutation");
}

int
main(void)
{
	test_plain();
	test_scrambled();
	test_nets();
	test_points();
	test_beyond();
	test_permutations();
	return tap_done();
}
