#include "kde.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "dist.h"
#include "xalloc.h"

static const double log_sqrt_2pi = 0.91893853320467274178;
static const double middle = 0.5;
static const double least_weight = 1e-12; /* Watanabe 2023, of the best */

enum { LEVELS_MAX = 4096 }; /* of which masses are kept */

/* A centre, and whose it is. */
struct centre {
	double mu;
	uint32_t i;
};

/* Merge a's runs of `run` elements by pairs into b. */
static void
merge_runs(const struct centre *a, struct centre *b, size_t n, size_t run)
{
	for (size_t start = 0; start < n; start += 2 * run) {
		const size_t half = start + run < n ? start + run : n;
		const size_t end = start + 2 * run < n ? start + 2 * run : n;
		size_t i = start, j = half;

		for (size_t k = start; k < end; k++)
			b[k] = i < half && (j == end || a[i].mu <= a[j].mu)
				   ? a[i++]
				   : a[j++];
	}
}

/* Sort by mu, equal ones as they come: a merge sort, whose half is spare. */
static struct centre *
sort_centres(struct centre *a, struct centre *spare, size_t n)
{
	for (size_t run = 1; run < n; run *= 2) {
		struct centre *other = spare;

		merge_runs(a, other, n, run);
		spare = a;
		a = other;
	}
	return a;
}

static void
allocate(struct kde *k, size_t n, size_t choices)
{
	*k = (struct kde){.n = n, .choices = choices};
	k->mu = xcalloc(n + 1, sizeof(*k->mu));
	if (choices > 0)
		return;
	k->inverse = xcalloc(n + 1, sizeof(*k->inverse));
	k->log_z = xcalloc(n + 1, sizeof(*k->log_z));
	k->peak = xcalloc(n + 1, sizeof(*k->peak));
	k->same = xcalloc(n + 1, sizeof(*k->same));
	k->mass = xcalloc(n + 1, sizeof(*k->mass));
}

static void
set_number(struct kde *k, uint32_t i, double mu, double sigma)
{
	const struct truncated t = {mu, sigma, 0, 1};

	k->mu[i] = mu;
	k->inverse[i] = 1 / sigma;
	k->log_z[i] = dist_log_normaliser(&t);
	k->peak[i] = -log_sqrt_2pi - log(sigma) - k->log_z[i];
	k->same[i] = i;
}

/*
 * The least deviation of n kernels.  Watanabe 2023 has max(0.03, (n + 2)^-2);
 * of few observations that believes too much.  Over 29 public tasks, 20 paired
 * seeds each, this leaves 5 % less regret after 50 trials and 10 % less after
 * 100; a constant 0.05 or 0.08 is no better at both, and stays as wide for
 * ever.
 */
static double
least_sigma(size_t n)
{
	return fmax(0.03, 0.25 / sqrt((double)n + 2));
}

/* Kernels from the n + 1 sorted centres, kernel n's being the middle. */
static void
set_numbers(struct kde *k, const struct centre *sorted)
{
	const double least = least_sigma(k->n);
	uint32_t last = (uint32_t)k->n; /* the kernel before, not the prior's */

	for (size_t j = 0; j <= k->n; j++) {
		const uint32_t i = sorted[j].i;
		const double mu = sorted[j].mu;
		const double left = mu - (j > 0 ? sorted[j - 1].mu : 0);
		const double right = (j < k->n ? sorted[j + 1].mu : 1) - mu;
		const double sigma = fmin(fmax(fmax(left, right), least), 1);

		if (i == k->n)
			continue;
		if (last != k->n && k->mu[last] == mu &&
		    k->inverse[last] == 1 / sigma) {
			k->mu[i] = mu;
			k->inverse[i] = k->inverse[last];
			k->log_z[i] = k->log_z[last];
			k->peak[i] = k->peak[last];
			k->same[i] = k->same[last];
		} else {
			set_number(k, i, mu, sigma);
		}
		last = i;
	}
	set_number(k, (uint32_t)k->n, middle, 1);
}

void
kde_numbers(struct kde *k, const double *u, size_t n)
{
	struct centre *centres = xcalloc(2 * (n + 1), sizeof(*centres));

	allocate(k, n, 0);
	for (size_t i = 0; i < n; i++)
		centres[i] = (struct centre){u[i], (uint32_t)i};
	centres[n] = (struct centre){middle, (uint32_t)n};
	set_numbers(k, sort_centres(centres, centres + n + 1, n + 1));
	free(centres);
}

void
kde_levels(struct kde *k, const uint64_t *observed, size_t n, size_t levels)
{
	const double width = 1 / (double)levels;
	const double inverse = 1 / least_sigma(n);
	double *u = xcalloc(n + 1, sizeof(*u));

	for (size_t i = 0; i < n; i++)
		u[i] = ((double)observed[i] + 0.5) * width;
	kde_numbers(k, u, n);
	free(u);
	k->levels = levels;
	if (levels > LEVELS_MAX)
		return;
	k->near = xcalloc(levels, sizeof(*k->near));
	for (size_t d = 0; d < levels; d++)
		k->near[d] = dist_log_mass(((double)d - 0.5) * width * inverse,
		    ((double)d + 0.5) * width * inverse);
}

