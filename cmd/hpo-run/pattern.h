/* Metrics found in what a payload prints: --metric NAME=REGEX. */
#ifndef HPO_PATTERN_H
#define HPO_PATTERN_H
#include <jansson.h>
#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#include "die.h"

struct pattern {
	char *name;
	regex_t regex; /* POSIX extended, with at least one group */
};

struct patterns {
	struct pattern *list;
	size_t n;
};

/* Add NAME=REGEX; -1 with *e set if it is not one. */
int patterns_add(struct patterns *p, const char *text, struct err *e);
void patterns_release(struct patterns *p);

/* What was found so far in one stream.  All zero is nothing. */
struct matches {
	json_t *found; /* the last of each */
	json_t *now;   /* those since the step changed, if there is a step */
	double step;
	bool stepped; /* step is set */
};

/*
 * Look for all patterns in a line: the first group of the last match of each
 * counts, if it is a number.  A pattern named `step` gives the step of what is
 * on the same line and after it.  Returns whether m->now changed at a step.
 */
bool patterns_match(
    const struct patterns *p, struct matches *m, const char *line, size_t len);

void matches_release(struct matches *m);

#endif
