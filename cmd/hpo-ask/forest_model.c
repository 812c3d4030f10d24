#include "forest_model.h"

#include <math.h>
#include <stdlib.h>

#include "acquisition.h"
#include "point.h"
#include "warp.h"
#include "xalloc.h"

static const double least_sd = 1e-6;     /* of values with deviation 1 */
static const double least_chance = 1e-3; /* that a trial does not fail */
static const float inactive = -1;        /* of a number; others are in [0, 1] */

/* What a forest is grown from. */
struct grown {
	size_t *at; /* by observation: its place in the evidence */
	double *y;
	float *x; /* by feature: all observations */
	size_t n;
};

static void
grown_init(struct grown *g, const struct forest_model *m)
{
	const size_t most = m->evidence->n + 1;

	*g = (struct grown){.at = xcalloc(most, sizeof(*g->at)),
	    .y = xcalloc(most, sizeof(*g->y)),
	    .x = xcalloc(most * (m->width + 1), sizeof(*g->x))};
}

static void
grown_release(struct grown *g)
{
	free(g->at);
	free(g->y);
	free(g->x);
}

static bool
is_unordered(const struct param *p)
{
	return p->type == PARAM_CATEGORICAL || p->type == PARAM_BOOL;
}

static void
list_features(struct forest_model *m, const struct space *space)
{
	m->param = xcalloc(space->n + 1, sizeof(*m->param));
	m->unordered = xcalloc(space->n + 1, sizeof(*m->unordered));
	for (size_t k = 0; k < space->n; k++) {
		const size_t i = space->sorted[k];

		if (space->params[i].coordinate == SPACE_NONE)
			continue;
		m->unordered[m->width] = is_unordered(&space->params[i]);
		m->param[m->width++] = i;
	}
}

static float
feature_of(const struct forest_model *m, size_t feature, const double *row)
{
	const struct numbers *numbers = &m->evidence->numbers;
	const size_t i = m->param[feature];
	const struct param *p = &numbers->space->params[i];

	if (isnan(row[i]))
		return m->unordered[feature] ? (float)p->levels : inactive;
	if (m->unordered[feature])
		return (float)row[i];
	if (param_is_bound(p))
		return (float)point_coordinate(numbers->space, i, row);
	return (float)value_coordinate(p, &numbers->domain[i].range, row[i]);
}

void
forest_features(const struct forest_model *m, const double *row, float *x)
{
	for (size_t f = 0; f < m->width; f++)
		x[f] = feature_of(m, f, row);
}

/* The observations of a class that have a value or need none, behind others. */
static void
take_class(struct grown *g, const struct evidence *ev,
    enum evidence_class class, double y)
{
	for (size_t i = 0; i < ev->n; i++)
		if (ev->at[i].class == class &&
		    !(isnan(y) && isnan(ev->at[i].value))) {
			g->y[g->n] = isnan(y) ? ev->at[i].value : y;
			g->at[g->n++] = i;
		}
}

/* Complete trials by value, and pruned ones, unless there are these only. */
static void
set_values(struct forest_model *m, struct grown *g)
{
	const struct evidence *ev = m->evidence;
	double worst = -INFINITY;

	take_class(g, ev, EVIDENCE_COMPLETE, NAN);
	if (g->n == 0) {
		take_class(g, ev, EVIDENCE_PRUNED, NAN);
		m->warped = warp_values(g->y, g->n);
	} else {
		m->warped = warp_values(g->y, g->n);
		for (size_t k = 0; k < g->n; k++)
			worst = fmax(worst, g->y[k]);
		take_class(g, ev, EVIDENCE_PRUNED, worst);
	}
	standardise(g->y, g->n, &m->offset, &m->unit);
}

