/* Dense algebra beside the plain loops that define it. */
#include "linalg.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "elementary.h"
#include "rng.h"
#include "tap.h"

enum { MOST = 140, LD = 147, COLS = 135 };

typedef double matrix[MOST * LD];

static matrix a, l, whole, inverse, b, x;

static const size_t sizes[] = {1, 2, 4, 7, 31, 32, 33, 63, 64, 65, 97, 140};
enum { SIZES = sizeof(sizes) / sizeof(*sizes) };

/* The greater one; INFINITY of a NAN. */
static double
worse_of(double worst, double error)
{
	if (error <= worst)
		return worst;
	return error < INFINITY ? error : INFINITY;
}

static void
fill(double *y, size_t n, double value)
{
	for (size_t i = 0; i < n; i++)
		y[i] = value;
}

/* Points in 3 dimensions, and a kernel of their distances: NAN above. */
static void
make_matrix(double *to, size_t n, double length, double noise)
{
	double point[MOST][3];
	struct rng rng;

	rng_init(&rng, n, 0, "linalg", 0);
	fill(to, MOST * LD, NAN);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < 3; k++)
			point[i][k] = rng_uniform(&rng);
		for (size_t j = 0; j <= i; j++) {
			double square = 0;

			for (size_t k = 0; k < 3; k++)
				square += (point[i][k] - point[j][k]) *
					  (point[i][k] - point[j][k]);
			to[i * LD + j] = portable_exp(-sqrt(square) / length);
		}
		to[i * LD + i] += noise;
	}
}

static void
make_sides(double *to, size_t n, size_t m)
{
	struct rng rng;

	rng_init(&rng, n, 1, "linalg", 0);
	fill(to, MOST * LD, 7);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++)
			to[i * LD + j] = 2 * rng_uniform(&rng) - 1;
}

/* Of a symmetric matrix with nothing above. */
static double
element(const double *of, size_t i, size_t j)
{
	return i > j ? of[i * LD + j] : of[j * LD + i];
}

/* The largest element of L L' - A. */
static double
factor_error(const double *of, const double *factor, size_t n)
{
	double worst = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j <= i; j++) {
			long double sum = -of[i * LD + j];

			for (size_t k = 0; k <= j; k++)
				sum += (long double)factor[i * LD + k] *
				       factor[j * LD + k];
			worst = worse_of(worst, (double)fabsl(sum));
		}
	return worst;
}

/* Whether all but what is in the lower triangle of n rows is NAN. */
static bool
is_left_alone(const double *of, size_t n)
{
	for (size_t i = 0; i < MOST; i++)
		for (size_t j = 0; j < LD; j++)
			if ((i >= n || j > i) && !isnan(of[i * LD + j]))
				return false;
	return true;
}

static void
check_cholesky(void)
{
	double worst = 0;
	bool good = true, alone = true;

	for (size_t s = 0; s < SIZES; s++) {
		make_matrix(a, sizes[s], 1, 1e-6);
		memcpy(l, a, sizeof(l));
		good = good && linalg_cholesky(l, sizes[s], LD) == 0;
		worst = worse_of(worst, factor_error(a, l, sizes[s]));
		alone = alone && is_left_alone(l, sizes[s]);
	}
	ok(good && worst < 3e-15, "L L' = A to %.1g", worst);
	ok(alone, "nothing else is written");
	ok(linalg_cholesky(l, 0, 1) == 0, "no rows");
}

/* Condition 1e12: the product is as good, the factor is what it is. */
static void
check_near_singular(void)
{
	make_matrix(a, MOST, 1e4, 1e-10);
	memcpy(l, a, sizeof(l));
	ok(linalg_cholesky(l, MOST, LD) == 0 &&
		factor_error(a, l, MOST) < 3e-15,
	    "nearly singular");
	for (size_t i = 0; i < MOST; i++)
		for (size_t j = 0; j <= i; j++)
			l[i * LD + j] = 1;
	ok(linalg_cholesky(l, MOST, LD) == -1, "singular");
}

