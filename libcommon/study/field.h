/*
 * The keys of a point: one parameter each, or an array of several.  Samplers
 * know parameters only.
 *
 *   vector       the k values themselves
 *   subset       for each choice 1 if it is in, else 0
 *   permutation  for choice i how many of those before it in the list come
 *                behind it, 0 to i, which are independent: D. E. Knuth, "The
 *                Art of Computer Programming" 3, section 5.1.1
 *   simplex      the parts, each of what those before it leave; the last is
 *                all of that
 *
 * In a simplex, and where a subset has a least or a most, what one parameter
 * may be depends on those before it: these are bounds like others.
 */
#ifndef HPO_FIELD_H
#define HPO_FIELD_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "die.h"
#include "prior.h"

struct param;
struct space;

enum {
	FIELD_MAX = 1000, /* parameters of a vector, subset, permutation */
	FIELD_TIED = 256, /* of a simplex, or a subset with a least or most */
};

struct field {
	const char *name;              /* belongs to the space's JSON */
	json_t *json;                  /* canonical, borrowed */
	size_t first, n;               /* parameters of the space */
	const struct field_type *type; /* NULL: it is its one parameter, and */
				       /* the rest is not set */
	json_t *names;                 /* of its parameters, array */
	json_t *standard;              /* the default of each; NULL: none */
	json_t *places;                /* of choices, by expr_key() */
	size_t least, most;            /* members of a subset */
	double *ways; /* field_prior(); NULL: always the same */
};

/* From the canonical JSON of a parameter; *f has no place in a space yet. */
void field_init(struct field *f, const char *name, json_t *json);
void field_release(struct field *f);

/* Parameter k of an array, as space_param() makes it; released as that is. */
void field_param(const struct field *f, size_t k, struct param *p);

/* What parameter k of an array is called. */
const char *field_param_name(const struct field *f, size_t k);

/* Whether it is a list of choices, each once. */
bool field_has_members(const struct field *f);

/* Whether the array is just the values of its parameters. */
bool field_is_plain(const struct field *f);

/*
 * Whether its parameters mean something one by one, so that expressions can
 * name them: not those of a permutation.
 */
bool field_is_named(const struct field *f);

/* Whether parameter k is what others leave, and no more. */
bool field_is_rest(const struct field *f, size_t k);

/*
 * A bound (0 low, 1 high) of parameter k by those before it, which are called
 * e0, e1, ...: an expression, to be freed; NULL: there is none.
 */
char *field_bound(const struct field *f, size_t k, int which);

/*
 * Whether member k of a subset is in, 0 or 1, when those before it are as in
 * row: all subsets of its sizes are equally likely.  O(k).
 */
struct prior field_prior(const struct field *f, size_t k, const double *row);

/*
 * The values of its parameters in an array, a new array; or NULL with *e set,
 * which does not name the field.  Each is still to be held against its
 * parameter.
 */
json_t *field_split(const struct field *f, json_t *value, struct err *e);

/* The other way: the array that a list of such values is, a new reference. */
json_t *field_join(const struct field *f, json_t *list);

/*
 * What params, an object, have of parameter i, a new reference; NULL: nothing,
 * or no such value.
 */
json_t *field_value(const struct space *space, size_t i, json_t *params);

/*
 * The name that "value in field" is short for, to be freed: that of the
 * parameter which is 1 if the value is in the subset.
 */
char *field_member(const char *field, json_t *value);

#endif
