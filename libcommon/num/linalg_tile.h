/*
 * What linalg.c is made of: a tile of up to 32 x 64 numbers, which the nearest
 * cache holds, and what is done with it.  For linalg.c alone.
 */
#ifndef HPO_LINALG_TILE_H
#define HPO_LINALG_TILE_H
#include <stdalign.h>
#include <stddef.h>

enum { LANES = 8, TILE_ROWS = 32, TILE_COLS = 64 };

struct tile {
	size_t rows, cols;
	alignas(64) double x[TILE_ROWS][TILE_COLS]; /* zeros up to LANES */
};

/* A matrix of any layout: element (i, k) is a[i * row + k * col]. */
struct strided {
	const double *a;
	ptrdiff_t row, col;
};

/* T = the first rows x cols numbers of A. */
void tile_load(struct tile *t, struct strided a, size_t rows, size_t cols);

/* T = -T. */
void tile_negate(struct tile *t);

/*
 * C -= A T for m rows of A, each of t->rows numbers.  Of row i of C, the first
 * whole + i columns are written, as far as the tile goes.
 */
void tile_subtract(const struct tile *t, struct strided a, size_t m, double *c,
    size_t ldc, size_t whole);

/* T = X with L X = T, L lower triangular, inverse[i] = 1 / L_ii. */
void tile_solve(struct tile *t, struct strided l, const double *inverse);

#endif
