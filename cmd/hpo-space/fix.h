/* A space with some parameters fixed. */
#ifndef HPO_FIX_H
#define HPO_FIX_H
#include <jansson.h>
#include <stddef.h>

#include "node.h"

/*
 * The canonical header in which the parameters of n words NAME=VALUE are
 * constants, a new reference; or NULL if there are mistakes.  These are added
 * to *p, the line of a place being the number of the word; and as warnings,
 * which parameters can no longer be active, and which of the points are left
 * out since they have other values.
 */
json_t *fix_header(
    json_t *header, char *const *words, size_t n, struct problems *p);

/*
 * The canonical header with other domains in its space, some of them constants,
 * a new reference; NULL if there are mistakes.  What can no longer be active,
 * and which points are left out, are warnings.  domains is changed.
 */
json_t *fix_domains(json_t *header, json_t *domains, struct problems *p);

#endif
