/* Whether a point that was asked for again is the one that a file has. */
#ifndef HPO_COMPARE_H
#define HPO_COMPARE_H
#include <jansson.h>

#include "replay.h"

enum verdict {
	VERDICT_EQUAL,     /* every value is */
	VERDICT_NEAR,      /* within the above */
	VERDICT_DIFFERENT, /* an error */
	VERDICT_TOLD,      /* no sampler made it */
	VERDICT_VERSION,   /* another version of the sampler did */
	VERDICT_UNKNOWN,   /* another program did */
	VERDICT_CHOSEN,    /* of candidates that are not at hand */
	VERDICTS,
};

extern const char *const verdict_names[VERDICTS];

/* What the comparison of one trial found. */
struct compared {
	enum verdict verdict; /* one of the first three */
	char *key;            /* what differs first, own; NULL: nothing */
	json_t *file, *made;  /* its values, own references; NULL: none */
};

/*
 * Compare t with what became of asking for it again (replay.h): made or, if
 * that is NULL, why not.
 */
void compare(struct compared *c, const struct replay *r, const struct trial *t,
    json_t *ask, json_t *made, const struct err *why);
void compare_release(struct compared *c);

#endif
