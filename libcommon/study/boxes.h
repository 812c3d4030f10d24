/*
 * The boxes of one part of a space, by branch and prune: the box is halved, the
 * widest parameter that something still depends on first, and halves that
 * interval arithmetic refutes are dropped (R. E. Moore, "Interval analysis",
 * 1966).
 */
#ifndef HPO_BOXES_H
#define HPO_BOXES_H
#include <stdbool.h>
#include <stddef.h>

#include "parts.h"

struct boxes {
	const struct part *part;
	struct box *box; /* the one in hand, of parameters of the part */
	long effort;     /* what may still be spent, some ns each */
	bool *off;       /* by limit: does not count; NULL: all count */
	bool *used;      /* by limit: rules that refuted a box; NULL */
	bool open;       /* something is not decided in this box */
	size_t widest;   /* parameter to halve for that, or SPACE_NONE */
	double width;
	double *stack; /* other boxes: low and high of each parameter */
	size_t depth, cap;
};

/* What looking at things takes, for those who spend it, too. */
enum { BOXES_PARAM = 100 };
void boxes_pay(struct boxes *b, const struct formula *f);

/*
 * Begin with all of a part, with room for a box from space_box().  part, off,
 * used and effort are set before.
 */
void boxes_begin(struct boxes *b);
void boxes_release(struct boxes *b);

/*
 * Take the next box that is not refuted in hand: in it all parameters are
 * active or inactive as it says, and if it is not open any numbers of active
 * ones are a point.  False: there is none, or effort is used up.
 */
bool boxes_next(struct boxes *b);

/* Whether the box in hand, which is open, can be halved: both halves come next.
 */
bool boxes_halve(struct boxes *b);

/* Whether a limit does not count. */
static inline bool
boxes_is_off(const struct boxes *b, size_t limit)
{
	return b->off && b->off[limit];
}

/* What is at the part u of the way from low to high, numbers of p. */
double boxes_between(const struct param *p, double low, double high, double u);

#endif
