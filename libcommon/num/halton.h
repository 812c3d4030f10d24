/*
 * The Halton sequence with scrambled digits: points that fill the unit cube
 * more evenly than random ones, whatever their number.  Above some 20
 * coordinates Sobol's (sobol.h) are better.
 *
 * J. H. Halton, "On the efficiency of certain quasi-random sequences of points
 * in evaluating multi-dimensional integrals", Numer. Math. 2 (1960): coordinate
 * j of point i mirrors the digits of i in base b, the j-th prime, at the point.
 * J. Matousek, "On the L2-discrepancy for anchored boxes", J. Complexity 14
 * (1998): digit d at each place of each coordinate becomes a d + c modulo b, a
 * and c drawn at random, a not 0.  Any two digits go to any two others with
 * equal probability, as by a random permutation, and it takes no table.
 */
#ifndef HPO_HALTON_H
#define HPO_HALTON_H
#include <stddef.h>
#include <stdint.h>

enum {
	HALTON_DIM = 1024,  /* coordinates; those beyond are random */
	HALTON_PLACES = 52, /* digits of a number, in base 2 */
};

struct halton_digit {
	uint32_t a, c;
};

/* The first n primes, n at most HALTON_DIM. */
void halton_primes(uint16_t *primes, size_t n);

/* How many digits in base b, at least 2, are told apart: b^K <= 2^52. */
unsigned halton_places(uint32_t b);

/*
 * i in base b mirrored at the point, its digits, those that are 0 too, changed
 * by the map of their place (NULL: as they are): the middle of an interval of
 * length b^-halton_places(b), in (0, 1).
 */
double halton_inverse(uint32_t b, uint32_t i, const struct halton_digit *map);

/* All dim coordinates of point i, scrambled by seed, into u, in (0, 1). */
void halton_point(uint64_t seed, uint32_t i, size_t dim, double *u);

#endif
