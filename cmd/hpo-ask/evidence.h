/*
 * What the trials so far say: the points that were asked, as rows of numbers,
 * and what is known of each.  It is all that models see of a history.
 */
#ifndef HPO_EVIDENCE_H
#define HPO_EVIDENCE_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "history.h"
#include "map.h"
#include "numbers.h"
#include "space.h"

enum evidence_class {
	EVIDENCE_COMPLETE,   /* with a value */
	EVIDENCE_PRUNED,     /* stopped early, with or without a value */
	EVIDENCE_INFEASIBLE, /* either of them, and it breaks a constraint */
	EVIDENCE_FAILED,     /* of the configuration's own making */
	EVIDENCE_PENDING,    /* waiting and running */
	EVIDENCE_ASKED,      /* not asked again, and says nothing */
	EVIDENCE_FREE,       /* cancelled: says nothing, and may come again */
	EVIDENCE_CLASSES,
};

struct observation {
	uint32_t number; /* of the trial */
	enum evidence_class class;
	double value;   /* of the first objective, to minimise; NAN: none */
	double error;   /* standard error of the value; NAN: not told */
	double step;    /* of a pruned trial's value */
	double broken;  /* of an infeasible one: constraints_total() */
	json_int_t seq; /* when it ended, of equal ones the first is better */
};

struct evidence {
	struct numbers numbers;
	size_t n, cap;
	struct observation *at;         /* in order of addition */
	double *rows;                   /* n x space->n */
	size_t count[EVIDENCE_CLASSES]; /* of each class */
	size_t taken;                   /* different points, but free ones */
	struct map by_hash;             /* of a row: index + 1 */
	uint32_t *next; /* index + 1 of another row with this hash; 0 */
	/* What those that may be infeasible have of the constraints. */
	struct measures {
		size_t *at; /* index of the observation */
		double *c;  /* feasible_measure() */
		size_t n, cap;
	} measures;
};

void evidence_init(struct evidence *ev, const struct space *space);
void evidence_release(struct evidence *ev);

static inline const double *
evidence_row(const struct evidence *ev, size_t i)
{
	return ev->rows + i * ev->numbers.space->n;
}

/*
 * Add a trial of h, or an asked point that is not in a file yet.  Points that
 * are none of the space, as it is now, are left out.
 */
void evidence_read(
    struct evidence *ev, const struct history *h, const struct trial *t);
void evidence_ask(struct evidence *ev, uint32_t number, json_t *params);

/*
 * When all trials of h were read: in how much each infeasible one breaks its
 * constraints.  O(n log n); nothing if the study has none.
 */
void evidence_measure(struct evidence *ev, const struct history *h);

/*
 * Whether a trial has this row, free ones counting too or not.  O(parameters).
 */
bool evidence_has(const struct evidence *ev, const double *row, bool free_too);

/* The last observation before number i with its row, of a class; or SIZE_MAX.
 */
size_t evidence_before(
    const struct evidence *ev, size_t i, enum evidence_class class);

#endif
