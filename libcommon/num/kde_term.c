#include "kde_term.h"

#include <math.h>

#include "dist.h"

/*
 * A mass may be 1e-254, 34 sigma away: one below `small` goes into the
 * logarithm at once, so that products do so only now and then.
 */
static const double small = 1e-30, least = 1e-270, most = 1e270;

/* exp(*log) *factor, with a factor about 1. */
static void
normalise(double *log, double *factor)
{
	int exponent;

	*factor = frexp(*factor, &exponent);
	*log += exponent * M_LN2;
}

static void
multiply(struct kde_term *t, double log, double factor)
{
	t->log += log;
	t->factor *= factor;
	if (t->factor < least || t->factor > most)
		normalise(&t->log, &t->factor);
}

void
kde_terms_clear(struct kde_term *t, size_t n)
{
	for (size_t i = 0; i < n; i++)
		t[i] = (struct kde_term){0, 1};
}

/* Multiply by the values of the kernels that have some here. */
static void
multiply_all(const struct kde *k, struct kde_term *t)
{
	const size_t n = k->n + (k->prior.kind ? 0 : 1);

	for (size_t i = 0; i < n; i++) {
		const struct dist_mass *value = &k->kernels[k->of[i]].value;

		multiply(&t[i], value->log, value->factor);
	}
}

/* The same of what is believed between low and high. */
static void
multiply_believed(
    const struct kde *k, double low, double high, struct kde_term *t)
{
	if (k->prior.kind)
		multiply(&t[k->n], log(prior_mass(&k->prior, low, high)), 1);
}

/* Whether the kernels are to be worked out anew. */
static bool
is_elsewhere(struct kde *k, double middle, double width)
{
	const bool elsewhere = k->middle != middle || k->width != width;

	k->middle = middle;
	k->width = width;
	return elsewhere;
}

void
kde_multiply_density(struct kde *k, double x, struct kde_term *t)
{
	const bool elsewhere = is_elsewhere(k, x, 0);

	for (size_t i = 0; elsewhere && i < k->nkernels; i++) {
		struct kde_kernel *kernel = &k->kernels[i];
		const double z = (x - kernel->mu) * kernel->inverse;

		kernel->value = (struct dist_mass){
		    -z * z / 2, dist_peak * kernel->inverse * kernel->scale};
	}
	multiply_all(k, t);
	if (k->prior.kind)
		multiply(&t[k->n], prior_log_density(&k->prior, x), 1);
}

static void
set_mass(struct kde_kernel *kernel, double middle, double width)
{
	kernel->value = dist_mass(
	    (middle - kernel->mu) * kernel->inverse, width * kernel->inverse);
	kernel->value.factor *= kernel->scale;
	if (kernel->value.factor < small)
		normalise(&kernel->value.log, &kernel->value.factor);
}

void
kde_multiply_mass(
    struct kde *k, double middle, double width, struct kde_term *t)
{
	const bool elsewhere = is_elsewhere(k, middle, width);

	for (size_t i = 0; elsewhere && i < k->nkernels; i++)
		set_mass(&k->kernels[i], middle, width);
	multiply_all(k, t);
	multiply_believed(k, middle - width / 2, middle + width / 2, t);
}

/* The same from the masses that are kept. */
static void
set_near_mass(const struct kde *k, struct kde_kernel *kernel, double center)
{
	const double away = fabs(kernel->mu - center) * (double)k->levels;

	kernel->value = k->near[(size_t)(away + 0.5)];
	kernel->value.factor *= kernel->scale;
	if (kernel->value.factor < small)
		normalise(&kernel->value.log, &kernel->value.factor);
}

void
kde_multiply_level(struct kde *k, uint64_t level, struct kde_term *t)
{
	const double width = 1 / (double)k->levels;
	const double center = ((double)level + 0.5) * width;
	const bool elsewhere = is_elsewhere(k, center, width);

	for (size_t i = 0; elsewhere && i < k->nkernels; i++)
		if (k->near && i + 1 < k->nkernels &&
		    k->kernels[i].inverse == k->narrowest)
			set_near_mass(k, &k->kernels[i], center);
		else
			set_mass(&k->kernels[i], center, width);
	multiply_all(k, t);
	multiply_believed(
	    k, (double)level * width, ((double)level + 1) * width, t);
}

void
kde_multiply_choice(const struct kde *k, uint64_t c, struct kde_term *t)
{
	const double believed = kde_choice_belief(k, c);
	const double part = k->n > 0 ? kde_choice_share(k, 0, c) : 1;
	const double hit = kde_choice_mass(k, 0, true, part);
	const double miss = kde_choice_mass(k, 0, false, part);

	for (size_t i = 0; i < k->n; i++)
		multiply(&t[i], 0, k->of[i] == c ? hit : miss);
	multiply(&t[k->n], 0, believed / (double)k->choices);
}

void
kde_term_multiply(struct kde_term *t, const struct kde_term *by)
{
	multiply(t, by->log, by->factor);
}

/* The logarithm of the largest term, to the next power of two. */
static double
highest(const struct kde_term *t, size_t n)
{
	double high = -INFINITY;

	for (size_t i = 0; i < n; i++) {
		int exponent;

		if (frexp(t[i].factor, &exponent) > 0)
			high = fmax(high, t[i].log + exponent * M_LN2);
	}
	return high;
}

/* w t exp(-high); exp() takes long to find that nothing is left. */
static double
share(double w, const struct kde_term *t, double high)
{
	return t->log - high < -746 ? 0 : w * t->factor * exp(t->log - high);
}

double
kde_log_sum(const double *w, const struct kde_term *t, size_t n)
{
	const double high = highest(t, n);
	double sum = 0;

	if (high == -INFINITY)
		return high;
	for (size_t i = 0; i < n; i++)
		sum += share(w[i], &t[i], high);
	return high + log(sum);
}

size_t
kde_pick(const double *w, const struct kde_term *t, size_t n, double u)
{
	const double high = highest(t, n);
	double all = 0, sum = 0;

	for (size_t i = 0; high > -INFINITY && i < n; i++)
		all += share(w[i], &t[i], high);
	for (size_t i = 0; i + 1 < n; i++) {
		sum += share(w[i], &t[i], high);
		if (u * all < sum)
			return i;
	}
	return n - 1;
}
