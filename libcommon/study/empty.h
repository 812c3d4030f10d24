/*
 * Proofs that a space has no point, whatever is drawn: that its rules, and the
 * bounds that depend on other parameters, go against each other.
 */
#ifndef HPO_EMPTY_H
#define HPO_EMPTY_H
#include <stdbool.h>
#include <stddef.h>

#include "space.h"

/*
 * What restricts points is numbered: limit k is rule k of the space, and limit
 * nrules + i the bounds of parameter i.
 *
 * Limits that have a parameter in common, or one that another depends on, form
 * a part; of each part that leaves no point tell() is called with those limits
 * in it that do so together, in ascending order.  If it did not take too long
 * to find out, none of these could be left out.
 *
 * Points are drawn first.  Where none of a few keeps a part, its box is halved,
 * the widest parameter that something still depends on first, and halves that
 * interval arithmetic refutes are dropped (R. E. Moore, "Interval analysis",
 * 1966): the part is empty if nothing is left.  That is given up, and nothing
 * told, after some thousand boxes, which is some ms; it always is where
 * limits contradict each other without any distance, as x < y and y < x of
 * floats do.
 */
typedef void empty_tell(void *arg, const size_t *limits, size_t n);
void empty_search(const struct space *space, empty_tell *tell, void *arg);

/* Parameters, those that one depends on before it, and all their limits. */
struct part {
	const struct space *space;
	const size_t *params;
	size_t n;
	const size_t *limits;
	size_t nlimits;
	/* room to work in, by parameter of the space */
	struct box box;
	double *row;
};

/*
 * Whether a part is proved to leave no point, without the limits that are off.
 * *effort is what may be spent, about a ns each, and gets less.  used, unless
 * NULL, becomes true of the rules that refuted a box, and of all bounds.
 */
bool empty_prove(
    const struct part *part, const bool *off, long *effort, bool *used);

#endif
