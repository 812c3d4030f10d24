/* A long form being read, for the files that read its keys. */
#ifndef HPO_DEFINE_READING_H
#define HPO_DEFINE_READING_H
#include <jansson.h>
#include <stddef.h>

#include "buf.h"
#include "define_parts.h"
#include "node.h"

struct reading {
	const struct definition *d;
	struct problems *p;
	const struct define_keys *keys; /* of the type */
	json_t *json;                   /* canonical, so far */
	size_t before;     /* errors there were when it was begun */
	const char *field; /* of the key in hand, in path */
	struct buf path;
	size_t prefix; /* bytes of path before the key */
};

/* The member called key, its field in r->field; NULL if there is none. */
const struct node *reading_member(struct reading *r, const char *key);

/* The member called key is missing, if no other key is a misspelt one. */
void reading_complain_missing(struct reading *r, const char *key);

/* The keys of these types into r->json; mistakes are added to r->p. */
void reading_float(struct reading *r);
void reading_int(struct reading *r);
void reading_pow2(struct reading *r);

/* How an ordinal is spaced, its choices being there, right or wrong. */
void reading_spacing(struct reading *r);

/* What is believed of it, all else being there, right or wrong. */
void reading_weights(struct reading *r);
void reading_prior(struct reading *r);

#endif
