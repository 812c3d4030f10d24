#include "kde.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "dist.h"
#include "xalloc.h"

static const double middle = 0.5;
static const double least_weight = 1e-12; /* Watanabe 2023, of the best */

/* Masses are kept of no more levels than so many for each observation. */
enum { LEVELS_WORTH = 8 };

/* A centre, and whose it is. */
struct centre {
	double mu;
	uint32_t i;
};

/* Merge the sorted [a, half) and [half, end) into b. */
static void
merge(const struct centre *a, const struct centre *half,
    const struct centre *end, struct centre *b)
{
	const struct centre *right = half;

	while (a < half && right < end) {
		/* No branch: it would be foreseen half of the time. */
		const bool after = right->mu < a->mu;

		*b++ = *(after ? right : a);
		right += after;
		a += !after;
	}
	while (a < half)
		*b++ = *a++;
	while (right < end)
		*b++ = *right++;
}

static size_t
least_of(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Sort a by mu, equal ones as they come: a merge sort with another n places. */
static void
sort_bucket(struct centre *a, struct centre *spare, size_t n)
{
	struct centre *from = a, *to = spare;
	size_t sorted = 1;

	while (sorted < n && a[sorted - 1].mu <= a[sorted].mu)
		sorted++;
	if (sorted >= n)
		return;
	for (size_t run = 1; run < n; run *= 2) {
		struct centre *swap = from;

		for (size_t i = 0; i < n; i += 2 * run)
			merge(from + i, from + least_of(i + run, n),
			    from + least_of(i + 2 * run, n), to + i);
		from = to;
		to = swap;
	}
	if (from != a)
		memcpy(a, from, n * sizeof(*a));
}

/* Which of n buckets, rising with mu in [0, 1]; NAN, of no width, is in one. */
static size_t
bucket_of(double mu, size_t n)
{
	return mu > 0 ? (size_t)(mu * (double)(n - 1)) : 0;
}

/* Sort a into b likewise: into as many buckets as there are, then each. */
static void
sort_centres(struct centre *a, struct centre *b, size_t n)
{
	size_t *at = xcalloc(n + 1, sizeof(*at));

	for (size_t i = 0; i < n; i++)
		at[bucket_of(a[i].mu, n) + 1]++;
	for (size_t j = 1; j < n; j++)
		at[j] += at[j - 1];
	for (size_t i = 0; i < n; i++)
		b[at[bucket_of(a[i].mu, n)]++] = a[i];
	for (size_t j = 0, start = 0; j < n; start = at[j++])
		sort_bucket(b + start, a + start, at[j] - start);
	free(at);
}

static void
add_kernel(struct kde *k, double mu, double sigma)
{
	const struct truncated t = {mu, sigma, 0, 1};

	k->kernels[k->nkernels++] = (struct kde_kernel){
	    .mu = mu, .inverse = 1 / sigma, .scale = 1 / dist_normaliser(&t)};
}

/*
 * The least deviation of n kernels.  Watanabe 2023 has max(0.03, (n + 2)^-2);
 * of few observations that believes too much.  Over 29 public tasks, 20 paired
 * seeds each, this leaves 5 % less regret after 50 trials and 10 % less after
 * 100; a constant 0.05 or 0.08 is no better at both, and stays as wide for
 * ever.  Ten seeds that had no part in the choice come out the same.
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
	double before = 0; /* the deviation of the kernel added last */

	for (size_t j = 0; j <= k->n; j++) {
		const double mu = sorted[j].mu;
		const double left = mu - (j > 0 ? sorted[j - 1].mu : 0);
		const double right = (j < k->n ? sorted[j + 1].mu : 1) - mu;
		const double sigma = fmin(fmax(fmax(left, right), least), 1);

		if (sorted[j].i == k->n)
			continue;
		if (k->nkernels == 0 || sigma != before ||
		    k->kernels[k->nkernels - 1].mu != mu)
			add_kernel(k, mu, sigma);
		k->of[sorted[j].i] = (uint32_t)k->nkernels - 1;
		before = sigma;
	}
	add_kernel(k, middle, 1);
	k->of[k->n] = (uint32_t)k->nkernels - 1;
}

