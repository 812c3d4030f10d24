/*
 * The tree-structured Parzen estimator (references in kde.h): for trees of
 * conditions, many choices, many trials and many workers, at once.
 *
 * Candidates are drawn from the density of the good trials; the one at which
 * it exceeds that of the others most is asked.  Pending and failed trials are
 * among the others, so that points spread and stay away from what fails.
 * Infeasible ones rank behind all feasible ones, by how much they break the
 * constraints (Optuna's order), and so are good only where those are too few.
 * Deviations from Watanabe 2023: the densities of groups of parameters, tpe.h;
 * candidates that were asked before are drawn again, so that none is wasted;
 * above 200 trials every twentieth point, chosen by its number, comes from the
 * prior, so that no place is left out for ever.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "design.h"
#include "point.h"
#include "product.h"
#include "repair.h"
#include "rng.h"
#include "sampler.h"
#include "sampler_option.h"
#include "split.h"
#include "tpe.h"
#include "xalloc.h"

enum {
	CANDIDATES = 24, /* Bergstra et al.; more are not better */
	CANDIDATES_MAX = 10000,
	SCORED_MAX = 4000,     /* of those that are given */
	DRAWS = 50,            /* for each of them, until it is a new point */
	MANY = 200,            /* trials, above which the prior is asked too */
	PRIOR_SUB = INT32_MAX, /* of the stream that says when */
};

static const double gamma_default = 0.15; /* Watanabe 2023 */
static const double prior_share = 0.05;

static int
take_gamma(const char *value, json_t *options, struct err *e)
{
	char *end;
	const double gamma = strtod(value, &end);

	if (*value == '\0' || *end != '\0' || !(gamma > 0 && gamma < 1))
		return err_set(
		    e, "-O gamma=%s: it is a share between 0 and 1", value);
	if (gamma == gamma_default)
		json_object_del(options, "gamma");
	else
		json_object_set_new(options, "gamma", json_real(gamma));
	return 0;
}

static int
option(const struct space *space, const char *key, const char *value,
    json_t *options, struct err *e)
{
	static const char *const weights[] = {"ei", "uniform", NULL};
	static const struct option_range candidates = {
	    1, CANDIDATES_MAX, CANDIDATES};

	(void)space;
	if (option_plain(key, e) == -1)
		return -1;
	if (strcmp(key, "n0") == 0)
		return design_option(value, options, e);
	if (strcmp(key, "gamma") == 0)
		return take_gamma(value, options, e);
	if (strcmp(key, "candidates") == 0)
		return option_number(key, value, &candidates, options, e);
	return option_word(key, value, weights, options, e);
}

/* Candidates of one proposal. */
struct list {
	struct candidate *at;
	double *rows;
	size_t n;
};

static void
list_init(struct list *list, const struct space *space, size_t most)
{
	*list = (struct list){0};
	list->at = xcalloc(most + 1, sizeof(*list->at));
	list->rows = xcalloc(2 * (most + 1) * (space->n + 1), sizeof(double));
	for (size_t i = 0; i <= most; i++) {
		list->at[i].row = list->rows + 2 * i * space->n;
		list->at[i].values = list->at[i].row + space->n;
	}
}

static void
list_release(struct list *list)
{
	free(list->at);
	free(list->rows);
}

/* What models have of a point. */
static void
place_all(const struct space *space, struct candidate *c)
{
	for (size_t k = 0; k < space->n; k++)
		c->row[k] = isnan(c->values[k])
				? NAN
				: kernel_place(space, k, c->values);
}

/* Draw up to `most` candidates that are points which nobody has asked. */
static void
draw_list(struct list *list, struct tpe *tpe, struct draw *draw, size_t most,
    bool only_prior)
{
	const struct space *space = tpe->evidence->numbers.space;

	for (size_t i = 0; i < DRAWS * most && list->n < most; i++) {
		struct candidate *c = &list->at[list->n];

		draw->sub = (uint32_t)i;
		list->n += tpe_draw(tpe, draw, only_prior, c) &&
			   !point_broken(space, c->values) &&
			   !evidence_has(tpe->evidence, c->values, false);
	}
}

/*
 * Where rules refuse all that is drawn: points near to what would be drawn.  In
 * an infinite space the last may have been asked.
 */
