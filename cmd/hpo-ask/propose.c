#include "propose.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "encode.h"
#include "incumbent.h"
#include "jsonl.h"
#include "nearest.h"
#include "number.h"
#include "point.h"
#include "xalloc.h"

enum { DIGITS = 6 }; /* significant, of what a model expects */

int
proposer_init(struct proposer *p, const struct study *study,
    const struct method *method, struct err *e)
{
	static const char *const none[] = {NULL};
	/* Any that takes all studies can stand by. */
	const struct method idle = {.sampler = "random", .options = none};

	*p = (struct proposer){.study = study,
	    .candidates = method->candidates,
	    .confirms = method->confirm};
	return sampling_open(
	    &p->sampling, study, method->confirm ? &idle : method, e);
}

void
proposer_release(struct proposer *p)
{
	sampling_close(&p->sampling);
}

bool
proposer_looks(const struct proposer *p)
{
	return p->sampling.sampler->enumerates ||
	       (p->sampling.row->flags & SAMPLER_MODEL) || p->study->points ||
	       p->study->space.standard || p->sampling.finite ||
	       p->candidates || p->confirms;
}

/* The row of params, a point, to be freed by the caller. */
static double *
row_of(const struct past *past, json_t *params)
{
	const struct numbers *numbers = &past->evidence.numbers;
	double *row = xcalloc(numbers->space->n + 1, sizeof(*row));

	numbers_row(numbers, params, row);
	return row;
}

/* Whether a point may be asked: candidates are all that may, if there are any.
 */
static bool
may_ask(const struct proposer *p, const struct past *past, json_t *point)
{
	const struct candidates *c = p->candidates;
	double *row;
	size_t i;

	if (!c)
		return true;
	row = row_of(past, point);
	i = candidates_find(c, row);
	free(row);
	return i < c->n && !c->used[i];
}

/* The next of the header's points that no trial equals, or NULL. */
static json_t *
header_point(struct proposer *p, const struct past *past, struct err *e)
{
	for (; p->next_point < json_array_size(p->study->points);
	     p->next_point++) {
		json_t *point = encode_complete(&p->study->space,
		    json_array_get(p->study->points, p->next_point), e);

		if (!point ||
		    (!past_has(past, point, true) && may_ask(p, past, point)))
			return point;
		json_decref(point);
	}
	return NULL;
}

/* The default point, if there is one that no trial equals, or NULL. */
static json_t *
default_point(const struct proposer *p, const struct past *past, struct err *e)
{
	json_t *nothing = jsonl_object();
	json_t *point = NULL;

	if (p->study->space.standard)
		point = encode_complete(&p->study->space, nothing, e);
	json_decref(nothing);
	if (point &&
	    (past_has(past, point, true) || !may_ask(p, past, point))) {
		json_decref(point);
		point = NULL;
	}
	return point;
}

/* Whether every candidate, or point of a finite space, is taken. */
static bool
is_exhausted(const struct proposer *p, const struct past *past)
{
	const uint64_t n = p->sampling.points;

	if (p->candidates)
		return p->candidates->left == 0;
	return n > 0 && past->evidence.taken >= n;
}

/* Of candidates that which is nearest to a point that may be none; then what
 * was expected at the point is not known of it. */
static void
keep_to_candidates(
    struct proposer *p, const struct past *past, struct proposal *made)
{
	double *row = row_of(past, made->params);
	size_t i = candidates_find(p->candidates, row);

	if (i == p->candidates->n || p->candidates->used[i]) {
		i = nearest_candidate(p->candidates, row);
		json_decref(made->params);
		made->params = point_params(
		    p->candidates->space, candidates_row(p->candidates, i));
		made->mean = made->sd = made->acq = NAN;
	}
	free(row);
}

/* What is kept so that the point can be made again. */
static json_t *
facts(const struct sampling *s, const char *sampler, int version,
    const struct past *past)
{
	json_t *ask = jsonl_object();

	json_object_set_new(ask, "sampler", json_string(sampler));
	json_object_set_new(ask, "v", json_integer(version));
	if (s->seed != s->study->seed) {
		char seed[32];

		snprintf(seed, sizeof(seed), "%" PRIu64, s->seed);
		json_object_set_new(ask, "seed", json_string(seed));
	}
	json_object_set_new(ask, "seen", json_integer(past->seen));
	json_object_set_new(ask, "pending", json_integer(past->pending));
	if (s->candidates)
		json_object_set_new(
		    ask, "candidates", json_string(s->candidates->id));
	return ask;
}

