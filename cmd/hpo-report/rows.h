/* The trials of a history, one row each, with their first objective. */
#ifndef HPO_ROWS_H
#define HPO_ROWS_H
#include <stdbool.h>
#include <stddef.h>

#include "history.h"

struct row {
	const struct trial *trial; /* lasts until the history is updated */
	bool infeasible;           /* it has ended, and breaks a constraint */
	double value;    /* in the user's units; NAN: none that counts */
	double loss;     /* the same to be minimised, or what its point is
			  * worth by all its trials, see repeats.h */
	double fidelity; /* INFINITY if it says none */
};

struct rows {
	struct row *list; /* in order of number */
	size_t n;
	size_t valued; /* complete and feasible ones with a value */
};

/* Look at every trial once.  O(n), with noise O(n log n). */
void rows_collect(struct rows *rows, struct history *h);
void rows_release(struct rows *rows);

/*
 * Leave only complete, feasible trials that have a value, the best first:
 * values are compared at equal fidelity, of which the highest is the best;
 * among equals the one that ended first, as in endings.h.  O(n log n).
 */
void rows_rank(struct rows *rows);

/* Whether a trial with a value is better than another, ties being none. */
bool row_is_better(const struct row *row, const struct row *than);

/* What is to be said where there is no such trial; static. */
const char *rows_none(const struct study *study);

/* The one that rows_rank() would put first, or NULL.  O(n). */
const struct row *rows_best(const struct rows *rows);

#endif
