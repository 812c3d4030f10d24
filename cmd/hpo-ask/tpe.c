#include "tpe.h"

#include <math.h>
#include <stdlib.h>

#include "buf.h"
#include "rng.h"
#include "xalloc.h"

enum { FEWEST = 3 };    /* trials of a group; with less it has the prior only */
enum { TOGETHER = 24 }; /* candidates scored at once: as many as by default */

static const struct param *
param_at(const struct tpe *tpe, size_t i)
{
	return &tpe->evidence->numbers.space->params[i];
}

static const struct range *
range_at(const struct tpe *tpe, size_t i)
{
	return &tpe->evidence->numbers.domain[i].range;
}

static bool
is_unordered(const struct param *p)
{
	return p->type == PARAM_CATEGORICAL || p->type == PARAM_BOOL ||
	       p->type == PARAM_CONST;
}

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

/* The kernels of parameter i around what it was in the trials. */
static void
build_kde(const struct tpe *tpe, struct kde *kde, size_t i, const size_t *list,
    size_t n)
{
	const struct param *p = param_at(tpe, i);
	uint64_t *levels = xcalloc(n + 1, sizeof(*levels));
	double *u = xcalloc(n + 1, sizeof(*u));

	for (size_t k = 0; k < n; k++) {
		const double x = evidence_row(tpe->evidence, list[k])[i];

		if (range_at(tpe, i)->equal)
			levels[k] = (uint64_t)x;
		else
			u[k] = value_coordinate(p, range_at(tpe, i), x);
	}
	if (is_unordered(p))
		kde_choices(kde, levels, n, (size_t)p->levels);
	else if (range_at(tpe, i)->equal)
		kde_levels(kde, levels, n, (size_t)p->levels);
	else
		kde_numbers(kde, u, n);
	free(levels);
	free(u);
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
		build_kde(tpe, &d->kde[k], g->params[k], list, n);
}

/* The places that the n trials of list have among those of `above`. */
static size_t *
places_above(const size_t *list, size_t n, const size_t *above, size_t nabove)
{
	size_t *places = xcalloc(n + 1, sizeof(*places));
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		while (k < nabove && above[k] != list[i])
			k++;
		places[i] = k;
	}
	places[n] = nabove; /* the prior's */
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
	if (g->above != SPACE_NONE)
		part->good.above = places_above(good[i], ngood, good[g->above],
		    tpe->parts[g->above].good.n);
	free(bad);
}

void
tpe_init(struct tpe *tpe, const struct evidence *ev, const struct split *split,
    bool by_value)
{
	size_t **good;

	*tpe = (struct tpe){.evidence = ev};
	groups_init(&tpe->groups, &ev->numbers);
	tpe->parts = xcalloc(tpe->groups.n + 1, sizeof(*tpe->parts));
	good = xcalloc(tpe->groups.n + 1, sizeof(*good));
	for (size_t i = 0; i < tpe->groups.n; i++)
		build_part(tpe, i, split, good, by_value);
	for (size_t i = 0; i < tpe->groups.n; i++)
		free(good[i]);
	free(good);
}

static void
release_density(struct tpe_density *d, size_t nparams)
{
	for (size_t k = 0; k < nparams; k++)
		kde_release(&d->kde[k]);
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
		release_density(&tpe->parts[i].good, tpe->groups.at[i].n);
		release_density(&tpe->parts[i].bad, tpe->groups.at[i].n);
	}
	free(tpe->parts);
	groups_release(&tpe->groups);
	*tpe = (struct tpe){0};
}

/* Multiply the terms of a density by parameter i's kernels at x. */
static void
multiply(const struct tpe *tpe, struct kde *kde, size_t i, double x,
    struct kde_term *terms)
{
	const struct param *p = param_at(tpe, i);
	double middle, width;

	if (is_unordered(p)) {
		kde_multiply_choice(kde, (uint64_t)x, terms);
	} else if (p->levels == 0) {
		kde_multiply_density(kde, x, terms);
	} else if (range_at(tpe, i)->equal) {
		kde_multiply_level(kde, (uint64_t)x, terms);
	} else {
		width =
		    value_cell_width(p, range_at(tpe, i), (uint64_t)x, &middle);
		kde_multiply_mass(kde, middle, width, terms);
	}
}

