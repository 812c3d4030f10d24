/*
 * The types of fields (field.h): what their parameters are, and how an array is
 * taken apart.
 */
#ifndef HPO_FIELD_TYPE_H
#define HPO_FIELD_TYPE_H
#include "buf.h"
#include "field.h"

struct field_type {
	const char *name; /* NULL: that of its parameters */
	bool members;     /* these are called by choices, not by places */
	bool named;       /* each of them has a meaning alone */
	bool rest;        /* the last is what the others leave */
	void (*prepare)(
	    struct field *f); /* the field is there; NULL: nothing */
	void (*param)(const struct field *f, size_t k, struct param *p);
	/* Append the bound of a parameter by those before it; NULL: none. */
	void (*bound)(
	    const struct field *f, size_t k, int which, struct buf *text);
	json_t *(*split)(const struct field *f, json_t *value, struct err *e);
	/* NULL: the list of values is the array. */
	json_t *(*join)(const struct field *f, const json_t *list);
};

extern const struct field_type field_vector, field_simplex;     /* of numbers */
extern const struct field_type field_subset, field_permutation; /* of choices */

/* Append e0 + e1 + ... of the k first. */
void field_add_sum(struct buf *text, size_t k);

/* Complain about n values; returns NULL. */
json_t *field_refuse_size(
    size_t n, const char *what, size_t wanted, struct err *e);

#endif
