/* What was heard last of each trial on an input, for the end of it. */
#ifndef HPO_HEARD_H
#define HPO_HEARD_H
#include <jansson.h>

#include "map.h"
#include "tell.h"

/* All zero is an empty one. */
struct heard {
	struct heard_trial *list;
	size_t n, cap;
	struct map by_number; /* index + 1 into list */
};

/* Note what object, as it came in, says of its trial. */
void heard_note(struct heard *heard, json_t *object);

/*
 * Note that the trial of object is another one than ours: what comes of it
 * later, without its params, is not about ours either.
 */
void heard_foreign(struct heard *heard, json_t *object);
bool heard_is_foreign(const struct heard *heard, json_t *object);

/*
 * The input has ended: give back what an hpo-run started and did not end.
 * Returns STATUS_NO if there was such a trial, or one that was given back
 * other than by its payload's wish; else STATUS_OK.
 */
enum status heard_end(struct heard *heard, struct teller *t);

void heard_release(struct heard *heard);

#endif
