/*
 * Trials against the constraints of their study, which are those of the last
 * header: subject_to in hpo-space(5).
 */
#ifndef HPO_FEASIBLE_H
#define HPO_FEASIBLE_H
#include <stdbool.h>

#include "history.h"

/*
 * How far t is from each constraint by the metrics that were told last, as
 * expr_violation() has it: above 0 if it breaks it, NAN if that is unknown.  c
 * has a place for each.  O(names * length of the metrics).
 */
void feasible_measure(
    const struct history *h, const struct trial *t, double *c);

/*
 * Whether t is complete or pruned, and breaks a constraint.  Costs nothing if
 * the study has none.
 */
bool feasible_not(const struct history *h, const struct trial *t);

/*
 * What t counts with where trials are compared: the first objective if it is
 * complete and breaks no constraint; NAN: with nothing.
 */
double feasible_value(const struct history *h, const struct trial *t);

#endif
