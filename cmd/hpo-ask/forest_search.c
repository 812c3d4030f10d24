#include "forest_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dist.h"
#include "forest_looking.h"
#include "point.h"
#include "product.h"
#include "repair.h"
#include "rng.h"
#include "xalloc.h"

enum {
	DRAWN = 2000, /* points of the prior */
	MADE = 24,    /* where none of them is a point */
	NEAR = 1000,  /* of what is near to */
	BEST = 10,    /* of the best results, as near as those of them */
	PASSES = 20,  /* over all parameters, in one local search */
	TRIES = 4,    /* numbers that are tried of a parameter */
	CHOICES = 16, /* choices that are */
	CHANGES = 3,  /* parameters that differ of a near point, at most */
};

static const double widest = 0.1, narrowest = 0.01; /* of local search */

/* Points at random, every other one as if nothing were believed. */
static void
look_around(struct looking *s)
{
	for (size_t i = 0; i < DRAWN; i++) {
		struct spot *at = &s->next;

		for (size_t f = 0; f < s->model->width; f++)
			*looking_coordinate(s, at, f) =
			    rng_uniform(&s->streams[f]);
		if (!(i % 2 == 0
			    ? point_draw(s->space, at->u, at->row)
			    : point_draw_evenly(s->space, at->u, at->row)) ||
		    !looking_see(s))
			continue;
		looking_encode(s, at);
		looking_offer(s);
	}
}

/* A coordinate about a normal deviation away, and at least the next level. */
static double
move(struct looking *s, const struct param *p, double u, double sigma)
{
	const double open = rng_uniform(&s->rng) + 0x1p-54;
	double by = sigma * dist_quantile(open);

	if (p->levels > 0 && fabs(by) * (double)p->levels < 1)
		by = copysign(1 / (double)p->levels, by);
	u += by;
	u = u < 0 ? -u : u >= 1 ? 2 - u : u;
	return fmin(fmax(u, 0), nextafter(1, 0));
}

/* Change the coordinate of a feature. */
static void
change(struct looking *s, struct spot *at, size_t feature, double sigma)
{
	const struct param *p = &s->space->params[s->model->param[feature]];
	double *u = looking_coordinate(s, at, feature);

	*u = s->model->unordered[feature] ? rng_uniform(&s->rng)
					  : move(s, p, *u, sigma);
}

/* The next spot at what its coordinates say; false if it is no new point. */
static bool
settle(struct looking *s)
{
	return point_decode(s->space, s->next.u, s->next.row) && looking_see(s);
}

struct result {
	double value;
	size_t i;
};

static int
compare(const void *a, const void *b)
{
	const struct result *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return (x->i > y->i) - (x->i < y->i);
}

/* The places of the best results, BEST of them or as many as there are. */
static size_t
find_results(const struct looking *s, struct result *best)
{
	const struct evidence *ev = s->evidence;
	struct result *list = xcalloc(ev->n + 1, sizeof(*list));
	size_t n = 0;

	for (size_t i = 0; i < ev->n; i++)
		if (ev->at[i].class == EVIDENCE_COMPLETE)
			list[n++] = (struct result){ev->at[i].value, i};
	qsort(list, n, sizeof(*list), compare);
	n = n < BEST ? n : BEST;
	memcpy(best, list, n * sizeof(*best));
	free(list);
	return n;
}

/* Points that differ little from one of the best results. */
static void
look_near(struct looking *s)
{
	struct result best[BEST];
	const size_t n = find_results(s, best);
	const size_t row = s->space->n * sizeof(double);

	for (size_t i = 0; i < NEAR && n > 0; i++) {
		const double sigma = pow(10, -3 * rng_uniform(&s->rng));
		const uint32_t changes = 1 + rng_below(&s->rng, CHANGES);

		memcpy(
		    s->next.row, evidence_row(s->evidence, best[i % n].i), row);
		looking_encode(s, &s->next);
		for (uint32_t k = 0; k < changes; k++)
			change(s, &s->next,
			    rng_below(&s->rng, (uint32_t)s->model->width),
			    sigma);
		if (settle(s))
			looking_offer(s);
	}
}

