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

#include "die.h"

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
	const char *name; /* belongs to the space's JSON */
	enum param_type type;
	double low, high; /* user's units; numeric types only */
	double step;      /* 0: none; int: at least 1 */
	bool log;
	int base;          /* of pow2: 2 */
	json_t *choices;   /* array, borrowed; NULL for numeric types */
	json_t *standard;  /* the default, borrowed; NULL if none */
	uint64_t levels;   /* values it can take; 0 if it is continuous */
	size_t coordinate; /* of the encoded point; SPACE_NONE if levels == 1 */
	/* Active if parent is, and its value is one of allowed. */
	size_t parent;   /* index, SPACE_NONE: always active */
	json_t *allowed; /* array, own reference */
};

#define SPACE_NONE SIZE_MAX

struct space {
	struct param *params; /* in the order of the header */
	size_t n;
	size_t *order;  /* n indices, parents before children */
	size_t dim;     /* coordinates of an encoded point */
	bool standard;  /* any parameter has a default */
	json_t *json;   /* own reference */
	size_t *sorted; /* n indices, by name */
};

/*
 * Build from the "space" object of a canonical header.  json was made by
 * define_header(), so nothing is left to complain about.  O(n log n).
 */
void space_init(struct space *space, json_t *json);
void space_release(struct space *space);

/* The index of the parameter called name, or SPACE_NONE.  O(log n). */
size_t space_find(const struct space *space, const char *name);

const char *param_type_name(enum param_type type); /* "float", ... */

/*
 * Number of points of a finite space, conditions included; 0 if it is not
 * finite; UINT64_MAX if there are that many or more.
 */
uint64_t space_count(const struct space *space);

/*
 * One parameter of a canonical "space" object into *p, but for its place among
 * the others (coordinate, parent, allowed).  choices of bool and const are new
 * references that space_param_release() gives back.
 */
void space_param(struct param *p, const char *name, json_t *json);
void space_param_release(struct param *p);

#endif