/* How well the good trials of part i agree with what is above it in row. */
static void
follow_path(struct tpe *tpe, size_t i, const double *row)
{
	const struct group *g = &tpe->groups.at[i];
	struct tpe_density *d = &tpe->parts[i].good, *above;
	size_t k = 0;

	if (g->above == SPACE_NONE)
		return;
	above = &tpe->parts[g->above].good;
	while (tpe->groups.at[g->above].params[k] != g->parent)
		k++;
	for (size_t j = 0; j <= above->n; j++)
		above->terms[j] = above->path[j];
	multiply(tpe, &above->kde[k], g->parent, row[g->parent], above->terms);
	for (size_t j = 0; j <= d->n; j++)
		d->path[j] = above->terms[d->above[j]];
}

/* Draw parameter i from kernel `which` of its kde. */
static double
draw_value(const struct tpe *tpe, const struct kde *kde, size_t which, size_t i,
    const struct draw *draw)
{
	const struct param *p = param_at(tpe, i);
	struct buf purpose = {0};
	struct rng rng;
	double u;

	buf_printf(&purpose, "tpe/%s", p->name);
	rng_init(&rng, draw->seed, draw->trial, buf_text(&purpose), draw->sub);
	buf_release(&purpose);
	u = rng_uniform(&rng);
	if (is_unordered(p))
		return (double)kde_choice(kde, which, u);
	u = kde_number(kde, which, u);
	return p->levels > 0 ? (double)value_level_at(p, range_at(tpe, i), u)
			     : u;
}

/* What parameter i has in a row, as in numbers.h. */
static double
value_of(const struct tpe *tpe, const double *row, size_t i)
{
	const struct param *p = param_at(tpe, i);

	return p->levels == 0 && !isnan(row[i])
		   ? value_number_at(p, range_at(tpe, i), row[i])
		   : row[i];
}

void
tpe_values(const struct tpe *tpe, const double *row, double *values)
{
	for (size_t i = 0; i < tpe->evidence->numbers.space->n; i++)
		values[i] = value_of(tpe, row, i);
}

/* Whether group g is active in a row whose parents are drawn. */
static bool
is_active(const struct tpe *tpe, const struct group *g, double *row)
{
	double drawn;
	bool active;

	if (g->parent == SPACE_NONE)
		return true;
	drawn = row[g->parent];
	row[g->parent] = value_of(tpe, row, g->parent);
	active = numbers_active(&tpe->evidence->numbers, g->params[0], row);
	row[g->parent] = drawn;
	return active;
}

void
tpe_draw(struct tpe *tpe, const struct draw *draw, bool only_prior, double *row)
{
	const size_t n = tpe->evidence->numbers.space->n;
	struct rng rng;

	rng_init(&rng, draw->seed, draw->trial, "tpe", draw->sub);
	for (size_t i = 0; i < n; i++)
		row[i] = NAN;
	for (size_t i = 0; i < tpe->groups.n; i++) {
		const struct group *g = &tpe->groups.at[i];
		struct tpe_density *d = &tpe->parts[i].good;
		const double u = rng_uniform(&rng);
		size_t which = d->n;

		if (!is_active(tpe, g, row))
			continue;
		follow_path(tpe, i, row);
		if (!only_prior)
			which = kde_pick(d->weight, d->path, d->n + 1, u);
		for (size_t k = 0; k < g->n; k++)
			row[g->params[k]] = draw_value(
			    tpe, &d->kde[k], which, g->params[k], draw);
	}
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
			const double x = list[c].candidate->row[i];

			multiply(tpe, &good->kde[k], i, x, list[c].terms);
			multiply(
			    tpe, &bad->kde[k], i, x, list[c].terms + ngood);
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

void
tpe_coordinates(const struct tpe *tpe, const double *row, double *u)
{
	const struct space *space = tpe->evidence->numbers.space;

	for (size_t i = 0; i < space->n; i++) {
		const struct param *p = &space->params[i];

		if (p->coordinate == SPACE_NONE)
			continue;
		if (isnan(row[i]))
			u[p->coordinate] = 0.5;
		else if (p->levels == 0)
			u[p->coordinate] = row[i];
		else
			u[p->coordinate] =
			    value_coordinate(p, range_at(tpe, i), row[i]);
	}
}
