/*
 * New points, in the order of hpo-ask(1): the header's `points` that no trial
 * equals, the default point, then the sampler's.
 */
#ifndef HPO_PROPOSE_H
#define HPO_PROPOSE_H
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "die.h"
#include "past.h"
#include "sampler.h"
#include "study.h"

struct proposer {
	const struct study *study;
	struct sampling sampling;
	struct candidates *candidates; /* NULL: any point may be asked */
	size_t next_point; /* of the header's; those before are taken */
	bool confirms;     /* it repeats the best point, and nothing else */
};

/* Returns 0, or -1 with *e set. */
int proposer_init(struct proposer *p, const struct study *study,
    const struct method *method, struct err *e);
void proposer_release(struct proposer *p);

/* Whether it looks at points, so that past must keep them. */
bool proposer_looks(const struct proposer *p);

/*
 * The next point after *past, which it is added to, as a trial line: {"trial",
 * "state", "params", "ask"}, a new reference.  NULL when the space is
 * exhausted, or there is no best one to repeat, or with e->text set.
 */
json_t *proposer_next(struct proposer *p, struct past *past, struct err *e);

#endif
