/* Points that become trials by being told. */
#ifndef HPO_ENQUEUE_H
#define HPO_ENQUEUE_H
#include "tell.h"

/* A point without `trial`: it becomes a waiting trial, once for each uid. */
struct verdict enqueue_judge(struct teller *t, json_t *object);

/* Whether object is a line that hpo-ask printed as a filter. */
bool enqueue_is_ask(json_t *object);

/* Record such a line, if its number is the next free one. */
struct verdict enqueue_ask(struct teller *t, json_t *object);

/*
 * Give object a uid if it has none: 26 letters by the ULID specification, 48
 * bits of milliseconds and 80 random ones.  Made before writing, so that a
 * second try after an unknown outcome is known.
 */
void enqueue_name(json_t *object);

#endif
