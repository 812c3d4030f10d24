#include "gp_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gp_fit.h"
#include "warp.h"
#include "xalloc.h"

enum {
	RESULTS_MAX = 800, /* more are thinned out */
};

/* How long weights are looked for. */
struct effort {
	size_t most;     /* results that they are found from */
	int evaluations; /* with these */
	int all;         /* with all, where there are more */
};

static const struct effort of_values = {160, 60, 6};
static const struct effort of_labels = {100, 20, 0};

static const double failed_noise = 0.1; /* variance of a made up value */
static const double error_most = 1e12;  /* variance: more says nothing more */
static const double noise_least = 1e-6;
static const double noise_start = 1e-2;

/* Trials of one point. */
struct result {
	size_t i; /* index in the evidence, of the first */
	double value;
	double error; /* standard error; NAN: unknown */
	size_t repeats;
	bool failed; /* its value is made up */
};

struct results {
	struct result *at;
	size_t n;
	bool differ; /* equal points had different values */
	bool errors; /* some are known */
};

static void
add_value(struct results *r, struct result *to, const struct observation *o)
{
	const double k = (double)to->repeats;

	if (k > 0 && o->value != to->value)
		r->differ = true;
	to->value =
	    k > 0 ? to->value + (o->value - to->value) / (k + 1) : o->value;
	if (!isnan(o->error)) {
		r->errors = true;
		to->error = isnan(to->error)
				? o->error
				: hypot(k * to->error, o->error) / (k + 1);
	}
	to->repeats++;
}

/* Complete trials by point, then what has failed or is not allowed. */
static void
collect(struct results *r, const struct evidence *ev)
{
	size_t *of = xcalloc(ev->n + 1, sizeof(*of));

	r->at = xcalloc(ev->n + 1, sizeof(*r->at));
	for (size_t i = 0; i < ev->n; i++) {
		const struct observation *o = &ev->at[i];
		size_t first;

		if (o->class != EVIDENCE_COMPLETE)
			continue;
		first = evidence_before(ev, i, EVIDENCE_COMPLETE);
		of[i] = first == SIZE_MAX ? r->n : of[first];
		if (first == SIZE_MAX)
			r->at[r->n++] = (struct result){.i = i, .error = NAN};
		add_value(r, &r->at[of[i]], o);
	}
	free(of);
	for (size_t i = 0; i < ev->n; i++)
		if (ev->at[i].class == EVIDENCE_FAILED ||
		    ev->at[i].class == EVIDENCE_INFEASIBLE ||
		    ev->at[i].class == EVIDENCE_PRUNED)
			r->at[r->n++] = (struct result){
			    .i = i, .error = NAN, .failed = true};
}

