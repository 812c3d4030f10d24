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
#include "field.h"
#include "formula.h"
#include "param.h"

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

/* Whether a rule is broken by all rows of a box, and whether by one row. */
bool rule_refutes(
    const struct rule *rule, const struct space *space, const struct box *box);
bool rule_is_broken(
    const struct rule *rule, const struct space *space, const double *row);

/* All that there may be, to be given back by space_box_release(). */
void space_box(const struct space *space, struct box *box);
void space_box_release(struct box *box);

/* The index of the parameter called name, or SPACE_NONE.  O(log n). */
size_t space_find(const struct space *space, const char *name);

/* The same of a field. */
size_t space_find_field(const struct space *space, const char *name);

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

#endif
