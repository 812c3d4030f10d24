/*
 * Random permutations of 0 .. n - 1 that are a function of a seed and a
 * purpose alone, and answer for one place at a time.
 *
 * Up to PERMUTE_TABLE numbers: the shuffle of Fisher and Yates, kept as a
 * table.  Above: a Feistel network of four rounds (M. Luby, C. Rackoff, "How
 * to construct pseudorandom permutations from pseudorandom functions", SIAM J.
 * Comput. 17, 1988) on the least 4^h >= n, Philox being the round function,
 * applied again until the result is below n (J. Black, P. Rogaway, "Ciphers
 * with arbitrary finite domains", CT-RSA 2002): less than four times on the
 * average.
 */
#ifndef HPO_PERMUTE_H
#define HPO_PERMUTE_H
#include <stdint.h>

enum { PERMUTE_TABLE = 65536 };

struct permutation {
	uint64_t n;
	uint64_t seed;
	const char *purpose; /* the caller's */
	uint16_t *table;     /* NULL above PERMUTE_TABLE */
	unsigned half;       /* bits of half a number of the network */
};

/* n is at least 1.  O(n) up to PERMUTE_TABLE, else O(1). */
void permutation_init(
    struct permutation *p, uint64_t n, uint64_t seed, const char *purpose);
void permutation_release(struct permutation *p);

/* Where i, below n, is sent. */
uint64_t permutation_at(const struct permutation *p, uint64_t i);

#endif