static void
check_refusals(void)
{
	const double wrong[] = {-1, 0, NAN, -INFINITY, INFINITY};
	int taken = 0;

	for (size_t w = 0; w < sizeof(wrong) / sizeof(*wrong); w++)
		for (size_t i = 0; i < MOST; i += 23) {
			make_matrix(l, MOST, 1, 1e-6);
			l[i * LD + i] = wrong[w];
			taken += linalg_cholesky(l, MOST, LD) != -1;
		}
	make_matrix(l, MOST, 1, 1e-6);
	l[100 * LD + 3] = NAN;
	taken += linalg_cholesky(l, MOST, LD) != -1;
	ok(taken == 0, "pivots that are none: %d taken", taken);
}

static void
check_extend(void)
{
	int different = 0, failed = 0;

	for (size_t s = 0; s < SIZES; s++) {
		const size_t n = sizes[s];

		make_matrix(a, n, 1, 1e-6);
		memcpy(whole, a, sizeof(whole));
		failed += linalg_cholesky(whole, n, LD) != 0;
		for (size_t n0 = 0; n0 <= n; n0 += n / 9 + 1) {
			memcpy(l, a, sizeof(l));
			memcpy(l, whole, n0 * LD * sizeof(*l));
			failed += linalg_cholesky_extend(l, n0, n, LD) != 0;
			different += memcmp(l, whole, sizeof(l)) != 0;
		}
	}
	ok(failed == 0 && different == 0, "extended as at once: %d differ",
	    different);
	l[(MOST - 1) * LD + MOST - 1] = -1;
	ok(linalg_cholesky_extend(l, MOST - 1, MOST, LD) == -1,
	    "not if that has no factor");
}

/* The largest element of L X - B, or of L' X - B. */
static double
solve_error(bool upper, size_t n, size_t m)
{
	double worst = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++) {
			long double sum = -b[i * LD + j];

			for (size_t k = upper ? i : 0; k < (upper ? n : i + 1);
			     k++)
				sum += (long double)(upper ? l[k * LD + i]
							   : l[i * LD + k]) *
				       x[k * LD + j];
			worst = worse_of(worst, (double)fabsl(sum));
		}
	return worst;
}

static void
solve(bool upper, size_t n, double *of, size_t m, size_t ldb)
{
	if (upper)
		linalg_solve_upper(l, n, LD, of, m, ldb);
	else
		linalg_solve_lower(l, n, LD, of, m, ldb);
}

/* Whether column j comes out the same alone. */
static bool
is_same_alone(bool upper, size_t n, size_t j)
{
	double column[MOST];

	for (size_t i = 0; i < n; i++)
		column[i] = b[i * LD + j];
	solve(upper, n, column, 1, 1);
	for (size_t i = 0; i < n; i++)
		if (column[i] != x[i * LD + j])
			return false;
	return true;
}

static void
check_solve(bool upper)
{
	static const size_t widths[] = {1, 3, 8, 64, 65, COLS};
	double worst = 0;
	bool alone = true, outside = false;

	for (size_t s = 0; s < SIZES; s++) {
		make_matrix(l, sizes[s], 1, 1e-3);
		outside = outside || linalg_cholesky(l, sizes[s], LD) != 0;
		for (size_t w = 0; w < sizeof(widths) / sizeof(*widths); w++) {
			const size_t n = sizes[s], m = widths[w];

			make_sides(b, n, m);
			memcpy(x, b, sizeof(x));
			solve(upper, n, x, m, LD);
			worst = worse_of(worst, solve_error(upper, n, m));
			alone = alone && is_same_alone(upper, n, 0) &&
				is_same_alone(upper, n, m - 1);
			for (size_t i = 0; i < MOST; i++)
				for (size_t j = i < n ? m : 0; j < LD; j++)
					outside |= x[i * LD + j] != 7;
		}
	}
	ok(worst < 1e-13, "%s X = B to %.1g", upper ? "L'" : "L", worst);
	ok(alone, "a column does not depend on others");
	ok(!outside, "nothing else is written");
}

