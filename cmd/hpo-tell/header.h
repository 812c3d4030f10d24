/* A header that is told: it replaces the one before. */
#ifndef HPO_HEADER_H
#define HPO_HEADER_H
#include "tell.h"

/* The header in its canonical form, with the study's id. */
struct verdict header_judge(struct teller *t, json_t *object);

#endif
