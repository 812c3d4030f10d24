/* Headers that are made of headers. */
#ifndef HPO_REMAKE_H
#define HPO_REMAKE_H
#include <jansson.h>

#include "node.h"
#include "space.h"

/*
 * The canonical form of a header of which parts were changed, a new reference;
 * or NULL if there are mistakes in it, which are added to *p.  Warnings are
 * not: the one whose parts these are has heard them.
 */
json_t *remake_header(json_t *header, struct problems *p);

/* The space of a canonical header, with its rules; space_release() frees it. */
void remake_space(struct space *space, json_t *header);

/* domain with what every type may have of another one: when, unit, help, meta.
 */
void remake_common(json_t *domain, const json_t *from);

#endif
