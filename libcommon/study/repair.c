#include "repair.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "point.h"
#include "rng.h"
#include "uses.h"
#include "xalloc.h"

enum {
	DIVES = 20,    /* before it is given up */
	SHRINKS = 100, /* of the range of one parameter */
	SWEEPS = 5,    /* moves of each parameter */
};

struct repair {
	const struct space *space;
	const double *u; /* what is wanted is drawn by */
	struct box box;  /* what is settled, and what is open */
	struct box open; /* all of it */
	double *row;
	size_t *order; /* in which parameters are settled */
	struct uses uses;
	struct rng rng;
};

/* Numbers of a parameter, both ends included, and what they are drawn by. */
struct part {
	double low, high;
	double from, to;
};

/* Whether no rule refutes the box, of which only parameter i has changed. */
static bool
is_possible(const struct repair *r, size_t i)
{
	const struct use_list *rules = &r->uses.rules;

	for (size_t at = rules->first[i]; at < rules->first[i + 1]; at++)
		if (rule_refutes(
			&r->space->rules[rules->of[at]], r->space, &r->box))
			return false;
	return true;
}

static bool
is_possible_between(struct repair *r, size_t i, double low, double high)
{
	r->box.low[i] = low;
	r->box.high[i] = high;
	return low <= high && is_possible(r, i);
}

/* What is left of a part beside x, which is refuted: below or above it. */
static struct part
beside(const struct param *p, const struct part *part, double x, double u,
    bool above)
{
	const double gap = p->levels > 0 ? 1 : 0;

	return above ? (struct part){x + gap, part->high, u, part->to}
		     : (struct part){part->low, x - gap, part->from, u};
}

/* Settle active parameter i between its bounds; false if nothing is possible.
 */
static bool
settle_number(struct repair *r, size_t i, const struct param *domain)
{
	const struct param *p = &r->space->params[i];
	const double first = point_number_at(r->space, i, domain, 0);
	const double last =
	    point_number_at(r->space, i, domain, nextafter(1, 0));
	struct part part = {first, last, 0, nextafter(1, 0)};
	double u = p->coordinate == SPACE_NONE ? 0.5 : r->u[p->coordinate];

	for (int k = 0; k < SHRINKS; k++) {
		const double x = fmin(
		    fmax(point_draw_number(r->space, i, domain, u), part.low),
		    part.high);
		struct part sides[2];
		bool can[2];

		if (is_possible_between(r, i, x, x)) {
			r->row[i] = x;
			return true;
		}
		for (int above = 0; above < 2; above++) {
			sides[above] = beside(p, &part, x, u, above);
			can[above] = is_possible_between(
			    r, i, sides[above].low, sides[above].high);
		}
		if (!can[0] && !can[1])
			return false;
		if (can[0] && can[1])
			can[rng_uniform(&r->rng) * (part.to - part.from) <
			    u - part.from] = false;
		part = sides[can[1]];
		u = part.from + rng_uniform(&r->rng) * (part.to - part.from);
	}
	return false;
}

static bool
settle(struct repair *r, size_t i)
{
	const struct param *domain;
	struct param own;

	r->box.active[i] = point_active(r->space, i, r->row);
	r->box.inactive[i] = !r->box.active[i];
	if (!r->box.active[i])
		return is_possible(r, i);
	domain = point_domain(r->space, i, r->row, &own);
	return domain && settle_number(r, i, domain);
}

static void
copy_box(const struct box *from, struct box *to, size_t n)
{
	memcpy(to->low, from->low, n * sizeof(*to->low));
	memcpy(to->high, from->high, n * sizeof(*to->high));
	memcpy(to->active, from->active, n * sizeof(*to->active));
	memcpy(to->inactive, from->inactive, n * sizeof(*to->inactive));
}

/* Settle all parameters, in this order as far as they may be. */
static bool
dive(struct repair *r, const size_t *by)
{
	const size_t n = r->space->n;
	bool good = true;

	for (size_t i = 0; i < n; i++)
		r->row[i] = NAN;
	space_sort(r->space, by, r->order);
	copy_box(&r->open, &r->box, n);
	for (size_t k = 0; k < n && good; k++)
		good = settle(r, r->order[k]);
	return good && point_is(r->space, r->row);
}

static void
shuffle(struct rng *rng, size_t *by, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const size_t at = (size_t)(rng_uniform(rng) * (double)(i + 1));

		by[i] = by[at];
		by[at] = i;
	}
}

/*
 * Dives in orders drawn anew; then in that of the header, and from its end: of
 * long chains of rules, as v[0] <= v[1] and so on, it is what is left.
 */
static bool
search(struct repair *r, uint64_t seed, uint32_t trial, uint32_t sub)
{
	const size_t n = r->space->n;
	size_t *by = xcalloc(n + 1, sizeof(*by));
	bool found = false;

	for (uint32_t k = 0; k < DIVES && !found; k++) {
		rng_init(&r->rng, seed, trial, "repair", sub * DIVES + k);
		shuffle(&r->rng, by, n);
		found = dive(r, by);
	}
	for (uint32_t k = 0; k < 2 && !found; k++) {
		rng_init(&r->rng, seed, trial, "repair/order", 2 * sub + k);
		for (size_t i = 0; i < n; i++)
			by[i] = k == 0 ? i : n - 1 - i;
		found = dive(r, by);
	}
	free(by);
	return found;
}

bool
repair_point(const struct space *space, const double *u, uint64_t seed,
    uint32_t trial, uint32_t sub, double *row)
{
	struct repair r = {.space = space, .u = u};
	bool found;

	r.row = row;
	space_box(space, &r.open);
	space_box(space, &r.box);
	uses_init(&r.uses, space);
	r.order = xcalloc(space->n + 1, sizeof(*r.order));
	found = search(&r, seed, trial, sub);
	free(r.order);
	uses_release(&r.uses);
	space_box_release(&r.box);
	space_box_release(&r.open);
	return found;
}

/* Draw parameter i anew, as far as the point stays one. */
static void
move(const struct space *space, const struct uses *uses, size_t i,
    struct rng *rng, double *row)
{
	struct param own;
	const struct param *domain = point_domain(space, i, row, &own);
	const double before = row[i];
	const double at = point_trace_number(space, i, row);
	double from = 0, to = 1;

	for (int k = 0; k < SHRINKS; k++) {
		const double u = from + rng_uniform(rng) * (to - from);

		row[i] = point_draw_number(space, i, domain, u);
		point_settle(space, i, row);
		if (point_is_still(space, uses, i, row))
			return;
		if (u < at)
			from = u;
		else
			to = u;
	}
	row[i] = before;
	point_settle(space, i, row);
}

void
repair_stir(
    const struct space *space, uint64_t seed, uint32_t trial, double *row)
{
	struct uses uses;
	struct rng rng;

	uses_init(&uses, space);
	rng_init(&rng, seed, trial, "stir", 0);
	for (int sweep = 0; sweep < SWEEPS; sweep++)
		for (size_t i = 0; i < space->n; i++)
			if (!isnan(row[i]) &&
			    space->params[i].coordinate != SPACE_NONE)
				move(space, &uses, i, &rng, row);
	uses_release(&uses);
}
