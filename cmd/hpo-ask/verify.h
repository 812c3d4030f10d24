/* Whether the points of a file are what asking again gives. */
#ifndef HPO_VERIFY_H
#define HPO_VERIFY_H
#include <stdbool.h>

#include "candidates.h"
#include "die.h"

/*
 * Ask for every point of the file at path ("-": standard input) again, and
 * print what is not equal, a JSON object a line, and last how many points are
 * what.  Candidates are those among which some asks chose; NULL: none are at
 * hand.  Returns STATUS_OK, or STATUS_NO if a point is different.  Failures end
 * the program.  O(trials^2) for samplers that look at trials.
 */
enum status verify_trials(
    const char *path, struct candidates *candidates, bool quiet);

#endif
