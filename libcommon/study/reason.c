#include "reason.h"

#include <stddef.h>
#include <string.h>

bool
reason_is(const char *reason, const char *word)
{
	const size_t len = strlen(word);

	return strncmp(reason, word, len) == 0 &&
	       (reason[len] == '\0' || reason[len] == ':');
}

bool
reason_is_end(const char *reason)
{
	return reason_is(reason, REASON_NOT_STARTED) ||
	       reason_is(reason, REASON_INTERRUPTED);
}

bool
reason_is_outside(const char *reason)
{
	return reason_is(reason, REASON_LOST) ||
	       reason_is(reason, REASON_REQUEUED) ||
	       reason_is(reason, REASON_PREEMPTED) || reason_is_end(reason);
}