void
kde_numbers(struct kde *k, const double *u, size_t n)
{
	struct centre *centres = xcalloc(2 * (n + 1), sizeof(*centres));
	struct centre *sorted = centres + n + 1;

	*k = (struct kde){.n = n, .width = -1};
	k->of = xcalloc(n + 1, sizeof(*k->of));
	k->kernels = xcalloc(n + 1, sizeof(*k->kernels));
	for (size_t i = 0; i < n; i++)
		centres[i] = (struct centre){u[i], (uint32_t)i};
	centres[n] = (struct centre){middle, (uint32_t)n};
	sort_centres(centres, sorted, n + 1);
	set_numbers(k, sorted);
	free(centres);
}

void
kde_levels(struct kde *k, const uint64_t *observed, size_t n, size_t levels)
{
	const double width = 1 / (double)levels;
	double *u = xcalloc(n + 1, sizeof(*u));

	for (size_t i = 0; i < n; i++)
		u[i] = ((double)observed[i] + 0.5) * width;
	kde_numbers(k, u, n);
	free(u);
	k->levels = levels;
	k->narrowest = 1 / least_sigma(n);
	if (levels / LEVELS_WORTH > n)
		return;
	k->near = xcalloc(levels, sizeof(*k->near));
	for (size_t d = 0; d < levels; d++)
		k->near[d] = dist_mass(
		    (double)d * width * k->narrowest, width * k->narrowest);
}

void
kde_choices(struct kde *k, const uint64_t *observed, size_t n, size_t choices)
{
	*k = (struct kde){.n = n, .choices = choices};
	k->of = xcalloc(n + 1, sizeof(*k->of));
	for (size_t i = 0; i < n; i++)
		k->of[i] = (uint32_t)observed[i];
	k->of[n] = UINT32_MAX; /* none of them */
}

void
kde_release(struct kde *k)
{
	free(k->of);
	free(k->kernels);
	free(k->near);
	*k = (struct kde){0};
}

double
kde_choice_belief(const struct kde *k, uint64_t c)
{
	const double n = (double)k->choices;

	if (!k->prior.kind)
		return 1;
	return n * prior_mass(&k->prior, (double)c / n, ((double)c + 1) / n);
}

void
kde_believe(struct kde *k, const struct prior *prior)
{
	if (!prior->kind && !k->prior.kind)
		return;
	k->prior = *prior;
	k->possible = 0;
	for (uint64_t c = 0; c < k->choices; c++)
		k->possible += kde_choice_belief(k, c) > 0;
}

double
kde_number(const struct kde *k, size_t i, double u)
{
	const struct kde_kernel *kernel = &k->kernels[k->of[i]];
	const struct truncated t = {kernel->mu, 1 / kernel->inverse, 0, 1};

	if (i == k->n && k->prior.kind)
		return prior_quantile(&k->prior, u);
	return dist_sample(&t, u);
}

double
kde_choice_share(const struct kde *k, size_t i, uint64_t c)
{
	const double believed = kde_choice_belief(k, c);

	if (i == k->n || !k->prior.kind)
		return believed;
	return believed > 0 ? (double)k->choices / (double)k->possible : 0;
}

double
kde_choice_mass(const struct kde *k, size_t i, bool observed, double share)
{
	const double part = i < k->n ? 1 / ((double)k->n + 1) : 1;

	return ((observed ? 1 : 0) + part * share) /
	       ((i < k->n ? 1 : 0) + (double)k->choices * part);
}

uint64_t
kde_choice(const struct kde *k, size_t i, double u)
{
	double sum = 0;

	for (uint64_t c = 0; c + 1 < k->choices; c++) {
		sum += kde_choice_mass(
		    k, i, k->of[i] == c, kde_choice_share(k, i, c));
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
