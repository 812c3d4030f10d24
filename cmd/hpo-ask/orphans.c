#include "orphans.h"

#include <stdlib.h>

#include "reap.h"

static void
say(const struct history *h, const struct trial *t)
{
	char *by = history_text(h, t->by);

	warn("trial %u is given back: %s, who held it, is dead",
	    (unsigned)t->number, by);
	free(by);
}

/* Add the lines that are due to what history_write() will write. */
static void
add_lines(struct history *h, const struct reap *how, bool quiet)
{
	const size_t n = history_count(h);

	for (size_t i = 0; i < n; i++) {
		const struct trial *t = history_at(h, i);
		json_t *line = reap_line(h, t, how);

		if (!line)
			continue;
		if (!quiet)
			say(h, t);
		history_add(h, line);
		json_decref(line);
	}
}

static bool
is_any(struct history *h, const struct reap *how)
{
	const size_t n = history_count(h);

	for (size_t i = 0; i < n; i++) {
		json_t *line = reap_line(h, history_at(h, i), how);

		json_decref(line);
		if (line)
			return true;
	}
	return false;
}

int
orphans_free(struct history *h, long long lost, bool quiet, struct err *e)
{
	const struct reap how = {.lost = lost};
	size_t before;
	int rc;

	if (!is_any(h, &how))
		return 0;
	if (history_lock(h, LOG_APPEND, e) == -1)
		return -1;
	before = h->log.text.len;
	add_lines(h, &how, quiet);
	rc = history_write(h, h->log.text.len - before, e);
	if (log_unlock(&h->log, LOG_APPEND, e) == -1)
		return -1;
	return rc == 0 ? log_sync(&h->log, e) : -1;
}
