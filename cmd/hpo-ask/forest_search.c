#include "forest_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "dist.h"
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
	STARTS = 10,  /* of local search */
	PASSES = 20,  /* over all parameters, in one local search */
	TRIES = 4,    /* numbers that are tried of a parameter */
	CHOICES = 16, /* choices that are */
	CHANGES = 3,  /* parameters that differ of a near point, at most */
};

static const double widest = 0.1, narrowest = 0.01; /* of local search */
static const double fading = 10;                    /* of priors: piBO's beta */
static const double apart = 0.05;   /* what pending points keep clear */
static const double nearest = 1e-6; /* of these */

/* A point: as coordinates, and as it is. */
struct spot {
	double *u, *row;
	double worth; /* the gain, and what is believed */
	struct forest_view view;
};

struct looking {
	const struct forest_model *model;
	const struct evidence *evidence;
	const struct space *space;
	double believing; /* the weight of priors */
	struct rng rng;
	struct rng *streams; /* by feature: numbers of its parameter */
	float *x;            /* features of the next spot */
	float *pending;      /* features of each pending point */
	size_t npending;
	double *numbers; /* of all spots */
	struct spot next;
	struct spot tops[STARTS]; /* the best so far, the best first */
	size_t ntops;
};

static void
list_pending(struct looking *s)
{
	const struct evidence *ev = s->evidence;
	const size_t width = s->model->width;

	s->pending = xcalloc(
	    ev->count[EVIDENCE_PENDING] * width + 1, sizeof(*s->pending));
	for (size_t i = 0; i < ev->n; i++)
		if (ev->at[i].class == EVIDENCE_PENDING)
			forest_features(s->model, evidence_row(ev, i),
			    s->pending + s->npending++ * width);
}

static void
looking_init(struct looking *s, const struct forest_model *m,
    const struct forest_key *key)
{
	const struct space *space = m->evidence->numbers.space;
	const size_t size = space->dim + space->n;
	struct buf purpose = {0};
	bool believed = false;

	*s = (struct looking){
	    .model = m, .evidence = m->evidence, .space = space};
	rng_init(&s->rng, key->seed, key->trial, "forest", 0);
	s->streams = xcalloc(m->width + 1, sizeof(*s->streams));
	for (size_t f = 0; f < m->width; f++) {
		const struct param *p = &space->params[m->param[f]];

		purpose.len = 0;
		buf_printf(&purpose, "forest/%s", p->name);
		rng_init(&s->streams[f], key->seed, key->trial,
		    buf_text(&purpose), 0);
		believed = believed || p->belief.kind;
	}
	buf_release(&purpose);
	s->believing = believed ? fading / (double)(m->ended + 1) : 0;
	s->x = xcalloc(m->width + 1, sizeof(*s->x));
	list_pending(s);
	s->numbers = xcalloc((STARTS + 1) * size + 1, sizeof(*s->numbers));
	s->next.u = s->numbers;
	s->next.row = s->next.u + space->dim;
	for (size_t k = 0; k < STARTS; k++) {
		s->tops[k].u = s->numbers + (k + 1) * size;
		s->tops[k].row = s->tops[k].u + space->dim;
	}
}

static void
looking_release(struct looking *s)
{
	free(s->streams);
	free(s->x);
	free(s->pending);
	free(s->numbers);
}

static void
copy_spot(const struct looking *s, struct spot *to, const struct spot *from)
{
	struct spot copy = *from;

	copy.u = to->u;
	copy.row = to->row;
	memcpy(copy.u, from->u, s->space->dim * sizeof(*copy.u));
	memcpy(copy.row, from->row, s->space->n * sizeof(*copy.row));
	*to = copy;
}

static bool
is_same(const struct looking *s, const struct spot *a, const struct spot *b)
{
	for (size_t i = 0; i < s->space->n; i++)
		if (a->row[i] != b->row[i] &&
		    !(isnan(a->row[i]) && isnan(b->row[i])))
			return false;
	return true;
}

/* The largest difference of a feature, up to `apart`; of a choice it is that.
 */
static double
distance(const struct looking *s, const float *pending)
{
	double most = 0;

	for (size_t f = 0; f < s->model->width && most < apart; f++) {
		const double by = fabs((double)s->x[f] - pending[f]);

		most = fmax(most, s->model->unordered[f] && by > 0 ? 1 : by);
	}
	return fmin(most, apart);
}

/*
 * What is next to pending points counts less, so that points which are asked
 * together keep apart: J. Gonzalez, Z. Dai, P. Hennig, N. Lawrence, "Batch
 * Bayesian optimization via local penalization", AISTATS 2016, with another
 * penalty: a forest does not say how steep the objective is.
 */
static double
log_penalty(const struct looking *s)
{
	double sum = 0;

	for (size_t k = 0; k < s->npending; k++) {
		const double away =
		    distance(s, s->pending + k * s->model->width);

		if (away < apart)
			sum += log(fmax(away, nearest) / apart);
	}
	return sum;
}

