/* A space shrunk to where the best trials are. */
#ifndef HPO_NARROW_H
#define HPO_NARROW_H
#include <jansson.h>

#include "die.h"
#include "history.h"
#include "node.h"
#include "study.h"

/*
 * The canonical header of the study in which parameters have only the region of
 * its best trials in *h, where that is no chance, a new reference.  Why is
 * added to *p, a warning of each parameter that is narrower, and of what can
 * no longer be active.  The best trial, those that have not ended and the
 * points of the header are points of it.  Returns NULL with *e set if there is
 * too little evidence, or mistakes in *p.  O(n log n) for n trials.
 */
json_t *narrow_header(const struct study *study, struct history *h,
    struct problems *p, struct err *e);

#endif
