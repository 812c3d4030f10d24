/*
 * Ranges: numbers and ordinals, on the scale that samplers see.  Chance is that
 * of independent draws, by the prior: that n of m of them are within some
 * interval of mass w is at most m - n + 1 times as likely as that n - 1 or more
 * of m draws are within a given one, and exactly if n is m (H. A. David, H. N.
 * Nagaraja, "Order statistics", 2003, section 2.5, and the union bound).
 */
#include <math.h>
#include <stdlib.h>

#include "bounds.h"
#include "encode_value.h"
#include "jsonl.h"
#include "narrow_param.h"
#include "number.h"
#include "prior.h"
#include "table.h"
#include "xalloc.h"

enum {
	DIGITS = 12, /* of values, as encode_value.h has them */
	FAR = 10,    /* of so many of the best one may be far from the others */
};

/* Of the whole scale: what is added at both ends at least, and what is so much
 * that nothing is gained. */
static const double margin_least = 0.02, width_most = 0.9;

void
region_init(struct region *r, const struct param *p)
{
	const size_t n = json_array_size(p->choices);

	*r = (struct region){.low = INFINITY,
	    .high = -INFINITY,
	    .least = INFINITY,
	    .most = -INFINITY};
	if (!p->choices)
		return;
	r->count = xcalloc(n + 1, sizeof(*r->count));
	r->stays = xcalloc(n + 1, sizeof(*r->stays));
	r->named = xcalloc(n + 1, sizeof(*r->named));
}

void
region_release(struct region *r)
{
	free(r->count);
	free(r->stays);
	free(r->named);
	*r = (struct region){0};
}

/* What coordinates stand for a number of a row. */
static void
cell_of(const struct param *p, double x, double *low, double *high)
{
	const struct range range = value_range(p);

	if (p->levels > 0)
		value_cell(p, &range, (uint64_t)x, low, high);
	else
		*low = *high = value_coordinate(p, &range, x);
}

void
region_keep(struct region *r, const struct param *p, double x)
{
	double low, high;

	if (r->stays)
		r->stays[(size_t)x] = true;
	cell_of(p, x, &low, &high);
	r->low = fmin(r->low, low);
	r->high = fmax(r->high, high);
	r->least = fmin(r->least, x);
	r->most = fmax(r->most, x);
}

static double
mass(const struct param *p, double low, double high)
{
	return p->prior.kind ? prior_mass(&p->prior, low, high) : high - low;
}

/* What the number of one of the best takes of the scale. */
struct cell {
	double low, high; /* coordinates */
	double x;
};

/* Where the best are, but for some that are far from the others. */
struct place_found {
	size_t n;           /* so many */
	double low, high;   /* coordinates of them */
	double from, to;    /* with a margin */
	double least, most; /* their numbers in rows */
	double chance;      /* of being so close together */
};

static int
compare(const void *a, const void *b)
{
	const double x = ((const struct cell *)a)->x;
	const double y = ((const struct cell *)b)->x;

	return (x > y) - (x < y);
}

/* The closest n of m sorted cells with those of the very best trial. */
static void
find_closest(const struct cell *cells, size_t m, size_t n,
    const struct best *best, struct place_found *f)
{
	double width = INFINITY, low = best->x[0], high = best->x[0];

	for (size_t i = 1; i < best->each; i++) {
		low = fmin(low, best->x[i]);
		high = fmax(high, best->x[i]);
	}
	*f = (struct place_found){0};
	for (size_t i = 0; i + n <= m; i++) {
		const struct cell *first = &cells[i], *last = &cells[i + n - 1];

		if (first->x > low || last->x < high ||
		    last->high - first->low >= width)
			continue;
		width = last->high - first->low;
		*f = (struct place_found){.n = n,
		    .low = first->low,
		    .high = last->high,
		    .least = first->x,
		    .most = last->x};
	}
}

/* Whether the best are closer together than by chance, and by enough. */
static bool
find(const struct param *p, const struct region *r, const struct best *best,
    struct place_found *f)
{
	const size_t m = best->n * best->each, far = m / FAR;
	struct cell *cells = xcalloc(m, sizeof(*cells));
	double margin;

	for (size_t i = 0; i < m; i++) {
		cells[i].x = best->x[i];
		cell_of(p, cells[i].x, &cells[i].low, &cells[i].high);
	}
	qsort(cells, m, sizeof(*cells), compare);
	find_closest(cells, m, m - far, best, f);
	free(cells);
	if (f->n == 0)
		return false;
	f->chance = (double)(far + 1) *
		    bounds_tail(m, m - far - 1, mass(p, f->low, f->high));
	margin = (double)f->n / (double)best->each - 1; /* gaps of trials */
	margin = fmax((f->high - f->low) / margin, margin_least);
	f->from = fmax(f->low - margin, 0);
	f->to = fmin(f->high + margin, 1);
	return f->chance < best->chance &&
	       fmax(f->to, r->high) - fmin(f->from, r->low) <= width_most;
}