static void
make_list(struct list *list, struct tpe *tpe, struct draw *draw, size_t most,
    bool only_prior)
{
	const struct space *space = tpe->evidence->numbers.space;
	double *u = xcalloc(space->dim + 1, sizeof(*u));
	bool found = false;

	for (size_t i = 0; i < most; i++) {
		struct candidate *c = &list->at[list->n];

		draw->sub = (uint32_t)(DRAWS * most + i);
		(void)tpe_draw(tpe, draw, only_prior, c);
		point_trace(space, c->values, u);
		found = repair_point(
		    space, u, draw->seed, draw->trial, draw->sub, c->values);
		if (found)
			place_all(space, c);
		list->n +=
		    found && !evidence_has(tpe->evidence, c->values, false);
	}
	list->n += list->n == 0 && found && product_size(space) == 0;
	free(u);
}

/* All candidates that are left; of very many, some that are spread over them.
 */
static void
take_list(struct list *list, const struct sampling *s)
{
	const struct space *space = &s->study->space;
	const struct candidates *given = s->candidates;
	const size_t step = (given->left + SCORED_MAX - 1) / SCORED_MAX;
	size_t left = 0;

	for (size_t i = 0; i < given->n; i++) {
		struct candidate *c = &list->at[list->n];

		if (given->used[i] || left++ % step != 0)
			continue;
		memcpy(c->values, candidates_row(given, i),
		    space->n * sizeof(*c->values));
		place_all(space, c);
		list->n++;
	}
}

/* The best one; the first of equals, and of those without a score. */
static const struct candidate *
best_of(const struct list *list)
{
	const struct candidate *best = NULL;

	for (size_t i = 0; i < list->n; i++)
		if (!best || list->at[i].score > best->score ||
		    (isnan(best->score) && !isnan(list->at[i].score)))
			best = &list->at[i];
	return best;
}

static size_t
candidates_of(const struct sampling *s)
{
	const json_t *given = json_object_get(s->options, "candidates");

	return given ? (size_t)json_integer_value(given) : CANDIDATES;
}

static void
model(const struct sampling *s, const struct evidence *ev, struct tpe *tpe)
{
	const json_t *gamma = json_object_get(s->options, "gamma");
	struct split split;

	split_init(&split, ev, gamma ? json_real_value(gamma) : gamma_default);
	tpe_init(tpe, ev, &split, !json_object_get(s->options, "weights"));
	split_release(&split);
}

/* Whether the point of this trial comes from the prior. */
static bool
is_prior_turn(
    const struct sampling *s, const struct past *past, uint32_t number)
{
	const size_t *count = past->evidence.count;
	struct rng rng;

	if (count[EVIDENCE_COMPLETE] + count[EVIDENCE_PRUNED] +
		count[EVIDENCE_INFEASIBLE] + count[EVIDENCE_FAILED] <=
	    MANY)
		return false;
	rng_init(&rng, s->seed, number, "tpe", PRIOR_SUB);
	return rng_uniform(&rng) < prior_share;
}

static int
propose(struct sampling *s, const struct past *past, uint32_t number,
    struct proposal *out)
{
	const struct space *space = &s->study->space;
	struct draw draw = {.seed = s->seed, .trial = number};
	const bool only_prior = is_prior_turn(s, past, number);
	const size_t most = only_prior ? 1 : candidates_of(s);
	struct list list;
	struct tpe tpe;

	if (design_goes_on(s, past))
		return design_propose(s, past, number, out);
	out->sampler = "tpe";
	out->why = only_prior ? "prior" : "model";
	model(s, &past->evidence, &tpe);
	list_init(&list, space, s->candidates ? SCORED_MAX : most);
	if (s->candidates && !only_prior)
		take_list(&list, s);
	else
		draw_list(&list, &tpe, &draw, most, only_prior);
	if (list.n == 0)
		make_list(&list, &tpe, &draw, most, only_prior);
	if (list.n > 1)
		tpe_score(&tpe, list.at, list.n);
	for (size_t i = 0; list.n > 1 && i < list.n; i++)
		shortlist_offer(
		    s->shortlist, space, list.at[i].values, list.at[i].score);
	if (list.n > 0)
		out->params = point_params(space, best_of(&list)->values);
	list_release(&list);
	tpe_release(&tpe);
	return out->params ? 0 : sampling_rest(s, past, out);
}

const struct sampler sampler_tpe = {
    .name = "tpe",
    .option = option,
    .propose = propose,
};
