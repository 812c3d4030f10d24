#include "linalg_tile.h"

#include <string.h>

#include "clones.h"

/*
 * Neighbouring columns.  This extension of gcc and clang makes vector
 * instructions of it at any level of optimisation.
 */
typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));

/* Within a clone, so as to be for the same processor. */
#define INLINE static inline __attribute__((always_inline))

enum { STEP = 4 }; /* rows at a time, each with a sum of its own */

void
tile_load(struct tile *t, struct strided a, size_t rows, size_t cols)
{
	t->rows = rows;
	t->cols = cols;
	for (size_t k = 0; k < rows; k++, a.a += a.row) {
		if (a.col == 1)
			memcpy(t->x[k], a.a, cols * sizeof(*a.a));
		for (size_t j = 0; a.col != 1 && j < cols; j++)
			t->x[k][j] = a.a[(ptrdiff_t)j * a.col];
		for (size_t j = cols; j % LANES != 0; j++)
			t->x[k][j] = 0;
	}
}

void
tile_negate(struct tile *t)
{
	for (size_t k = 0; k < t->rows; k++)
		for (size_t j = 0; j < t->cols; j++)
			t->x[k][j] = -t->x[k][j];
}

/*
 * sum[r] = the products of row r of A, and the first n rows of T from a column
 * on, for up to STEP rows; with fewer, the last is taken again.
 */
INLINE void
multiply(
    lanes sum[STEP], struct strided a, size_t rows, size_t n, const double *t)
{
	const double *a0 = a.a;
	const double *a1 = a0 + (rows > 1 ? a.row : 0);
	const double *a2 = a1 + (rows > 2 ? a.row : 0);
	const double *a3 = a2 + (rows > 3 ? a.row : 0);
	lanes s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};

	for (size_t k = 0; k < n; k++) {
		const ptrdiff_t at = (ptrdiff_t)k * a.col;
		lanes b;

		memcpy(&b, t + k * TILE_COLS, sizeof(b));
		s0 += a0[at] * b;
		s1 += a1[at] * b;
		s2 += a2[at] * b;
		s3 += a3[at] * b;
	}
	sum[0] = s0;
	sum[1] = s1;
	sum[2] = s2;
	sum[3] = s3;
}

/* c -= sum in the first n of LANES columns. */
INLINE void
subtract(double *c, const lanes *sum, size_t n)
{
	lanes all;

	if (n >= LANES) {
		memcpy(&all, c, sizeof(all));
		all -= *sum;
		memcpy(c, &all, sizeof(all));
		return;
	}
	for (size_t j = 0; j < n; j++)
		c[j] -= (*sum)[j];
}

/* How many rows are next, of those that are left. */
INLINE size_t
step_of(size_t left)
{
	return left < STEP ? left : STEP;
}

/* Of a row of which `limit` columns are written, those from `from` on. */
INLINE size_t
columns_left(size_t limit, size_t cols, size_t from)
{
	const size_t end = limit < cols ? limit : cols;

	return end > from ? end - from : 0;
}

CLONES void
tile_subtract(const struct tile *t, struct strided a, size_t m, double *c,
    size_t ldc, size_t whole)
{
	for (size_t i = 0; i < m; i += STEP) {
		const size_t rows = step_of(m - i);
		const size_t most = whole + i + rows - 1;

		for (size_t j = 0; columns_left(most, t->cols, j) > 0;
		     j += LANES) {
			lanes sum[STEP];

			multiply(sum, a, rows, t->rows, &t->x[0][j]);
			for (size_t r = 0; r < rows; r++)
				subtract(c + (i + r) * ldc + j, &sum[r],
				    columns_left(whole + i + r, t->cols, j));
		}
		a.a += STEP * a.row;
	}
}

/* Rows i ... of T, from a column on, given those before. */
INLINE void
solve_step(
    double *t, struct strided l, const double *inverse, size_t i, size_t rows)
{
	struct strided a = l;
	lanes sum[STEP], x[STEP];

	a.a += (ptrdiff_t)i * l.row;
	multiply(sum, a, rows, i, t);
	a.a += (ptrdiff_t)i * l.col;
	t += i * TILE_COLS;
	for (size_t r = 0; r < rows; r++) {
		memcpy(&x[r], t + r * TILE_COLS, sizeof(x[r]));
		x[r] -= sum[r];
		for (size_t s = 0; s < r; s++)
			x[r] -=
			    a.a[(ptrdiff_t)r * a.row + (ptrdiff_t)s * a.col] *
			    x[s];
		x[r] *= inverse[i + r];
		memcpy(t + r * TILE_COLS, &x[r], sizeof(x[r]));
	}
}

CLONES void
tile_solve(struct tile *t, struct strided l, const double *inverse)
{
	for (size_t j = 0; j < t->cols; j += LANES)
		for (size_t i = 0; i < t->rows; i += STEP)
			solve_step(
			    &t->x[0][j], l, inverse, i, step_of(t->rows - i));
}
