/* What the summary's parts share. */
#ifndef HPO_SUMMARY_H
#define HPO_SUMMARY_H
#include <stddef.h>

#include "endings.h"
#include "history.h"
#include "page.h"
#include "rows.h"

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
};

/* The stop rule nearest to firing; how fast it goes, and how long still. */
void summary_pace(struct summary *s);

/* Who holds what since when, the first holders. */
void summary_held(struct summary *s);

/* Why trials failed, the commonest reasons. */
void summary_failed(struct summary *s);

/* What looks wrong. */
void summary_warnings(struct summary *s);

#endif
