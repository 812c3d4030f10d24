/* Why a trial was asked, in words. */
#ifndef HPO_EXPLAIN_H
#define HPO_EXPLAIN_H
#include <stdbool.h>
#include <stdint.h>

#include "candidates.h"
#include "die.h"

/*
 * Print what is known of the ask of a trial of the file at path ("-": standard
 * input), and what asking for it again shows: what it had seen, what was best
 * and nearest then, what was expected and what came, and the best candidates of
 * a sampler that has any.  Candidates are as for verify_trials().  Returns
 * STATUS_OK.  Failures end the program; that there is no such trial is one.
 */
enum status explain_trial(const char *path, uint32_t number,
    struct candidates *candidates, bool quiet);

#endif