/* The largest element of A A^-1 - I. */
static double
inverse_error(size_t n)
{
	double worst = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++) {
			long double sum = i == j ? -1 : 0;

			for (size_t k = 0; k < n; k++)
				sum += (long double)element(a, i, k) *
				       inverse[k * LD + j];
			worst = worse_of(worst, (double)fabsl(sum));
		}
	return worst;
}

static void
check_inverse(void)
{
	double worst = 0;
	bool symmetric = true, outside = false;

	for (size_t s = 0; s < SIZES; s++) {
		const size_t n = sizes[s];

		make_matrix(a, n, 1, 1e-3);
		memcpy(l, a, sizeof(l));
		fill(inverse, MOST * LD, 7);
		outside = outside || linalg_cholesky(l, n, LD) != 0;
		linalg_inverse(l, n, LD, inverse, LD);
		worst = worse_of(worst, inverse_error(n));
		for (size_t i = 0; i < MOST; i++)
			for (size_t j = 0; j < LD; j++)
				if (i >= n || j >= n)
					outside |= inverse[i * LD + j] != 7;
				else
					symmetric &= inverse[i * LD + j] ==
						     inverse[j * LD + i];
	}
	ok(worst < 1e-12, "A A^-1 = I to %.1g", worst);
	ok(symmetric, "symmetric to the bit");
	ok(!outside, "nothing else is written");
}

static void
check_products(void)
{
	double y[MOST + 1], worst = 0;

	make_sides(a, MOST, LD);
	make_sides(b, 1, LD);
	for (size_t n = 0; n <= LD; n++) {
		y[MOST] = 7;
		linalg_product(a, MOST, n, LD, b, y);
		for (size_t i = 0; i < MOST; i++) {
			long double sum = 0;

			for (size_t k = 0; k < n; k++)
				sum += (long double)a[i * LD + k] * b[k];
			worst = worse_of(worst, (double)fabsl(y[i] - sum));
			worst = worse_of(worst,
			    fabs(y[i] - linalg_dot(a + i * LD, b, n)) * 1e9);
		}
	}
	ok(worst < 1e-14 && y[MOST] == 7, "products to %.1g", worst);
}

static uint64_t
hash_of(const double *of, size_t n)
{
	uint64_t hash = 1, bits;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j <= i; j++) {
			memcpy(&bits, &of[i * LD + j], sizeof(bits));
			hash = (hash ^ bits) * 0x100000001b3 + (hash >> 29);
		}
	return hash;
}

/*
 * The same bits as when this was written: of other compilers, of no
 * optimisation, and of other processors, as which valgrind's counts.
 */
static void
check_bits(void)
{
	uint64_t hash;

	make_matrix(l, MOST, 1, 1e-6);
	hash = linalg_cholesky(l, MOST, LD) == 0 ? hash_of(l, MOST) : 0;
	ok(hash == 0x69b2c266a101858a, "bits of L: %016llx",
	    (unsigned long long)hash);
	linalg_inverse(l, MOST, LD, inverse, LD);
	hash = hash_of(inverse, MOST);
	ok(hash == 0x89831321cef5c621, "of A^-1: %016llx",
	    (unsigned long long)hash);
	make_sides(x, MOST, MOST);
	linalg_solve_lower(l, MOST, LD, x, MOST, LD);
	linalg_solve_upper(l, MOST, LD, x, MOST, LD);
	hash = hash_of(x, MOST);
	ok(hash == 0xf4c75b66f3b57694, "of A^-1 B: %016llx",
	    (unsigned long long)hash);
	linalg_product(x, MOST, MOST, LD, b, a);
	for (size_t i = 0; i < MOST; i++)
		l[i * LD] = a[i];
	hash = hash_of(l, MOST);
	ok(hash == 0x322234a02278d440, "of a product: %016llx",
	    (unsigned long long)hash);
}

int
main(void)
{
	check_cholesky();
	check_near_singular();
	check_refusals();
	check_extend();
	check_solve(false);
	check_solve(true);
	check_inverse();
	check_products();
	check_bits();
	return tap_done();
}
