/*
 * G. H. Golub, C. F. Van Loan, "Matrix computations", 4th ed. (2013): 4.2.5,
 * blocked Cholesky, and 3.1.4, triangular systems with several right-hand
 * sides.  Diagonals are applied as their inverses.
 */
#include "linalg.h"

#include <math.h>
#include <string.h>

#include "clones.h"
#include "linalg_tile.h"

enum { BLOCK = TILE_ROWS };

static size_t
least_of(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The matrix from an element on, and its transpose. */
static struct strided
rows_of(const double *a, size_t ld)
{
	return (struct strided){a, (ptrdiff_t)ld, 1};
}

static struct strided
columns_of(const double *a, size_t ld)
{
	return (struct strided){a, 1, (ptrdiff_t)ld};
}

/* The transpose from an element on, rows and columns falling. */
static struct strided
reversed(const double *a, size_t ld)
{
	return (struct strided){a, -1, -(ptrdiff_t)ld};
}

static void
copy_out(const struct tile *t, double *b, size_t ldb)
{
	for (size_t k = 0; k < t->rows; k++)
		memcpy(b + k * ldb, t->x[k], t->cols * sizeof(*b));
}

static void
invert_diagonal(const double *l, size_t n, size_t ld, double *inverse)
{
	for (size_t i = 0; i < n; i++)
		inverse[i] = 1 / l[i * ld + i];
}

/* Rows n0 ... n - 1 of a block, the first n0 being a factor already. */
static int
factor_block(double *a, size_t n0, size_t n, size_t ld)
{
	for (size_t k = 0; k < n; k++) {
		double *pivot = &a[k * ld + k], inverse;

		if (k >= n0 && !(*pivot > 0 && *pivot < INFINITY))
			return -1;
		if (k >= n0)
			*pivot = sqrt(*pivot);
		inverse = 1 / *pivot;
		for (size_t i = k + 1 > n0 ? k + 1 : n0; i < n; i++) {
			double *row = a + i * ld;

			row[k] *= inverse;
			for (size_t j = k + 1; j <= i; j++)
				row[j] -= row[k] * a[j * ld + k];
		}
	}
	return 0;
}

/* X L' = X of the m rows x below a block of n, in place. */
static void
solve_rows(const double *l, size_t n, const double *inverse, double *x,
    size_t m, size_t ld)
{
	struct tile t;

	for (size_t i = 0; i < m; i += TILE_COLS) {
		double *first = x + i * ld;

		tile_load(
		    &t, columns_of(first, ld), n, least_of(TILE_COLS, m - i));
		tile_solve(&t, rows_of(l, ld), inverse);
		for (size_t j = 0; j < t.cols; j++)
			for (size_t k = 0; k < n; k++)
				first[j * ld + k] = t.x[k][j];
	}
}

/*
 * A -= X X' in the lower triangle of n x n, from row n0 on; X is n x k, and in
 * the same rows.
 */
static void
update_rows(
    const double *x, size_t k, size_t n0, size_t n, double *a, size_t ld)
{
	struct tile t;

	for (size_t j = 0; j < n; j += TILE_COLS) {
		const size_t from = j > n0 ? j : n0;

		tile_load(&t, columns_of(x + j * ld, ld), k,
		    least_of(TILE_COLS, n - j));
		tile_subtract(&t, rows_of(x + from * ld, ld), n - from,
		    a + from * ld + j, ld, from - j + 1);
	}
}

int
linalg_cholesky_extend(double *a, size_t n0, size_t n, size_t ld)
{
	double inverse[BLOCK];

	for (size_t k = 0; k < n; k += BLOCK) {
		const size_t end = least_of(k + BLOCK, n);
		const size_t rest =
		    n0 > end ? n0 : end; /* what is to be done */
		double *block = a + k * ld + k, *below = a + end * ld + k;

		if (n0 < end &&
		    factor_block(block, n0 > k ? n0 - k : 0, end - k, ld) != 0)
			return -1;
		invert_diagonal(block, end - k, ld, inverse);
		solve_rows(
		    block, end - k, inverse, a + rest * ld + k, n - rest, ld);
		update_rows(below, end - k, rest - end, n - end,
		    a + end * ld + end, ld);
	}
	return 0;
}

int
linalg_cholesky(double *a, size_t n, size_t ld)
{
	return linalg_cholesky_extend(a, 0, n, ld);
}

void
linalg_solve_lower(
    const double *l, size_t n, size_t ld, double *b, size_t m, size_t ldb)
{
	double inverse[BLOCK];
	struct tile t;

	for (size_t k = 0; k < n; k += BLOCK) {
		const size_t end = least_of(k + BLOCK, n);

		invert_diagonal(l + k * ld + k, end - k, ld, inverse);
		for (size_t j = 0; j < m; j += TILE_COLS) {
			tile_load(&t, rows_of(b + k * ldb + j, ldb), end - k,
			    least_of(TILE_COLS, m - j));
			tile_solve(&t, rows_of(l + k * ld + k, ld), inverse);
			copy_out(&t, b + k * ldb + j, ldb);
			tile_subtract(&t, rows_of(l + end * ld + k, ld),
			    n - end, b + end * ldb + j, ldb, TILE_COLS);
		}
	}
}

/* Rows k ... end - 1 of B, columns j on, and what they take from those above.
 */
static void
solve_up(const double *l, size_t ld, size_t k, size_t end, struct tile *t)
{
	double inverse[BLOCK], upwards[BLOCK];

	invert_diagonal(l + k * ld + k, end - k, ld, inverse);
	for (size_t i = 0; i < end - k; i++)
		upwards[i] = inverse[end - k - 1 - i];
	tile_solve(t, reversed(l + (end - 1) * ld + end - 1, ld), upwards);
}

void
linalg_solve_upper(
    const double *l, size_t n, size_t ld, double *b, size_t m, size_t ldb)
{
	struct tile t;

	for (size_t end = n, k; end > 0; end = k) {
		const double *last = l + (end - 1) * ld;

		k = (end - 1) / BLOCK * BLOCK;
		for (size_t j = 0; j < m; j += TILE_COLS) {
			double *of = b + (end - 1) * ldb + j;

			tile_load(&t, (struct strided){of, -(ptrdiff_t)ldb, 1},
			    end - k, least_of(TILE_COLS, m - j));
			solve_up(l, ld, k, end, &t);
			for (size_t i = 0; i < t.rows; i++)
				memcpy(
				    of - i * ldb, t.x[i], t.cols * sizeof(*b));
			tile_subtract(&t,
			    (struct strided){last, 1, -(ptrdiff_t)ld}, k, b + j,
			    ldb, TILE_COLS);
		}
	}
}

/* Rows k ... end - 1 of W = L^-1, given those above: L W = I. */
static void
invert_rows(
    const double *l, size_t ld, size_t k, size_t end, double *w, size_t ldw)
{
	double inverse[BLOCK];
	struct tile t;

	for (size_t i = k; i < end; i++) {
		memset(w + i * ldw, 0, end * sizeof(*w));
		w[i * ldw + i] = 1;
	}
	for (size_t b = 0; b < k; b += BLOCK)
		for (size_t j = 0; j < b + BLOCK; j += TILE_COLS) {
			tile_load(&t, rows_of(w + b * ldw + j, ldw), BLOCK,
			    least_of(TILE_COLS, b + BLOCK - j));
			tile_subtract(&t, rows_of(l + k * ld + b, ld), end - k,
			    w + k * ldw + j, ldw, TILE_COLS);
		}
	invert_diagonal(l + k * ld + k, end - k, ld, inverse);
	for (size_t j = 0; j < end; j += TILE_COLS) {
		tile_load(&t, rows_of(w + k * ldw + j, ldw), end - k,
		    least_of(TILE_COLS, end - j));
		tile_solve(&t, rows_of(l + k * ld + k, ld), inverse);
		copy_out(&t, w + k * ldw + j, ldw);
	}
}

/*
 * Rows k ... end - 1 of W' W, to the diagonal, in place of those of W, which no
 * later row needs.
 */
static void
square_rows(double *w, size_t n, size_t ld, size_t k, size_t end)
{
	double diagonal[BLOCK][BLOCK];
	struct tile t;

	for (size_t i = k; i < end; i++)
		memcpy(diagonal[i - k], w + i * ld + k, (end - k) * sizeof(*w));
	for (size_t j = 0; j < end; j += TILE_COLS) {
		const size_t cols = least_of(TILE_COLS, end - j);

		for (size_t b = k; b < n; b += BLOCK) {
			const size_t rows = least_of(BLOCK, n - b);

			tile_load(&t, rows_of(w + b * ld + j, ld), rows, cols);
			tile_negate(&t);
			for (size_t i = k; b == k && i < end; i++)
				memset(w + i * ld + j, 0, cols * sizeof(*w));
			tile_subtract(&t,
			    b == k ? columns_of(diagonal[0], BLOCK)
				   : columns_of(w + b * ld + k, ld),
			    end - k, w + k * ld + j, ld, TILE_COLS);
		}
	}
}

void
linalg_inverse(
    const double *l, size_t n, size_t ld, double *inverse, size_t ldi)
{
	for (size_t k = 0; k < n; k += BLOCK)
		invert_rows(l, ld, k, least_of(k + BLOCK, n), inverse, ldi);
	for (size_t k = 0; k < n; k += BLOCK)
		square_rows(inverse, n, ldi, k, least_of(k + BLOCK, n));
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			inverse[j * ldi + i] = inverse[i * ldi + j];
}

/* Sums of every 8th product, and then of these. */
static inline double
dot(const double *a, const double *b, size_t n)
{
	double sum[LANES] = {0};
	size_t i = 0;

	for (; i + LANES <= n; i += LANES)
		for (size_t j = 0; j < LANES; j++)
			sum[j] += a[i + j] * b[i + j];
	for (size_t j = 0; i + j < n; j++)
		sum[j] += a[i + j] * b[i + j];
	return ((sum[0] + sum[4]) + (sum[2] + sum[6])) +
	       ((sum[1] + sum[5]) + (sum[3] + sum[7]));
}

double
linalg_dot(const double *a, const double *b, size_t n)
{
	return dot(a, b, n);
}

void
linalg_product(const double *a, size_t rows, size_t cols, size_t ld,
    const double *x, double *y)
{
	for (size_t i = 0; i < rows; i++)
		y[i] = dot(a + i * ld, x, cols);
}
