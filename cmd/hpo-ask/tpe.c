#include "tpe.h"

#include <math.h>
#include <stdlib.h>

#include "point.h"
#include "rng.h"
#include "xalloc.h"

#define NOWHERE SIZE_MAX

enum { FEWEST = 3 };    /* trials of a group; with less it has the prior only */
enum { TOGETHER = 24 }; /* candidates scored at once: as many as by default */

/* Those of the n trials in which the group is active, to be freed. */
static size_t *
choose_active(const struct tpe *tpe, const struct group *g, const size_t *list,
    size_t n, size_t *chosen)
{
	size_t *active = xcalloc(n + 1, sizeof(*active));

	*chosen = 0;
	for (size_t i = 0; i < n; i++)
		if (!isnan(evidence_row(tpe->evidence, list[i])[g->params[0]]))
			active[(*chosen)++] = list[i];
	return active;
}

static void
build_density(const struct tpe *tpe, struct tpe_density *d,
    const struct group *g, const size_t *list, size_t n)
{
	*d = (struct tpe_density){.n = n};
	d->weight = xcalloc(n + 1, sizeof(*d->weight));
	d->path = xcalloc(n + 1, sizeof(*d->path));
	d->terms = xcalloc(n + 1, sizeof(*d->terms));
	kde_terms_clear(d->path, n + 1);
	d->kde = xcalloc(g->n, sizeof(*d->kde));
	for (size_t k = 0; k < g->n; k++)
		kernel_build(&d->kde[k], tpe->evidence, g->params[k], list, n);
}

/*
 * The places that the n trials of list have among those of `above`, NOWHERE if
 * they are not there, and at n that of the prior.  Both lists are in one order.
 */
static size_t *
places_above(const size_t *list, size_t n, const size_t *above, size_t nabove)
{
	size_t *places = xcalloc(n + 1, sizeof(*places));

	for (size_t i = 0; i < n; i++) {
		size_t k =
		    i > 0 && places[i - 1] != NOWHERE ? places[i - 1] : 0;

		while (k < nabove && above[k] != list[i])
			k++;
		places[i] = k < nabove ? k : NOWHERE;
	}
	places[n] = nabove;
	return places;
}

static void
weigh(const struct tpe *tpe, struct tpe_density *d, const size_t *list,
    double limit)
{
	double *y = xcalloc(d->n + 1, sizeof(*y));

	for (size_t i = 0; i < d->n; i++)
		y[i] = tpe->evidence->at[list[i]].value;
	kde_weights(y, d->n, limit, d->weight);
	free(y);
}

/* Build part i; the trials of its good density into good[i]. */
static void
build_part(struct tpe *tpe, size_t i, const struct split *split, size_t **good,
    bool by_value)
{
	const struct group *g = &tpe->groups.at[i];
	struct tpe_part *part = &tpe->parts[i];
	size_t ngood, nbad;
	size_t *bad = choose_active(tpe, g, split->bad, split->nbad, &nbad);

	good[i] = choose_active(tpe, g, split->good, split->ngood, &ngood);
	if (ngood + nbad < FEWEST)
		ngood = nbad = 0;
	part->group = g;
	build_density(tpe, &part->good, g, good[i], ngood);
	build_density(tpe, &part->bad, g, bad, nbad);
	weigh(tpe, &part->good, good[i], by_value ? split->limit : NAN);
	kde_equal_weights(nbad, part->bad.weight);
	part->good.above = xcalloc(g->nabove + 1, sizeof(*part->good.above));
	for (size_t j = 0; j < g->nabove; j++) {
		const size_t higher = g->above[j].group;

		part->good.above[j] = places_above(
		    good[i], ngood, good[higher], tpe->parts[higher].good.n);
	}
	free(bad);
}

void
tpe_init(struct tpe *tpe, const struct evidence *ev, const struct split *split,
    bool by_value)
{
	size_t **good;

	*tpe = (struct tpe){.evidence = ev};
	groups_init(&tpe->groups, ev->numbers.space);
	tpe->opened = xcalloc(tpe->groups.n + 1, sizeof(*tpe->opened));
	tpe->parts = xcalloc(tpe->groups.n + 1, sizeof(*tpe->parts));
	good = xcalloc(tpe->groups.n + 1, sizeof(*good));
	for (size_t i = 0; i < tpe->groups.n; i++)
		build_part(tpe, i, split, good, by_value);
	for (size_t i = 0; i < tpe->groups.n; i++)
		free(good[i]);
	free(good);
}

static void
release_density(struct tpe_density *d, const struct group *g)
{
	for (size_t k = 0; k < g->n; k++)
		kde_release(&d->kde[k]);
	for (size_t j = 0; d->above && j < g->nabove; j++)
		free(d->above[j]);
	free(d->kde);
	free(d->above);
	free(d->weight);
	free(d->path);
	free(d->terms);
}

void
tpe_release(struct tpe *tpe)
{
	for (size_t i = 0; i < tpe->groups.n; i++) {
		release_density(&tpe->parts[i].good, &tpe->groups.at[i]);
		release_density(&tpe->parts[i].bad, &tpe->groups.at[i]);
	}
	free(tpe->parts);
	free(tpe->opened);
	groups_release(&tpe->groups);
	*tpe = (struct tpe){0};
}