/*
 * How the sampler was asked: who was, if that chose another one, and what
 * differs from the default, also where it only said who makes the point.
 */
static void
say_method(json_t *ask, const struct sampling *s, const char *made_by)
{
	if (strcmp(made_by, s->sampler->name) != 0) {
		json_object_set_new(
		    ask, "method", json_string(s->sampler->name));
		json_object_set_new(ask, "mv", json_integer(s->row->version));
	}
	if (json_object_size(s->options) > 0)
		json_object_set(ask, "options", s->options);
}

/* Put x into ask, if it is a number. */
static void
say_number(json_t *ask, const char *key, double x)
{
	if (isfinite(x))
		json_object_set_new(
		    ask, key, json_real(number_round(x, DIGITS)));
}

/* What the sampler says of its point, after the facts of every one. */
static void
say_proposal(json_t *ask, const struct proposal *made)
{
	if (made->i >= 0)
		json_object_set_new(ask, "i", json_integer(made->i));
	say_number(ask, "mean", made->mean);
	say_number(ask, "sd", made->sd);
	say_number(ask, "acq", made->acq);
	if (made->why)
		json_object_set_new(ask, "why", json_string(made->why));
}

/* The best point again, and its facts into *ask; NULL: there is none. */
static json_t *
best_point(const struct proposer *p, const struct past *past, json_t **ask)
{
	const struct evidence *ev = &past->evidence;
	const bool up = p->study->objectives[0].maximize;
	struct incumbent best;
	char why[64];

	if (!incumbent_find(ev, p->study, &best))
		return NULL;
	snprintf(why, sizeof(why), "best by %zu result%s", best.n,
	    best.n == 1 ? "" : "s");
	*ask = facts(&p->sampling, "confirm", 1, past);
	json_object_set_new(*ask, "of", json_integer(ev->at[best.at].number));
	say_number(*ask, "mean", up ? -best.mean : best.mean);
	say_number(*ask, "sd", best.sd);
	json_object_set_new(*ask, "why", json_string(why));
	return point_params(&p->study->space, evidence_row(ev, best.at));
}

/* The point of the sampler, and its facts into *ask; NULL: no more. */
static json_t *
sampled_point(struct proposer *p, const struct past *past, uint32_t number,
    json_t **ask, struct err *e)
{
	struct sampling *s = &p->sampling;
	struct proposal made = proposal_none();
	const struct sampler_row *row;
	int rc;

	if (is_exhausted(p, past))
		return NULL;
	rc = s->sampler->propose(s, past, number, &made);
	if (rc == -1)
		*e = s->problem;
	if (rc != 0)
		return NULL;
	if (p->candidates)
		keep_to_candidates(p, past, &made);
	if (!made.sampler)
		made.sampler = s->sampler->name;
	row = sampler_row_find(made.sampler);
	*ask = facts(s, made.sampler, row->version, past);
	say_method(*ask, s, made.sampler);
	say_proposal(*ask, &made);
	return made.params;
}

/* A point that nobody has asked, and its facts; NULL: no more, or *e. */
static json_t *
new_point(struct proposer *p, const struct past *past, uint32_t number,
    json_t **ask, struct err *e)
{
	json_t *params = header_point(p, past, e);

	if (params) {
		*ask = facts(&p->sampling, "points", 1, past);
		return params;
	}
	if (e->text[0] == '\0')
		params = default_point(p, past, e);
	if (params)
		*ask = facts(&p->sampling, "default", 1, past);
	else if (e->text[0] == '\0')
		params = sampled_point(p, past, number, ask, e);
	return params;
}

json_t *
proposer_next(struct proposer *p, struct past *past, struct err *e)
{
	const uint32_t number = past->last + 1;
	json_t *line, *params;
	json_t *ask = NULL;

	if (past->last >= TRIAL_MAX) {
		err_set(
		    e, "no trial number is left: the last is %d", TRIAL_MAX);
		return NULL;
	}
	if (p->candidates)
		candidates_mark(p->candidates, &past->evidence);
	params = p->confirms ? best_point(p, past, &ask)
			     : new_point(p, past, number, &ask, e);
	if (!params)
		return NULL;
	past_add(past, number, params, ask);
	line = jsonl_object();
	json_object_set_new(line, "trial", json_integer(number));
	json_object_set_new(line, "state", json_string("waiting"));
	json_object_set_new(line, "params", params);
	json_object_set_new(line, "ask", ask);
	return line;
}