/* x moved to a number of few digits, by less than a tenth of unit. */
static double
round_to(double x, double unit, bool up)
{
	const double q = pow(10, floor(log10(unit)) - 1);

	return number_round((up ? ceil(x / q) : floor(x / q)) * q, DIGITS);
}

/* How large a change is felt at x, the range being so wide. */
static double
unit_at(const struct param *p, double x, double width)
{
	if (p->log)
		width = fmin(width, x);
	if (p->rlog && x < 1)
		width = fmin(width, 1 - x);
	return width;
}

/* As bounds are written. */
static json_t *
number(double x)
{
	return x == trunc(x) && fabs(x) < 0x1p53 ? json_integer((json_int_t)x)
						 : json_real(x);
}

/* Ends of a continuous range into domain; false: it stays as it is. */
static bool
set_numbers(const struct param *p, const struct region *stay,
    const struct place_found *f, json_t *domain)
{
	const struct range r = value_range(p);
	const double from = value_number_at(p, &r, f->from);
	const double to = value_number_at(p, &r, f->to);
	double low = round_to(from, unit_at(p, from, to - from), false);
	double high = round_to(to, unit_at(p, to, to - from), true);

	/* as it is what must stay, and what rounding took */
	low = fmin(low, fmin(f->least, stay->least));
	high = fmax(high, fmax(f->most, stay->most));
	if (low > p->low)
		json_object_set_new(domain, "low", number(low));
	if (high < p->high)
		json_object_set_new(domain, "high", number(high));
	return low > p->low || high < p->high;
}

void
narrow_weights(json_t *domain)
{
	const json_t *list = json_object_get(domain, "weights");

	for (size_t i = 0; i < json_array_size(list); i++)
		if (json_number_value(json_array_get(list, i)) > 0)
			return;
	json_object_del(domain, "weights");
}

/* The elements `from` to `to` of the array at key, if there is one. */
static void
cut(json_t *domain, const char *key, uint64_t from, uint64_t to)
{
	json_t *list = json_object_get(domain, key);
	json_t *part = json_array();

	if (!json_is_array(list)) {
		json_decref(part);
		return;
	}
	for (uint64_t k = from; k <= to; k++)
		json_array_append(part, json_array_get(list, (size_t)k));
	json_object_set_new(domain, key, part);
}

/* The same of levels, of which a domain has two. */
static bool
set_levels(const struct param *p, const struct region *stay,
    const struct place_found *f, json_t *domain)
{
	const struct range r = value_range(p);
	uint64_t from = value_level_at(p, &r, f->from);
	uint64_t to = value_level_at(p, &r, f->to);

	if (stay->least <= stay->most) {
		from = (uint64_t)fmin((double)from, stay->least);
		to = (uint64_t)fmax((double)to, stay->most);
	}
	if (from == to && to + 1 < p->levels)
		to++;
	else if (from == to)
		from--;
	if (from == 0 && to + 1 == p->levels)
		return false;
	if (p->choices) {
		cut(domain, "choices", from, to);
		cut(domain, "weights", from, to);
		narrow_weights(domain);
	} else {
		json_object_set_new(domain, "low", value_level(p, from));
		json_object_set_new(domain, "high", value_level(p, to));
	}
	return true;
}

/* A number of a row. */
static void
say_number(const struct param *p, double x, struct buf *out)
{
	json_t *value;

	if (p->levels == 0) {
		buf_printf(out, "%.6g", x);
		return;
	}
	value = value_level(p, (uint64_t)x);
	table_value(out, value);
	json_decref(value);
}

/* How rarely the best are so close together where there is nothing to it. */
static void
say_chance(double chance, struct buf *out)
{
	const double rare = 1e-6;

	if (chance < rare)
		buf_puts(out, ", by chance in less than 1 of 1000000 searches");
	else
		buf_printf(out, ", by chance in 1 of %.0f searches",
		    number_round(1 / chance, 2));
}

/* What the domain is between, "0 to 1". */
static void
say_domain(const json_t *domain, struct buf *out)
{
	json_t *list = json_object_get(domain, "choices");
	const size_t n = json_array_size(list);

	table_value(out,
	    list ? json_array_get(list, 0) : json_object_get(domain, "low"));
	buf_puts(out, " to ");
	table_value(out, list ? json_array_get(list, n - 1)
			      : json_object_get(domain, "high"));
}

json_t *
narrow_range(const struct param *p, const struct region *r,
    const struct best *best, json_t *domain, struct buf *why)
{
	struct place_found f;
	json_t *new;

	if (best->n < NARROW_LEAST || !find(p, r, best, &f))
		return NULL;
	new = json_copy(domain);
	if (!(p->levels > 0 ? set_levels(p, r, &f, new)
			    : set_numbers(p, r, &f, new))) {
		json_decref(new);
		return NULL;
	}
	say_domain(domain, why);
	buf_puts(why, " -> ");
	say_domain(new, why);
	buf_printf(
	    why, ": the best %zu of %zu trials are within ", best->n, best->of);
	say_number(p, f.least, why);
	buf_puts(why, " to ");
	say_number(p, f.most, why);
	say_chance(f.chance, why);
	return new;
}
