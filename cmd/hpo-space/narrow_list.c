/*
 * Choices without an order: one that none of the best trials has is dropped, if
 * as many drawn from all trials would hardly have missed it (the hypergeometric
 * distribution, as in Fisher's exact test).
 */
#include <math.h>
#include <stdlib.h>

#include "encode_value.h"
#include "jsonl.h"
#include "narrow_param.h"
#include "remake.h"
#include "table.h"
#include "xalloc.h"

/* log of n over k. */
static double
log_choose(size_t n, size_t k)
{
	return lgamma((double)n + 1) - lgamma((double)k + 1) -
	       lgamma((double)(n - k) + 1);
}

/* The chance that m of n trials have none of those k that have the choice. */
static double
chance_of_none(size_t n, size_t k, size_t m)
{
	if (m > n - k)
		return 0;
	return exp(log_choose(n - k, m) - log_choose(n, m));
}

/* Mark the choices that go; returns how many are left. */
static size_t
find(const struct param *p, const struct region *r, const struct best *best,
    bool *goes)
{
	const size_t n = (size_t)p->levels;
	const double limit = best->chance / (double)n;
	size_t left = n;

	for (size_t k = 0; k < n; k++) {
		bool had = r->stays[k];

		for (size_t i = 0; i < best->n && !had; i++)
			had = (size_t)best->x[i] == k;
		goes[k] = !had && chance_of_none(
				      r->active, r->count[k], best->n) < limit;
		left -= goes[k] ? 1 : 0;
	}
	return left;
}

/* Those that conditions and rules name stay, unless one alone is left: they
 * may compare a constant with anything. */
static size_t
keep_named(const struct region *r, size_t n, bool *goes)
{
	size_t left = 0;

	for (size_t k = 0; k < n; k++) {
		goes[k] = goes[k] && !r->named[k];
		left += goes[k] ? 0 : 1;
	}
	return left;
}

/* The elements of the array at key that do not go, if there is one. */
static void
thin(json_t *domain, const char *key, const bool *goes)
{
	json_t *list = json_object_get(domain, key);
	json_t *part;

	if (!json_is_array(list))
		return;
	part = json_array();
	for (size_t k = 0; k < json_array_size(list); k++)
		if (!goes[k])
			json_array_append(part, json_array_get(list, k));
	json_object_set_new(domain, key, part);
}

/* The domain without those that go. */
static json_t *
make(const struct param *p, const bool *goes, size_t left, json_t *domain)
{
	json_t *new;
	size_t k = 0;

	if (left > 1) {
		new = json_copy(domain);
		thin(new, "choices", goes);
		thin(new, "weights", goes);
		narrow_weights(new);
		return new;
	}
	while (goes[k])
		k++;
	new = jsonl_object();
	json_object_set_new(new, "type", json_string("const"));
	json_object_set_new(new, "value", value_level(p, k));
	remake_common(new, domain);
	return new;
}

static void
say(const struct param *p, const struct region *r, const struct best *best,
    const bool *goes, struct buf *out)
{
	const char *separator = "without ";

	for (size_t k = 0; k < p->levels; k++) {
		if (!goes[k])
			continue;
		buf_puts(out, separator);
		table_value(out, json_array_get(p->choices, k));
		buf_printf(out, " (%zu trials)", r->count[k]);
		separator = ", ";
	}
	buf_printf(out, ", which none of the best %zu of %zu trials has",
	    best->n, best->of);
}

json_t *
narrow_list(const struct param *p, const struct region *r,
    const struct best *best, json_t *domain, struct buf *why)
{
	const size_t n = (size_t)p->levels;
	bool *goes = xcalloc(n + 1, sizeof(*goes));
	json_t *new = NULL;
	size_t left = n;

	if (best->n >= NARROW_LEAST)
		left = find(p, r, best, goes);
	if (left > 1)
		left = keep_named(r, n, goes);
	if (left < n) {
		new = make(p, goes, left, domain);
		say(p, r, best, goes, why);
	}
	free(goes);
	return new;
}
