/*
 * Proofs that a space has no point, whatever is drawn: that its rules, and the
 * bounds that depend on other parameters, go against each other.
 */
#ifndef HPO_EMPTY_H
#define HPO_EMPTY_H
#include <stddef.h>

#include "space.h"

/*
 * Of each part (parts.h) that leaves no point tell() is called with those
 * limits in it that do so together, in ascending order.  If it did not take too
 * long to find out, none of these could be left out.
 *
 * Points are drawn first.  Where none of a few keeps a part, its boxes
 * (boxes.h) are gone through: it is empty if all are refuted.  That is given
 * up, and nothing told, after some thousand, which is some ms; it always is
 * where limits contradict each other without any distance, as x < y and y < x
 * of floats do.
 */
typedef void empty_tell(void *arg, const size_t *limits, size_t n);
void empty_search(const struct space *space, empty_tell *tell, void *arg);

#endif