void
kde_choices(struct kde *k, const uint64_t *observed, size_t n, size_t choices)
{
	allocate(k, n, choices);
	for (size_t i = 0; i < n; i++)
		k->mu[i] = (double)observed[i];
	k->mu[n] = -1; /* none of them */
}

void
kde_release(struct kde *k)
{
	free(k->mu);
	free(k->inverse);
	free(k->log_z);
	free(k->peak);
	free(k->same);
	free(k->mass);
	free(k->near);
	*k = (struct kde){0};
}

void
kde_add_density(const struct kde *k, double x, double *sum)
{
	for (size_t i = 0; i <= k->n; i++) {
		const double z = (x - k->mu[i]) * k->inverse[i];

		sum[i] += k->peak[i] - z * z / 2;
	}
}

void
kde_add_mass(struct kde *k, double low, double high, double *sum)
{
	for (size_t i = 0; i <= k->n; i++) {
		const double mu = k->mu[i], inverse = k->inverse[i];

		k->mass[i] = k->same[i] < i
				 ? k->mass[k->same[i]]
				 : dist_log_mass((low - mu) * inverse,
				       (high - mu) * inverse) -
				       k->log_z[i];
		sum[i] += k->mass[i];
	}
}

void
kde_add_level(struct kde *k, uint64_t level, double *sum)
{
	const double width = 1 / (double)k->levels;
	const double inverse = 1 / least_sigma(k->n);
	const double low = (double)level * width;
	const double high = (double)(level + 1) * width;

	for (size_t i = 0; i <= k->n; i++) {
		const double mu = k->mu[i];

		if (k->near && k->inverse[i] == inverse && i < k->n) {
			const double away =
			    fabs((mu - low) * (double)k->levels - 0.5);

			sum[i] += k->near[(size_t)(away + 0.5)] - k->log_z[i];
		} else {
			sum[i] += dist_log_mass((low - mu) * k->inverse[i],
				      (high - mu) * k->inverse[i]) -
				  k->log_z[i];
		}
	}
}

/* The probability of what kernel i observed, and of any other choice. */
static double
choice_mass(const struct kde *k, size_t i, bool observed)
{
	const double part = i < k->n ? 1 / ((double)k->n + 1) : 1;

	return ((observed ? 1 : 0) + part) /
	       ((i < k->n ? 1 : 0) + (double)k->choices * part);
}

void
kde_add_choice(const struct kde *k, uint64_t c, double *sum)
{
	const double hit = log(choice_mass(k, 0, true));
	const double miss = log(choice_mass(k, 0, false));

	for (size_t i = 0; i < k->n; i++)
		sum[i] += k->mu[i] == (double)c ? hit : miss;
	sum[k->n] -= log((double)k->choices);
}

double
kde_number(const struct kde *k, size_t i, double u)
{
	const struct truncated t = {k->mu[i], 1 / k->inverse[i], 0, 1};

	return dist_sample(&t, u);
}

uint64_t
kde_choice(const struct kde *k, size_t i, double u)
{
	double sum = 0;

	for (uint64_t c = 0; c + 1 < k->choices; c++) {
		sum += choice_mass(k, i, k->mu[i] == (double)c);
		if (u < sum)
			return c;
	}
	return k->choices - 1;
}

void
kde_equal_weights(size_t n, double *w)
{
	for (size_t i = 0; i <= n; i++)
		w[i] = 1 / ((double)n + 1);
}

void
kde_weights(const double *y, size_t n, double limit, double *w)
{
	double best = 0, sum = 0;

	/* Halves, so that no difference overflows. */
	for (size_t i = 0; i < n; i++)
		best = fmax(best, limit / 2 - y[i] / 2);
	if (!(best > 0)) {
		kde_equal_weights(n, w);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		w[i] = fmax((limit / 2 - y[i] / 2) / best, least_weight);
		sum += w[i];
	}
	w[n] = sum / (double)n;
	sum += w[n];
	for (size_t i = 0; i <= n; i++)
		w[i] /= sum;
}

static double
highest(const double *x, size_t n)
{
	double high = -INFINITY;

	for (size_t i = 0; i < n; i++)
		high = fmax(high, x[i]);
	return high;
}

double
kde_log_sum(const double *w, const double *log_kernel, size_t n)
{
	const double high = highest(log_kernel, n);
	double sum = 0;

	if (high == -INFINITY)
		return high;
	for (size_t i = 0; i < n; i++)
		sum += w[i] * exp(log_kernel[i] - high);
	return high + log(sum);
}

size_t
kde_pick(const double *w, const double *log_kernel, size_t n, double u)
{
	const double high = highest(log_kernel, n);
	double all = 0, sum = 0;

	for (size_t i = 0; high > -INFINITY && i < n; i++)
		all += w[i] * exp(log_kernel[i] - high);
	for (size_t i = 0; i + 1 < n; i++) {
		sum += w[i] * exp(log_kernel[i] - high);
		if (u * all < sum)
			return i;
	}
	return n - 1;
}
