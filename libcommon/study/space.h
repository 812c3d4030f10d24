/*
 * A search space: parameters, their domains and when they are active.  Built
 * from the canonical JSON that define.h makes, and not changed afterwards.
 */
#ifndef HPO_SPACE_H
#define HPO_SPACE_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "belief.h"
#include "die.h"
#include "field.h"
#include "formula.h"
#include "prior.h"

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

/* What a point must not break. */
struct rule {
	struct formula *formula;
	bool forbids; /* what must not be true; else what must not be false */
};

struct space {
	struct field *fields; /* the keys of a point, in the header's order */
	size_t nfields;
	struct param *params; /* those of the fields, one after the other */
	size_t n;
	size_t *order;  /* n indices, those a parameter depends on before it */
	size_t dim;     /* coordinates of an encoded point */
	bool standard;  /* any parameter has a default */
	json_t *json;   /* own reference */
	size_t *sorted; /* n indices, by name */
	size_t *sorted_fields; /* nfields of them, by name */
	struct rule *rules;
	size_t nrules;
	bool fixed; /* no rules, and no bound depends on another parameter */
};

/*
 * Build from the "space" object of a canonical header.  json was made by
 * define_header(), so nothing is left to complain about.  O(n log n).
 */
void space_init(struct space *space, json_t *json);
void space_release(struct space *space);

/*
 * Add the rules of a header, arrays of strings that live as long as the space;
 * NULL: none.
 */
void space_rules(
    struct space *space, const json_t *require, const json_t *forbid);

/*
 * The parameters in the order of `by`, but each after those it depends on.
 * O(n + names in formulas).
 */
void space_sort(const struct space *space, const size_t *by, size_t *order);

/* Whether a bound of p depends on other parameters. */
static inline bool
param_is_bound(const struct param *p)
{
	return p->bound[0] || p->bound[1];
}

/* All that there may be, to be given back by space_box_release(). */
void space_box(const struct space *space, struct box *box);
void space_box_release(struct box *box);

/* The index of the parameter called name, or SPACE_NONE.  O(log n). */
size_t space_find(const struct space *space, const char *name);

/* The same of a field. */
size_t space_find_field(const struct space *space, const char *name);

const char *param_type_name(enum param_type type); /* "float", ... */

/*
 * Number of points of a finite space, conditions, bounds and rules included; 0
 * if it is not finite, or if it would take more than some ms to tell;
 * UINT64_MAX if there are that many or more.
 */
uint64_t space_count(const struct space *space);

/*
 * The same into *n for any effort (boxes.h); false if it was not enough, or if
 * the space is not finite.
 */
bool space_count_within(const struct space *space, long effort, uint64_t *n);

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