static void
grow(const struct forest_model *m, struct grown *g,
    const struct forest_key *key, struct trees *trees)
{
	const struct trees_data data = {.n = g->n,
	    .width = m->width,
	    .x = g->x,
	    .unordered = m->unordered,
	    .y = g->y};
	const struct trees_setting setting = {.trees = key->trees,
	    .least = 1,
	    .tried = (m->width + 2) / 3,
	    .seed = key->seed,
	    .trial = key->trial};

	for (size_t f = 0; f < m->width; f++)
		for (size_t k = 0; k < g->n; k++)
			g->x[f * g->n + k] = feature_of(
			    m, f, evidence_row(m->evidence, g->at[k]));
	trees_grow(trees, &data, &setting);
}

/* Grow it again, as if what is pending had come to what it expects. */
static void
believe(struct forest_model *m, struct grown *g, const struct forest_key *key)
{
	const size_t told = g->n;
	float *x = xcalloc(m->width + 1, sizeof(*x));

	take_class(g, m->evidence, EVIDENCE_PENDING, 0);
	for (size_t k = told; k < g->n; k++)
		g->y[k] =
		    forest_model_at(m, evidence_row(m->evidence, g->at[k]), x)
			.mean;
	free(x);
	if (g->n == told)
		return;
	trees_release(&m->trees);
	grow(m, g, key, &m->trees);
}

/* The least that was told, or where that is noisy, of what it means. */
static double
find_best(const struct forest_model *m, const struct grown *g, bool noisy)
{
	float *x = xcalloc(m->width + 1, sizeof(*x));
	double best = INFINITY;

	for (size_t k = 0; k < g->n; k++) {
		const double *row = evidence_row(m->evidence, g->at[k]);

		best = fmin(
		    best, noisy ? forest_model_at(m, row, x).mean : g->y[k]);
	}
	free(x);
	return best;
}

static void
learn_values(struct forest_model *m, const struct forest_key *key, bool noisy)
{
	struct grown g;

	grown_init(&g, m);
	set_values(m, &g);
	if (g.n > 0) {
		grow(m, &g, key, &m->trees);
		m->best = find_best(m, &g, noisy);
		believe(m, &g, key);
	}
	grown_release(&g);
}

/* Which trials do not fail, where some do. */
static void
learn_success(struct forest_model *m, const struct forest_key *key)
{
	const struct evidence *ev = m->evidence;
	struct grown g;

	if (ev->count[EVIDENCE_FAILED] + ev->count[EVIDENCE_INFEASIBLE] == 0)
		return;
	grown_init(&g, m);
	take_class(&g, ev, EVIDENCE_COMPLETE, 1);
	take_class(&g, ev, EVIDENCE_PRUNED, 1);
	take_class(&g, ev, EVIDENCE_INFEASIBLE, 0);
	take_class(&g, ev, EVIDENCE_FAILED, 0);
	grow(m, &g, key, &m->success);
	grown_release(&g);
}

void
forest_model_init(struct forest_model *m, const struct study *study,
    const struct evidence *ev, const struct forest_key *key)
{
	*m = (struct forest_model){.evidence = ev, .unit = 1};
	list_features(m, &study->space);
	m->ended = ev->count[EVIDENCE_COMPLETE] + ev->count[EVIDENCE_PRUNED] +
		   ev->count[EVIDENCE_INFEASIBLE] + ev->count[EVIDENCE_FAILED];
	learn_values(m, key, study->noisy);
	learn_success(m, key);
}

void
forest_model_release(struct forest_model *m)
{
	trees_release(&m->trees);
	trees_release(&m->success);
	free(m->param);
	free(m->unordered);
	*m = (struct forest_model){0};
}

struct forest_view
forest_model_at(const struct forest_model *m, const double *row, float *x)
{
	struct forest_view view = {0, 1, 0};
	double chance, variance;

	forest_features(m, row, x);
	if (m->trees.n > 0) { /* else all are the same */
		trees_predict(&m->trees, x, &view.mean, &variance);
		view.sd = fmax(sqrt(variance), least_sd);
		view.gain =
		    log_improvement((m->best - view.mean) / view.sd, NULL) +
		    log(view.sd);
	}
	if (m->success.n > 0) {
		trees_predict(&m->success, x, &chance, &variance);
		view.gain += log(fmax(chance, least_chance));
	}
	return view;
}
