/*
 * The Sobol sequence with Owen's scrambling: points that fill the unit cube
 * more evenly than random ones, best in numbers that are powers of two.
 *
 * S. Joe, F. Y. Kuo, "Constructing Sobol sequences with better two-dimensional
 * projections", SIAM J. Sci. Comput. 30 (2008): direction numbers.  A. B.
 * Owen, "Randomly permuted (t,m,s)-nets and (t,s)-sequences" (1995): the
 * scrambling, here by a hash of the reversed bits (S. Laine, T. Karras,
 * "Stratified sampling for stochastic transparency", 2011) with N. Vegdahl's
 * constants (2021), whose spread is that of true nested scrambling.
 *
 * Coordinates count from 0, points from 0; skipping the first point would ruin
 * the balance of the rest.
 */
#ifndef HPO_SOBOL_H
#define HPO_SOBOL_H
#include <stddef.h>
#include <stdint.h>

enum { SOBOL_DIM = 1024 }; /* coordinates; those beyond are random */

/*
 * Coordinate j of the unscrambled points, in units of 2^-32: v[k] is the
 * direction integer of bit k.  j is below SOBOL_DIM.
 */
void sobol_directions(size_t j, uint32_t v[32]);

/* Coordinate j of point i without scrambling, in units of 2^-32. */
uint32_t sobol_plain(size_t j, uint32_t i);

/* The key of coordinate j's scrambling. */
uint32_t sobol_key(uint64_t seed, size_t j);

/* Nested uniform scrambling of the bits of x, the highest first. */
uint32_t sobol_scramble(uint32_t x, uint32_t key);

/*
 * All dim coordinates of point i, scrambled by seed, into u: odd multiples of
 * 2^-33 in (0, 1).
 */
void sobol_point(uint64_t seed, uint32_t i, size_t dim, double *u);

/* The same of n points from number `from` on, n x dim, much faster. */
void sobol_points(
    uint64_t seed, uint32_t from, size_t n, size_t dim, double *u);

#endif
