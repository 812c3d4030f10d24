#include "forest_looking.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "point.h"
#include "xalloc.h"

static const double fading = 10;    /* of priors: piBO's beta */
static const double apart = 0.05;   /* what pending points keep clear */
static const double nearest = 1e-6; /* of these */

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
place_spot(const struct looking *s, struct spot *spot, size_t place)
{
	spot->u = s->numbers + place * (s->space->dim + s->space->n);
	spot->row = spot->u + s->space->dim;
}

void
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
	s->numbers =
	    xcalloc((LOOKING_TOPS + 2) * size + 1, sizeof(*s->numbers));
	place_spot(s, &s->next, 0);
	place_spot(s, &s->from, 1);
	for (size_t k = 0; k < LOOKING_TOPS; k++)
		place_spot(s, &s->tops[k], k + 2);
}

void
looking_release(struct looking *s)
{
	free(s->streams);
	free(s->x);
	free(s->pending);
	free(s->numbers);
}

void
looking_copy(const struct looking *s, struct spot *to, const struct spot *from)
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
void
looking_judge(struct looking *s, struct spot *at)
{
	at->view = forest_model_at(s->model, at->row, s->x);
	at->worth = at->view.gain + log_penalty(s);
	if (s->believing > 0)
		at->worth += s->believing * point_log_prior(s->space, at->row);
}

/* Look at the row of the next spot; false if it is no new point. */
bool
looking_see(struct looking *s)
{
	if (point_broken(s->space, s->next.row) ||
	    evidence_has(s->evidence, s->next.row, false))
		return false;
	looking_judge(s, &s->next);
	return true;
}

/* Put the next spot among the best, unless it is there. */
void
looking_offer(struct looking *s)
{
	size_t k = s->ntops;
	struct spot last;

	while (k > 0 && s->next.worth > s->tops[k - 1].worth)
		k--;
	if (k == LOOKING_TOPS)
		return;
	for (size_t i = 0; i < k; i++)
		if (s->tops[i].worth == s->next.worth &&
		    is_same(s, &s->tops[i], &s->next))
			return;
	if (s->ntops < LOOKING_TOPS)
		s->ntops++;
	last = s->tops[s->ntops - 1];
	memmove(&s->tops[k + 1], &s->tops[k],
	    (s->ntops - 1 - k) * sizeof(*s->tops));
	s->tops[k] = last;
	looking_copy(s, &s->tops[k], &s->next);
}

double *
looking_coordinate(const struct looking *s, struct spot *at, size_t feature)
{
	return &at->u[s->space->params[s->model->param[feature]].coordinate];
}

bool
looking_has(const struct looking *s, const struct spot *at, size_t feature)
{
	return !isnan(at->row[s->model->param[feature]]);
}

/* The coordinates of a spot, those of what is not active at random. */
void
looking_encode(struct looking *s, struct spot *at)
{
	point_encode(s->space, at->row, at->u);
	for (size_t f = 0; f < s->model->width; f++) {
		const double u = rng_uniform(&s->streams[f]);

		if (!looking_has(s, at, f))
			*looking_coordinate(s, at, f) = u;
	}
}
