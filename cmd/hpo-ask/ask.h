/* What is asked for, and asking once or until there is something. */
#ifndef HPO_ASK_H
#define HPO_ASK_H
#include <stdbool.h>
#include <stddef.h>

#include "format.h"
#include "propose.h"

struct ask {
	const char *trials; /* "-": a filter on standard input */
	const char *key;    /* whose trial; NULL: anybody's */
	size_t n;
	struct method method;
	const struct format *format;
	long long lost; /* see orphans.h */
	bool wait;      /* instead of STATUS_LATER */
	bool quiet, verbose;
};

/*
 * Hand out up to n trials, print them, and say on standard error why there are
 * none: STATUS_OK, STATUS_NO if the search is over, STATUS_LATER if somebody
 * still holds trials.  Failures end the program.
 */
enum status ask_trials(const struct ask *ask);

#endif
