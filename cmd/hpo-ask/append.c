#include "append.h"

int
append_end(struct history *h, size_t before, struct err *e)
{
	const size_t n = h->log.text.len - before;
	int rc = n > 0 ? history_write(h, n, e) : 0;

	if (log_unlock(&h->log, LOG_APPEND, rc == 0 ? e : &(struct err){0}) ==
	    -1)
		rc = -1;
	return rc == 0 && n > 0 ? log_sync(&h->log, e) : rc;
}
