/* One ask, from lock to print. */
#ifndef HPO_ASK_H
#define HPO_ASK_H
#include <stdbool.h>
#include <stddef.h>

#include "format.h"
#include "propose.h"

struct ask {
	const char *trials; /* "-": a filter on standard input */
	size_t n;
	struct method method;
	const struct format *format;
	long long lost; /* see orphans.h */
	bool quiet, verbose;
};

/*
 * Hand out up to n trials, print them, and say on standard error why there are
 * none: STATUS_OK, STATUS_NO if the search is over, STATUS_LATER if somebody
 * still holds trials.  Failures end the program.
 */
enum status ask_once(const struct ask *ask);

/* The same, but wait instead of STATUS_LATER. */
enum status ask_wait(const struct ask *ask);

#endif
