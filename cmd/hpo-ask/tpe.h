/*
 * The tree-structured Parzen estimator: densities of good and of other trials,
 * candidates drawn from the good ones', and their scores.  References in
 * kde.h; sampler_tpe.c says what is done with it.
 *
 * Each group of parameters has densities of its own, over the trials in which
 * it is active.  A candidate is drawn from the top down: in a group below
 * another the kernels count as much as they agree with the value that made it
 * active.  Its score is the sum of ln l - ln g over its groups.
 */
#ifndef HPO_TPE_H
#define HPO_TPE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence.h"
#include "groups.h"
#include "kde_term.h"
#include "split.h"

/* A density over one group's parameters: n observations, and the prior. */
struct tpe_density {
	size_t n;
	size_t *above;          /* of each: its place in the density above */
	double *weight;         /* n + 1 */
	struct kde *kde;        /* by parameter of the group */
	struct kde_term *path;  /* n + 1: kernels at the values that a */
				/* candidate has of parents above */
	struct kde_term *terms; /* n + 1, workspace */
};

struct tpe_part {
	const struct group *group;
	struct tpe_density good, bad;
};

struct tpe {
	const struct evidence *evidence;
	struct groups groups;
	struct tpe_part *parts; /* by group */
};

/* A point that is drawn. */
struct candidate {
	double *row; /* as in numbers.h, but of continuous ones coordinates */
	double score;
};

/*
 * The densities of a split, whose good trials weigh by their values, or all
 * the same.  O(n log n) for each parameter.
 */
void tpe_init(struct tpe *tpe, const struct evidence *ev,
    const struct split *split, bool by_value);
void tpe_release(struct tpe *tpe);

/* Who draws: streams are named by the seed, the trial and a number. */
struct draw {
	uint64_t seed;
	uint32_t trial;
	uint32_t sub;
};

/* A row of the good trials' density, or with only_prior of the prior. */
void tpe_draw(
    struct tpe *tpe, const struct draw *draw, bool only_prior, double *row);

/* The same point with the values of continuous parameters, as in numbers.h. */
void tpe_values(const struct tpe *tpe, const double *row, double *values);

/*
 * The scores of n candidates.  O(n trials) for each parameter, and memory for
 * up to 24 times the trials.
 */
void tpe_score(struct tpe *tpe, struct candidate *list, size_t n);

/* The coordinates of a row, u having space->dim places. */
void tpe_coordinates(const struct tpe *tpe, const double *row, double *u);

#endif
