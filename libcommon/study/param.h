/* Parameters of a space: their domains, and when they are active. */
#ifndef HPO_PARAM_H
#define HPO_PARAM_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "belief.h"
#include "prior.h"

struct formula;

enum param_type {
	PARAM_FLOAT,
	PARAM_INT,
	PARAM_POW2,        /* powers of base from low to high */
	PARAM_CATEGORICAL, /* choices without order */
	PARAM_ORDINAL,     /* choices in order */
	PARAM_BOOL,        /* choices false, true */
	PARAM_CONST,       /* one choice */
	PARAM_TYPES,
};

struct param {
	const char *name; /* belongs to the space's JSON, or to its field */
	size_t field;     /* of the space, that it belongs to */
	enum param_type type;
	double low, high;  /* user's units; numeric types only */
	double step;       /* 0: none; int: at least 1 */
	bool log, rlog;    /* scales of numbers; log also of `spaced` */
	bool spaced;       /* ordinal: by its choices, which are numbers */
	int base;          /* of pow2: 2 or more */
	json_t *choices;   /* array, borrowed; NULL for numeric types */
	json_t *standard;  /* the default, borrowed; NULL if none */
	uint64_t levels;   /* values it can take; 0 if it is continuous */
	double middle;     /* coordinate of what nobody says anything of */
	bool rest;         /* what others of its field leave */
	size_t coordinate; /* of the encoded point; SPACE_NONE if it has one */
			   /* value, or is the rest */
	struct belief belief;
	struct prior prior; /* of the coordinate, of what is drawn at random */
	struct prior even;  /* the same, were nothing believed */
	struct prior_steps *steps[2]; /* own, what these two may refer to */
	struct formula *when; /* condition of being active; NULL: always */
	/* Bounds by other parameters; low and high hold all that they may be.
	 */
	struct formula *bound[2]; /* low, high; NULL: fixed */
};

#define SPACE_NONE SIZE_MAX

const char *param_type_name(enum param_type type); /* "float", ... */

/* Whether a bound of p depends on other parameters. */
static inline bool
param_is_bound(const struct param *p)
{
	return p->bound[0] || p->bound[1];
}

/*
 * How many values p has between its bounds; 0: it is continuous, or its bounds
 * are open, the wrong way round, or beyond what can be counted.
 */
uint64_t param_levels(const struct param *p);

/*
 * One parameter of a canonical "space" object into *p, but for its place among
 * the others (coordinate, when, bound): bounds that depend on these are
 * infinite.  choices of bool and const are new references that
 * space_param_release() gives back.
 */
void space_param(struct param *p, const char *name, json_t *json);
void space_param_release(struct param *p);

#endif