/* Multiply the path of d by the terms of the trials above it. */
static void
follow(
    struct tpe_density *d, const size_t *places, const struct kde_term *terms)
{
	for (size_t j = 0; j <= d->n; j++)
		if (places[j] != NOWHERE)
			kde_term_multiply(&d->path[j], &terms[places[j]]);
}

/* How well the good trials of part i agree with what is above it in `at`. */
static void
follow_path(struct tpe *tpe, size_t i, const struct candidate *at)
{
	const struct group *g = &tpe->groups.at[i];
	struct tpe_density *d = &tpe->parts[i].good;

	kde_terms_clear(d->path, d->n + 1);
	for (size_t j = 0; j < g->nabove; j++) {
		const struct member m = g->above[j];
		struct tpe_density *above = &tpe->parts[m.group].good;
		const size_t param = tpe->groups.at[m.group].params[m.k];

		if (isnan(at->row[param]))
			continue; /* inactive, and the condition wants that */
		kde_terms_clear(above->terms, above->n + 1);
		kernel_multiply(&above->kde[m.k], tpe->evidence, param, true,
		    at, above->terms);
		follow(d, d->above[j], above->terms);
	}
}

/* Decide about group i, of which `to` has all that it depends on. */
static void
open_group(
    struct tpe *tpe, size_t i, bool only_prior, const struct candidate *to)
{
	const struct space *space = tpe->evidence->numbers.space;
	struct tpe_opened *o = &tpe->opened[i];
	struct tpe_density *d = &tpe->parts[i].good;

	o->seen = true;
	o->active =
	    point_active(space, tpe->groups.at[i].params[0], to->values);
	o->which = d->n;
	if (!o->active || only_prior)
		return;
	follow_path(tpe, i, to);
	o->which = kde_pick(d->weight, d->path, d->n + 1, o->u);
}

bool
tpe_draw(struct tpe *tpe, const struct draw *draw, bool only_prior,
    struct candidate *to)
{
	const struct space *space = tpe->evidence->numbers.space;
	struct rng rng;

	rng_init(&rng, draw->seed, draw->trial, "tpe", draw->sub);
	for (size_t i = 0; i < tpe->groups.n; i++)
		tpe->opened[i] = (struct tpe_opened){.u = rng_uniform(&rng)};
	for (size_t i = 0; i < space->n; i++)
		to->row[i] = to->values[i] = NAN;
	for (size_t k = 0; k < space->n; k++) {
		const size_t i = space->order[k];
		const struct member m = tpe->groups.of[i];
		struct tpe_opened *o = &tpe->opened[m.group];

		if (!o->seen)
			open_group(tpe, m.group, only_prior, to);
		if (o->active &&
		    !kernel_draw(&tpe->parts[m.group].good.kde[m.k], o->which,
			tpe->evidence, i, draw, to))
			return false;
	}
	return true;
}

/* A candidate, and what the kernels of a part come to at it: good, then bad. */
struct scored {
	struct candidate *candidate;
	struct kde_term *terms;
};

/* By parameter i: kernels know what they have at a value that comes again. */
static void
sort_scored(struct scored *list, size_t n, size_t i)
{
	for (size_t c = 1; c < n; c++) {
		const struct scored one = list[c];
		const double x = one.candidate->row[i];
		size_t at = c;

		for (; at > 0 && list[at - 1].candidate->row[i] > x; at--)
			list[at] = list[at - 1];
		list[at] = one;
	}
}

/* Add to the scores what a part has to say of n candidates. */
static void
score_active(
    const struct tpe *tpe, struct tpe_part *part, struct scored *list, size_t n)
{
	struct tpe_density *good = &part->good, *bad = &part->bad;
	const size_t ngood = good->n + 1;

	for (size_t k = 0; k < part->group->n; k++) {
		const size_t i = part->group->params[k];

		sort_scored(list, n, i);
		for (size_t c = 0; c < n; c++) {
			kernel_multiply(&good->kde[k], tpe->evidence, i, true,
			    list[c].candidate, list[c].terms);
			kernel_multiply(&bad->kde[k], tpe->evidence, i, false,
			    list[c].candidate, list[c].terms + ngood);
		}
	}
	for (size_t c = 0; c < n; c++)
		list[c].candidate->score +=
		    kde_log_sum(good->weight, list[c].terms, ngood) -
		    kde_log_sum(bad->weight, list[c].terms + ngood, bad->n + 1);
}

/* The same of those of TOGETHER candidates, or n, in which it is active. */
static void
score_part(const struct tpe *tpe, struct tpe_part *part, struct candidate *from,
    size_t n, struct kde_term *terms)
{
	const size_t nterms = part->good.n + part->bad.n + 2;
	struct scored list[TOGETHER];
	size_t active = 0;

	for (size_t c = 0; c < n && c < TOGETHER; c++) {
		if (isnan(from[c].row[part->group->params[0]]))
			continue;
		kde_terms_clear(terms, nterms);
		list[active++] = (struct scored){&from[c], terms};
		terms += nterms;
	}
	score_active(tpe, part, list, active);
}

void
tpe_score(struct tpe *tpe, struct candidate *list, size_t n)
{
	struct kde_term *terms =
	    xcalloc(TOGETHER * (tpe->evidence->n + 2), sizeof(*terms));

	for (size_t c = 0; c < n; c++)
		list[c].score = 0;
	for (size_t c = 0; c < n; c += TOGETHER)
		for (size_t i = 0; i < tpe->groups.n; i++)
			score_part(tpe, &tpe->parts[i], list + c, n - c, terms);
	free(terms);
}