/* Another choice of a feature, number k of those that are tried. */
static void
choose(struct looking *s, size_t feature, const struct spot *from, size_t k)
{
	const size_t i = s->model->param[feature];
	const uint64_t levels = s->space->params[i].levels;
	uint64_t level = k;

	if (levels > CHOICES)
		level = rng_below(&s->rng, (uint32_t)levels);
	else if ((double)level >= from->row[i])
		level++;
	*looking_coordinate(s, &s->next, feature) =
	    ((double)level + 0.5) / (double)levels;
}

/* How many values of a feature are tried. */
static size_t
tries_of(const struct looking *s, size_t feature)
{
	const uint64_t levels =
	    s->space->params[s->model->param[feature]].levels;

	if (!s->model->unordered[feature])
		return TRIES;
	return levels > CHOICES ? CHOICES : (size_t)levels - 1;
}

/* Look at neighbours that differ in one feature; go to the best if better. */
static bool
try_feature(struct looking *s, struct spot *at, size_t feature, double sigma)
{
	const size_t tries = tries_of(s, feature);
	bool better = false;

	looking_copy(s, &s->from, at);
	for (size_t k = 0; k < tries; k++) {
		looking_copy(s, &s->next, &s->from);
		if (s->model->unordered[feature])
			choose(s, feature, &s->from, k);
		else
			change(s, &s->next, feature, sigma);
		if (settle(s) && s->next.worth > at->worth) {
			looking_copy(s, at, &s->next);
			better = true;
		}
	}
	return better;
}

/* From a spot uphill, with ever smaller steps where nothing is better. */
static void
climb(struct looking *s, struct spot *at)
{
	double sigma = widest;

	for (int pass = 0; pass < PASSES && sigma >= narrowest; pass++) {
		bool better = false;

		for (size_t f = 0; f < s->model->width; f++)
			if (looking_has(s, at, f))
				better |= try_feature(s, at, f, sigma);
		if (!better)
			sigma /= 2;
	}
}

/* Where rules refuse all that is drawn: points near to what was. */
static void
make_points(struct looking *s, const struct forest_key *key)
{
	struct spot *at = &s->next;
	bool found = false;

	for (uint32_t i = 0; i < MADE; i++) {
		for (size_t f = 0; f < s->model->width; f++)
			*looking_coordinate(s, at, f) =
			    rng_uniform(&s->streams[f]);
		found = repair_point(
		    s->space, at->u, key->seed, key->trial, i, at->row);
		if (!found || !looking_see(s))
			continue;
		looking_encode(s, at);
		looking_offer(s);
	}
	if (s->ntops == 0 && found && product_size(s->space) == 0)
		looking_copy(s, &s->tops[s->ntops++], at);
}

bool
forest_search(struct forest_search *search)
{
	struct looking s;
	size_t best = 0;

	looking_init(&s, search->model, search->key);
	look_around(&s);
	look_near(&s);
	if (s.ntops == 0)
		make_points(&s, search->key);
	for (size_t k = 0; k < s.ntops; k++) {
		climb(&s, &s.tops[k]);
		if (s.tops[k].worth > s.tops[best].worth)
			best = k;
	}
	if (s.ntops > 0) {
		memcpy(search->row, s.tops[best].row,
		    s.space->n * sizeof(*search->row));
		search->view = s.tops[best].view;
	}
	looking_release(&s);
	return s.ntops > 0;
}

size_t
forest_search_among(
    struct forest_search *search, const struct candidates *candidates)
{
	struct looking s;
	size_t best = candidates->n;
	double worth = 0;

	looking_init(&s, search->model, search->key);
	for (size_t i = 0; i < candidates->n; i++) {
		if (candidates->used[i])
			continue;
		memcpy(s.next.row, candidates_row(candidates, i),
		    s.space->n * sizeof(*s.next.row));
		looking_judge(&s, &s.next);
		if (best == candidates->n || s.next.worth > worth) {
			best = i;
			worth = s.next.worth;
			search->view = s.next.view;
		}
	}
	looking_release(&s);
	return best;
}
