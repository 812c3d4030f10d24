#include "held.h"

#include <stdlib.h>
#include <string.h>

#include "die.h"

enum { SHOWN = 5 };

void
held_add(const struct history *h, const struct trial *t, struct buf *text)
{
	char *by = history_text(h, t->by);
	char *since =
	    history_text(h, t->state == TRIAL_RUNNING ? t->started : t->asked);

	buf_printf(text, "%s trial %u by %s", text->len > 0 ? "," : "",
	    (unsigned)t->number, *by ? by : "somebody");
	if (*since)
		buf_printf(text, " since %s", since);
	free(by);
	free(since);
}

static bool
is_held(const struct trial *t)
{
	return t->state == TRIAL_RUNNING ||
	       (t->state == TRIAL_WAITING && t->by.len > 0);
}

size_t
held_find(struct history *h, bool keyless, struct buf *text)
{
	const size_t n = history_count(h);
	size_t held = 0;

	for (size_t i = 0; i < n; i++) {
		const struct trial *t = history_at(h, i);

		if (!is_held(t) || (keyless && t->key.len > 0))
			continue;
		if (held++ < SHOWN)
			held_add(h, t, text);
	}
	if (held > SHOWN)
		buf_printf(text, ", and %zu more", held - SHOWN);
	return held;
}

void
held_say(const struct history *h, const char *why, const char *holders)
{
	const char *path = h->log.path;

	warn("%s%sstill held:%s", why, *why ? "; " : "", holders);
	if (strcmp(path, "-") != 0)
		warn("if their holders are gone: hpo-tell --reap=10m %s gives "
		     "them back, hpo-tell --cancel gives one up",
		    path);
}
