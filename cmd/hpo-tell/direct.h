/* What the operands say: hpo-tell TRIALS -t 17 error=0.02. */
#ifndef HPO_DIRECT_H
#define HPO_DIRECT_H
#include <jansson.h>

#include "tell.h"

struct direct {
	long long trial;    /* 0: none was named */
	const char *failed; /* the reason, or NULL */
	bool cancel;
	long long step; /* negative: none */
	char **results; /* NAME=VALUE, NULL last */
};

/*
 * The metrics that the operands give, a new reference; values that are not
 * finite are strings, see metrics.h.  NULL with *e set: one is not NAME=VALUE,
 * a name stands twice, or a value is no number.
 */
json_t *direct_metrics(char *const *results, struct err *e);

/* Tell it.  STATUS_NO: the step came too late, or the trial shall stop. */
enum status direct_tell(struct teller *t, const struct direct *d);

/* Give back what the dead held: all, and by age if age_s is not negative. */
enum status direct_reap(struct teller *t, double age_s);

#endif
