/*
 * Dense matrices: Cholesky's factor, what is solved with it, and products, with
 * the same bits on every machine.
 *
 * A matrix is row-major; ld is the distance of its rows, at least its columns.
 * Of a factor L only the lower triangle, with the diagonal, is read.  Elements
 * are sums of products in an order that depends on n alone, blocks of 32 at a
 * time; vector instructions work on neighbouring columns and never reorder a
 * sum.  So a column of a solution does not depend on its neighbours, nor the
 * first rows of a factor on those that follow.
 *
 * Nothing is allocated.  A NAN makes NANs, or a factorisation fail.
 */
#ifndef HPO_LINALG_H
#define HPO_LINALG_H
#include <stddef.h>

/*
 * A = L L' of a symmetric n x n matrix, in place: what is above the diagonal is
 * neither read nor written.  0; or -1 if a pivot is not above 0, and then the
 * lower triangle is spoilt.  n^3 / 3 operations.
 */
int linalg_cholesky(double *a, size_t n, size_t ld);

/*
 * The same where the first n0 rows are a factor already and rows n0 ... n - 1
 * those of the matrix: all comes out as if the whole had been factored at once.
 * The first n0 rows are left alone.  n0^2 (n - n0) operations, and a bit.
 */
int linalg_cholesky_extend(double *a, size_t n0, size_t n, size_t ld);

/* L X = B and L' X = B, in place of the n x m matrix B.  n^2 m operations. */
void linalg_solve_lower(
    const double *l, size_t n, size_t ld, double *b, size_t m, size_t ldb);
void linalg_solve_upper(
    const double *l, size_t n, size_t ld, double *b, size_t m, size_t ldb);

/*
 * (L L')^-1, both triangles, which are equal to the bit, into another matrix.
 * 2 n^3 / 3 operations.
 */
void linalg_inverse(
    const double *l, size_t n, size_t ld, double *inverse, size_t ldi);

/* a'b of n numbers, and y = A x. */
double linalg_dot(const double *a, const double *b, size_t n);
void linalg_product(const double *a, size_t rows, size_t cols, size_t ld,
    const double *x, double *y);

#endif
