/* What the summary's parts share. */
#ifndef HPO_SUMMARY_H
#define HPO_SUMMARY_H
#include <stddef.h>

#include "endings.h"
#include "history.h"
#include "page.h"
#include "rows.h"
#include "stop.h"

/* The stop rule that is nearest to firing, or has; of equals the first. */
struct progress {
	const struct stop_rule *rule; /* NULL: none has begun to count */
	double share;                 /* how far it is, 0 to 1 */
	struct stop_finding finding;
};

/* What complete trials have of the constraints. */
struct constrained {
	size_t infeasible;           /* trials that break one or more */
	size_t *broken;              /* by constraint: trials that break it */
	const struct trial *nearest; /* the one that breaks them least; NULL */
};

struct summary {
	struct history *history;
	struct page page;
	struct rows rows;    /* by number */
	struct endings ends; /* in the order of their ends */
	size_t states[TRIAL_STATES];
	size_t counted; /* all but the cancelled */
	size_t since;   /* ended after the best */
	double seconds; /* spent */
	size_t timed;   /* trials that say how much */
	struct progress progress;
	struct constrained constrained;
};

/* How fast trials end. */
struct rate {
	double per_s; /* 0: not known */
	double left;  /* seconds until a rule fires; 0: not known */
	double last;  /* end, in seconds since 1970 */
};

/* Into s->progress, of which the finding is to be released. */
void summary_progress(struct summary *s);

/* Into s->constrained, of which broken is to be freed. */
void summary_constrain(struct summary *s);

/* How many complete trials break which constraints, if any does. */
void summary_constraints(struct summary *s);

/* No time is left when a rule has fired. */
struct rate summary_rate(const struct summary *s);

/* Why t failed; len 0 if it does not say. */
struct span summary_reason(const struct trial *t);

/* Write both, and the time that trials took. */
void summary_pace(struct summary *s);

/* Who holds what since when, the first holders. */
void summary_held(struct summary *s);

/* Why trials failed, the commonest reasons. */
void summary_failed(struct summary *s);

/* What looks wrong: how many texts, in *list; to be released, and freed. */
size_t summary_warnings(const struct summary *s, struct buf **list);

/* Append all that the summary knows but for who holds what and why trials
 * failed, as an object. */
void summary_json(struct summary *s, struct buf *out);

#endif
