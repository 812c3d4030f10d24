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
#include "split.h"
#include "tpe_kernel.h"

/* A density over one group's parameters: n observations, and the prior. */
struct tpe_density {
	size_t n;
	size_t **above;         /* by member above: the place of each there */
	double *weight;         /* n + 1 */
	struct kde *kde;        /* by parameter of the group */
	struct kde_term *path;  /* n + 1: kernels at the values that a */
				/* candidate has of members above */
	struct kde_term *terms; /* n + 1, workspace */
};

struct tpe_part {
	const struct group *group;
	struct tpe_density good, bad;
};

/* What is decided of a group in the point that is being drawn. */
struct tpe_opened {
	double u; /* decides which kernel */
	bool seen, active;
	size_t which;
};

struct tpe {
	const struct evidence *evidence;
	struct groups groups;
	struct tpe_part *parts;    /* by group */
	struct tpe_opened *opened; /* by group */
};

/*
 * The densities of a split, whose good trials weigh by their values, or all
 * the same.  O(n log n) for each parameter.
 */
void tpe_init(struct tpe *tpe, const struct evidence *ev,
    const struct split *split, bool by_value);
void tpe_release(struct tpe *tpe);

/*
 * A point of the good trials' density, or with only_prior of the prior, rules
 * not looked at; false if nothing is between some bounds.
 */
bool tpe_draw(struct tpe *tpe, const struct draw *draw, bool only_prior,
    struct candidate *to);

/*
 * The scores of n candidates.  O(n trials) for each parameter, and memory for
 * up to 24 times the trials.
 */
void tpe_score(struct tpe *tpe, struct candidate *list, size_t n);

#endif
