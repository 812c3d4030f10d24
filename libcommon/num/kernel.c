#include "kernel.h"

#include <math.h>
#include <string.h>

#include "elementary.h"

void
kernel_distances(const struct kernel *k, const double *x, size_t ld, size_t n,
    const double *point, double *r2)
{
	memset(r2, 0, n * sizeof(*r2));
	for (size_t c = 0; c < k->columns; c++) {
		const double a = k->weight[k->column[c].weight];
		const double *column = x + c * ld;
		const double at = point[c];

		if (k->column[c].category) {
			for (size_t i = 0; i < n; i++)
				r2[i] += column[i] == at ? 0 : a;
		} else {
			for (size_t i = 0; i < n; i++) {
				const double d = column[i] - at;

				r2[i] += a * (d * d);
			}
		}
	}
}

enum { BLOCK = 256 };

/* How many of n are done at a time. */
static size_t
block_of(size_t n)
{
	return n < BLOCK ? n : BLOCK;
}

void
kernel_values(const struct kernel *k, double *r2, double *slope, size_t n)
{
	double e[BLOCK];

	for (size_t from = 0; from < n; from += BLOCK) {
		const size_t m = block_of(n - from);
		double *t = r2 + from;

		for (size_t i = 0; i < m; i++) {
			t[i] = sqrt(5 * t[i]);
			e[i] = -t[i];
		}
		portable_exp_all(e, m);
		if (slope)
			for (size_t i = 0; i < m; i++)
				slope[from + i] =
				    -5.0 / 6 * k->scale * (1 + t[i]) * e[i];
		for (size_t i = 0; i < m; i++)
			t[i] = k->scale * (1 + t[i] + t[i] * t[i] / 3) * e[i];
	}
}
