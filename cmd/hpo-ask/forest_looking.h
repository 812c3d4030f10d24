/*
 * Points that a forest is asked about: what each is worth trying, and which are
 * the best so far.
 */
#ifndef HPO_FOREST_LOOKING_H
#define HPO_FOREST_LOOKING_H
#include <stdbool.h>
#include <stddef.h>

#include "forest_model.h"
#include "rng.h"

enum { LOOKING_TOPS = 10 }; /* points that are kept */

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
	double *numbers;                /* of all spots */
	struct spot next;               /* that is looked at */
	struct spot from;               /* that it is a neighbour of */
	struct spot tops[LOOKING_TOPS]; /* the best so far, the best first */
	size_t ntops;
};

/* Nothing has been looked at. */
void looking_init(struct looking *s, const struct forest_model *m,
    const struct forest_key *key);
void looking_release(struct looking *s);

/* One spot becomes what the other is, each with its own places. */
void looking_copy(
    const struct looking *s, struct spot *to, const struct spot *from);

/* The coordinate of a feature, and whether its parameter is active. */
double *looking_coordinate(
    const struct looking *s, struct spot *at, size_t feature);
bool looking_has(
    const struct looking *s, const struct spot *at, size_t feature);

/* The coordinates of a spot's row, those of what is not active at random. */
void looking_encode(struct looking *s, struct spot *at);

/*
 * What a spot is worth, by its row: the gain that is expected, what is believed
 * of it, and how near it is to pending points.
 */
void looking_judge(struct looking *s, struct spot *at);

/* Judge the next spot, unless its row breaks a rule or was asked before. */
bool looking_see(struct looking *s);

/* Put the next spot among the best, unless it is there. */
void looking_offer(struct looking *s);

#endif