/* What a point is worth trying. */
static void
judge(struct looking *s, struct spot *at)
{
	at->view = forest_model_at(s->model, at->row, s->x);
	at->worth = at->view.gain + log_penalty(s);
	if (s->believing > 0)
		at->worth += s->believing * point_log_prior(s->space, at->row);
}

/* Look at the row of the next spot; false if it is no new point. */
static bool
look(struct looking *s)
{
	if (point_broken(s->space, s->next.row) ||
	    evidence_has(s->evidence, s->next.row, false))
		return false;
	judge(s, &s->next);
	return true;
}

/* Put the next spot among the best, unless it is there. */
static void
offer(struct looking *s)
{
	size_t k = s->ntops;
	struct spot last;

	while (k > 0 && s->next.worth > s->tops[k - 1].worth)
		k--;
	if (k == STARTS)
		return;
	for (size_t i = 0; i < k; i++)
		if (s->tops[i].worth == s->next.worth &&
		    is_same(s, &s->tops[i], &s->next))
			return;
	if (s->ntops < STARTS)
		s->ntops++;
	last = s->tops[s->ntops - 1];
	memmove(&s->tops[k + 1], &s->tops[k],
	    (s->ntops - 1 - k) * sizeof(*s->tops));
	s->tops[k] = last;
	copy_spot(s, &s->tops[k], &s->next);
}

static double *
coordinate(const struct looking *s, struct spot *at, size_t feature)
{
	return &at->u[s->space->params[s->model->param[feature]].coordinate];
}

static bool
is_there(const struct looking *s, const struct spot *at, size_t feature)
{
	return !isnan(at->row[s->model->param[feature]]);
}

/* The coordinates of a spot, those of what is not active at random. */
static void
set_coordinates(struct looking *s, struct spot *at)
{
	point_encode(s->space, at->row, at->u);
	for (size_t f = 0; f < s->model->width; f++) {
		const double u = rng_uniform(&s->streams[f]);

		if (!is_there(s, at, f))
			*coordinate(s, at, f) = u;
	}
}

/* Points at random, every other one as if nothing were believed. */
static void
look_around(struct looking *s)
{
	for (size_t i = 0; i < DRAWN; i++) {
		struct spot *at = &s->next;

		for (size_t f = 0; f < s->model->width; f++)
			*coordinate(s, at, f) = rng_uniform(&s->streams[f]);
		if (!(i % 2 == 0
			    ? point_draw(s->space, at->u, at->row)
			    : point_draw_evenly(s->space, at->u, at->row)) ||
		    !look(s))
			continue;
		set_coordinates(s, at);
		offer(s);
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
	double *u = coordinate(s, at, feature);

	*u = s->model->unordered[feature] ? rng_uniform(&s->rng)
					  : move(s, p, *u, sigma);
}

/* The next spot at what its coordinates say; false if it is no new point. */
static bool
settle(struct looking *s)
{
	return point_decode(s->space, s->next.u, s->next.row) && look(s);
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
		set_coordinates(s, &s->next);
		for (uint32_t k = 0; k < changes; k++)
			change(s, &s->next,
			    rng_below(&s->rng, (uint32_t)s->model->width),
			    sigma);
		if (settle(s))
			offer(s);
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
	*coordinate(s, &s->next, feature) =
	    ((double)level + 0.5) / (double)levels;
}

/* Look at neighbours that differ in one feature; go to the best if better. */
static bool
try_feature(struct looking *s, struct spot *at, size_t feature, double sigma)
{
	const size_t i = s->model->param[feature];
	const uint64_t levels = s->space->params[i].levels;
	const bool choices = s->model->unordered[feature];
	const size_t tries = !choices           ? TRIES
			     : levels > CHOICES ? CHOICES
						: (size_t)levels - 1;
	bool better = false;
	struct spot *next = &s->next;
	const struct spot from = *at;
	double *kept = xcalloc(s->space->dim + s->space->n, sizeof(*kept));

	memcpy(kept, at->u, (s->space->dim + s->space->n) * sizeof(*kept));
	for (size_t k = 0; k < tries; k++) {
		struct spot start = from;

		start.u = kept;
		start.row = kept + s->space->dim;
		copy_spot(s, next, &start);
		if (choices)
			choose(s, feature, &start, k);
		else
			change(s, next, feature, sigma);
		if (settle(s) && next->worth > at->worth) {
			copy_spot(s, at, next);
			better = true;
		}
	}
	free(kept);
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
			if (is_there(s, at, f))
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
			*coordinate(s, at, f) = rng_uniform(&s->streams[f]);
		found = repair_point(
		    s->space, at->u, key->seed, key->trial, i, at->row);
		if (!found || !look(s))
			continue;
		set_coordinates(s, at);
		offer(s);
	}
	if (s->ntops == 0 && found && product_size(s->space) == 0)
		copy_spot(s, &s->tops[s->ntops++], at);
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
		judge(&s, &s.next);
		if (best == candidates->n || s.next.worth > worth) {
			best = i;
			worth = s.next.worth;
			search->view = s.next.view;
		}
	}
	looking_release(&s);
	return best;
}
