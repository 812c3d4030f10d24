/*
 * What users believe of a parameter: how a `prior` of a header, in their units,
 * becomes one of the coordinate (prior.h) of a domain.
 */
#ifndef HPO_BELIEF_H
#define HPO_BELIEF_H
#include <jansson.h>

struct param;

/* A row of the table of kinds. */
struct belief_kind {
	const char *name;      /* in a header, and as a short form */
	const char *arguments; /* what these are, for messages */
	size_t least, most;    /* how many; 0: as many as there are choices */

	/* From the arguments, an array that is right, into p->belief. */
	void (*read)(struct param *p, const json_t *arguments);

	/* The prior of what is between p's bounds, into p->prior. */
	void (*settle)(struct param *p);
};

/* By name; the last one has none. */
extern const struct belief_kind belief_kinds[];
const struct belief_kind *belief_find(const char *name);

struct belief {
	const struct belief_kind *kind; /* NULL: nothing is believed */
	double a, b;
};

/* How sure somebody is of a value. */
struct confidence {
	const char *name;
	double sigma; /* the deviation, of the coordinate, from a number */
	double share; /* the probability of one choice of several */
};

/* From low to high; the last one has no name. */
extern const struct confidence confidences[];

/*
 * Take in what JSON that is right says of p: with `weights`, or a `prior`, an
 * object of one kind and its arguments.  What it needs is p's own from then on.
 */
void belief_read(struct param *p, json_t *json);

/* Find p->prior anew, its bounds having changed. */
void belief_settle(struct param *p);

#endif
