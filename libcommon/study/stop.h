/*
 * When a search is over: the stop rules of hpo-space(5), one row each.  They
 * look at the trial file only, never at a clock.
 */
#ifndef HPO_STOP_H
#define HPO_STOP_H
#include <jansson.h>
#include <stdbool.h>

#include "buf.h"
#include "history.h"

/* What a rule says of a history.  All zero: the study has no such rule. */
struct stop_finding {
	bool set;   /* the study has this rule */
	bool fired; /* and it forbids */
	/*
	 * Of what it counts, and what it counts up to; it has fired if done
	 * reached limit.  limit 0: it does not count.
	 */
	double done, limit;
	struct buf progress; /* how far it is: "31 of 60 asked" */
	struct buf why;      /* why it fired; empty if it has not */
	struct buf
	    command; /* of a shell, by which the search goes on; or empty */
};

struct stop_rule {
	const char *name; /* as in the header */
	bool numbers; /* it forbids new numbers only; else all handing out */

	/* Fill *f, which is all zero.  O(n) for n trials, O(n log n) where the
	 * order of their ends matters. */
	void (*check)(struct history *h, struct stop_finding *f);
};

extern const struct stop_rule stop_rules[]; /* name NULL last */

void stop_release(struct stop_finding *f);

/* Append why it fired, and by which command the search goes on. */
void stop_explain(struct buf *out, const struct stop_finding *f);

/*
 * Whether a rule that forbids to hand out anything has fired; the first one's
 * reason is appended to *why.
 */
bool stop_all(struct history *h, struct buf *why);

/*
 * Whether `trials` forbids a new number, `given` having been given; why is
 * appended to *why.
 */
bool stop_new(const struct study *study, json_int_t given, struct buf *why);

#endif
