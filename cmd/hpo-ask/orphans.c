#include "orphans.h"

#include <stdlib.h>
#include <string.h>

#include "reap.h"
#include "xalloc.h"

static void
say(const struct history *h, const struct trial *t)
{
	char *by = history_text(h, t->by);

	warn("trial %u is given back: %s, who held it, is dead",
	    (unsigned)t->number, by);
	free(by);
}

/* Whether a and b are the same text. */
static bool
is_same(const struct history *h, struct span a, struct span b)
{
	const char *text = h->log.text.data;

	return a.len == b.len && memcmp(text + a.at, text + b.at, a.len) == 0;
}

/*
 * The numbers of the trials whose holders are dead, then 0; to be freed.  Of
 * neighbours with one holder that lives, /proc is looked at once.
 */
static uint32_t *
find_orphans(struct history *h, const struct reap *how)
{
	const size_t n = history_count(h);
	uint32_t *orphans = xcalloc(n + 1, sizeof(*orphans));
	struct span alive = {0};
	size_t found = 0;

	for (size_t i = 0; i < n; i++) {
		const struct trial *t = history_at(h, i);
		json_t *line;

		if (trial_is_final(t->state) || t->by.len == 0 ||
		    is_same(h, alive, t->by))
			continue;
		line = reap_line(h, t, how);
		if (line)
			orphans[found++] = t->number;
		else if (t->job.len == 0) /* else it is not looked at */
			alive = t->by;
		json_decref(line);
	}
	return orphans;
}

/* Add the lines that are still due. */
static void
add_lines(struct history *h, const uint32_t *orphans, const struct reap *how,
    bool quiet)
{
	for (; *orphans != 0; orphans++) {
		const struct trial *t = history_trial(h, *orphans);
		json_t *line = t ? reap_line(h, t, how) : NULL;

		if (!line)
			continue;
		if (!quiet)
			say(h, t);
		history_add(h, line);
		json_decref(line);
	}
}

/* Write what is due for the orphans, who may have got another holder by now. */
static int
record(struct history *h, const uint32_t *orphans, const struct reap *how,
    bool quiet, struct err *e)
{
	size_t before;

	if (history_lock(h, LOG_APPEND, e) == -1)
		return -1;
	before = h->log.text.len;
	add_lines(h, orphans, how, quiet);
	return history_end(h, before, true, e);
}

int
orphans_free(struct history *h, long long lost, bool quiet, struct err *e)
{
	const struct reap how = {.lost = lost};
	uint32_t *orphans = find_orphans(h, &how);
	const int rc = orphans[0] != 0 ? record(h, orphans, &how, quiet, e) : 0;

	free(orphans);
	return rc;
}