static int
compare(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/*
 * Multiples of 2^-32, so that the last bits of values, which other units of
 * the objective or another libm change, do not reach the points.
 */
static double
onto_grid(double y)
{
	return round(y * 0x1p32) * 0x1p-32;
}

/* The values of the first n results, warped, back into them. */
static void
warp(struct gp_model *model, struct results *r, size_t n)
{
	double *y = xcalloc(n + 1, sizeof(*y));
	double mean, sd, worst;

	model->results = n;
	model->known = xcalloc(n + 1, sizeof(*y));
	model->warped = xcalloc(n + 1, sizeof(*y));
	for (size_t i = 0; i < n; i++)
		y[i] = model->known[i] = r->at[i].value;
	if (model->how.warp == GP_WARP_ALWAYS && n >= 5) {
		warp_half_rank(y, n);
		warp_stretch(y, n);
	} else if (model->how.warp == GP_WARP_AUTO) {
		(void)warp_values(y, n);
	}
	standardise(y, n, &mean, &sd);
	for (size_t i = 0; i < n; i++)
		y[i] = onto_grid(y[i]);
	worst = warp_failure(y, n);
	for (size_t i = 0; i < n; i++)
		r->at[i].value = model->warped[i] = y[i];
	for (size_t i = n; i < r->n; i++)
		r->at[i].value = worst;
	/* Both orders are the same one. */
	qsort(model->known, n, sizeof(*y), compare);
	qsort(model->warped, n, sizeof(*y), compare);
	free(y);
}

double
gp_model_value(const struct gp_model *model, double warped)
{
	const double *w = model->warped, *y = model->known;
	const size_t n = model->results;
	size_t i = 1;

	if (n < 2 || w[n - 1] == w[0])
		return n > 0 ? y[0] : 0;
	if (warped < w[0])
		return y[0] + (warped - w[0]) * gp_model_scale(model);
	while (i + 1 < n && (w[i] < warped || w[i] == w[0]))
		i++;
	while (w[i] == w[i - 1]) /* the worst may be several */
		i--;
	return y[i - 1] +
	       (warped - w[i - 1]) / (w[i] - w[i - 1]) * (y[i] - y[i - 1]);
}

double
gp_model_scale(const struct gp_model *model)
{
	const double *w = model->warped, *y = model->known;
	const size_t half = model->results / 2;

	for (size_t i = half; i < model->results; i++)
		if (w[i] > w[0])
			return (y[i] - y[0]) / (w[i] - w[0]);
	return 1;
}

/* A process with results, every one or those of the list. */
static void
fill(struct gp *gp, const struct gp_model *model, const struct evidence *ev,
    const struct results *r, size_t room)
{
	double *x = xcalloc(model->columns.n + 1, sizeof(*x));
	const double scale = gp_model_scale(model);

	gp_init(gp, model->columns.column, model->columns.n,
	    model->columns.weights, r->n + room);
	for (size_t i = 0; i < r->n; i++) {
		const struct result *of = &r->at[i];
		double extra = of->failed ? failed_noise : 0;

		if (!isnan(of->error))
			extra += fmin(of->error * of->error / (scale * scale),
			    error_most);
		gp_columns_point(
		    &model->columns, evidence_row(ev, of->i), x, 1);
		gp_add(gp, x, of->value,
		    of->repeats > 0 ? 1 / (double)of->repeats : 1, extra);
	}
	free(x);
}

/* Better first. */
static int
compare_results(const void *a, const void *b)
{
	const struct result *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return (x->i > y->i) - (x->i < y->i);
}

/* A part of results, the better half of the places to the best. */
static struct results
thin(const struct results *r, size_t most)
{
	struct results part = *r;
	const size_t best = most / 2;

	part.at = xcalloc(r->n + 1, sizeof(*part.at));
	memcpy(part.at, r->at, r->n * sizeof(*part.at));
	qsort(part.at, r->n, sizeof(*part.at), compare_results);
	if (r->n <= most)
		return part;
	for (size_t k = best; k < most; k++)
		part.at[k] =
		    part.at[best + (k - best) * (r->n - best) / (most - best)];
	part.n = most;
	return part;
}

static void
take_over(struct gp *to, const struct gp *from)
{
	memcpy(to->kernel.weight, from->kernel.weight,
	    from->kernel.weights * sizeof(double));
	to->kernel.scale = from->kernel.scale;
	to->noise = from->noise;
}

/*
 * Fit to results, or where there are many to a part of them, then for a little
 * to all.
 */
static void
fit(struct gp *gp, const struct gp_model *model, const struct evidence *ev,
    const struct results *r, const struct effort *effort, bool noisy)
{
	const struct results part = thin(r, effort->most);
	struct gp few;
	struct gp_fit how = {
	    .noisy = noisy, .evaluations = effort->evaluations, .mean = NAN};

	fill(&few, model, ev, &part, 0);
	few.noise = noisy ? noise_start : gp->noise;
	(void)gp_fit(&few, &how);
	take_over(gp, &few);
	gp_release(&few);
	free(part.at);
	how.evaluations = effort->all;
	if (r->n > effort->most && effort->all > 0)
		(void)gp_fit(gp, &how);
	gp_condition(gp, NAN);
}

static void
learn_success(
    struct gp_model *model, const struct evidence *ev, const struct results *r)
{
	struct results labels = *r;

	labels.at = xcalloc(r->n + 1, sizeof(*labels.at));
	for (size_t i = 0; i < r->n; i++)
		labels.at[i] = (struct result){.i = r->at[i].i,
		    .value = r->at[i].failed ? -1 : 1,
		    .error = NAN,
		    .repeats = 1};
	fill(&model->success, model, ev, &labels, 0);
	fit(&model->success, model, ev, &labels, &of_labels, true);
	free(labels.at);
}

/*
 * The least value: where results are noisy one that was lucky, which is harder
 * to improve upon, so that more is explored.  On the noisy public tasks that
 * leaves less regret than the least value that is expected.
 */
static double
find_best(const struct results *r)
{
	double best = INFINITY;

	for (size_t i = 0; i < r->n; i++)
		if (!r->at[i].failed)
			best = fmin(best, r->at[i].value);
	return best;
}

/* Whether a trial is waited for; what has failed, where that is all there is.
 */
static bool
is_awaited(const struct gp_model *model, const struct observation *o)
{
	return o->class == EVIDENCE_PENDING ||
	       (model->results == 0 && (o->class == EVIDENCE_FAILED ||
					   o->class == EVIDENCE_INFEASIBLE ||
					   o->class == EVIDENCE_PRUNED));
}

static void
await(struct gp_model *model, const struct evidence *ev)
{
	double *x = xcalloc(model->columns.n + 1, sizeof(*x));
	struct gp *gp = &model->gp;

	for (size_t i = 0; i < ev->n && gp->n + gp->pending < gp->cap; i++) {
		if (!is_awaited(model, &ev->at[i]))
			continue;
		gp_columns_point(&model->columns, evidence_row(ev, i), x, 1);
		gp_await(gp, x);
	}
	free(x);
}

/* The variance of a result, as the process has it, where that is known. */
static double
noise_of(const struct gp_model *model, const struct study *study)
{
	const double sd = study->noise / gp_model_scale(model);

	return model->noisy ? fmin(fmax(sd * sd, noise_least), 1) : noise_least;
}

static void
learn(struct gp_model *model, const struct study *study,
    const struct evidence *ev, struct results *r)
{
	const size_t pending = ev->count[EVIDENCE_PENDING];

	if (r->n > RESULTS_MAX) {
		struct results part = thin(r, RESULTS_MAX);

		free(r->at);
		*r = part;
	}
	fill(&model->gp, model, ev, r,
	    pending < RESULTS_MAX ? pending : RESULTS_MAX);
	model->gp.noise = noise_of(model, study);
	fit(&model->gp, model, ev, r, &of_values,
	    model->noisy && !(study->noise > 0));
	model->best = find_best(r);
	if (model->fails)
		learn_success(model, ev, r);
}

void
gp_model_init(struct gp_model *model, const struct study *study,
    const struct evidence *ev, const struct gp_how *how)
{
	struct results r = {0};
	size_t finished = 0;

	*model = (struct gp_model){.how = *how};
	gp_columns_init(&model->columns, &study->space);
	collect(&r, ev);
	while (finished < r.n && !r.at[finished].failed)
		finished++;
	if (finished == 0) /* nothing to learn from but where it was */
		r.n = 0;
	model->fails = finished < r.n;
	model->noisy = model->how.noise == GP_NOISE_FREE ||
		       (model->how.noise == GP_NOISE_AUTO &&
			   (study->noisy || r.differ || r.errors));
	warp(model, &r, finished);
	if (finished > 0)
		learn(model, study, ev, &r);
	else
		gp_init(&model->gp, model->columns.column, model->columns.n,
		    model->columns.weights,
		    ev->n < RESULTS_MAX ? ev->n : RESULTS_MAX);
	await(model, ev);
	free(r.at);
}

void
gp_model_release(struct gp_model *model)
{
	gp_columns_release(&model->columns);
	gp_release(&model->gp);
	gp_release(&model->success);
	free(model->known);
	free(model->warped);
	*model = (struct gp_model){0};
}
