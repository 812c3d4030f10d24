#include "held.h"

#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "owner.h"

enum { SHOWN = 5 };

static void
add_text(struct buf *text, const struct history *h, const struct trial *t,
    const char *by)
{
	char *since =
	    history_text(h, t->state == TRIAL_RUNNING ? t->started : t->asked);

	buf_printf(text, "%s trial %u by %s", text->len > 0 ? "," : "",
	    (unsigned)t->number, *by ? by : "somebody");
	if (*since)
		buf_printf(text, " since %s", since);
	free(since);
}

void
held_add(struct held *held, const struct history *h, const struct trial *t)
{
	char *by = history_text(h, t->by);
	const enum owner_life life = owner_alive(by);

	if (held->n++ < SHOWN)
		add_text(&held->text, h, t, by);
	if (life == OWNER_HIDDEN || !owner_is_process(by))
		held->unseen = true;
	else if (life == OWNER_UNKNOWN)
		held->elsewhere = true;
	free(by);
}

static bool
is_held(const struct trial *t, bool keyless)
{
	return (t->state == TRIAL_RUNNING ||
		   (t->state == TRIAL_WAITING && t->by.len > 0)) &&
	       !(keyless && t->key.len > 0);
}

bool
held_any(struct history *h, bool keyless)
{
	const size_t n = history_count(h);

	for (size_t i = 0; i < n; i++)
		if (is_held(history_at(h, i), keyless))
			return true;
	return false;
}

void
held_find(struct held *held, struct history *h, bool keyless)
{
	const size_t n = history_count(h);

	for (size_t i = 0; i < n; i++) {
		const struct trial *t = history_at(h, i);

		if (is_held(t, keyless))
			held_add(held, h, t);
	}
}

void
held_say(struct held *held, const struct history *h, const char *why)
{
	const char *path = h->log.path;

	if (held->n > SHOWN)
		buf_printf(&held->text, ", and %zu more", held->n - SHOWN);
	if (*why) /* which may end in a command */
		warn("%s", why);
	warn("still held:%s", buf_text(&held->text));
	if (strcmp(path, "-") == 0)
		return;
	if (held->unseen)
		warn("if a holder without a process is gone: "
		     "hpo-tell --reap=10m %s gives back what it held for long",
		    path);
	if (held->elsewhere)
		warn("if a process of another host is gone: hpo-tell --reap "
		     "%s gives back what it held, on that host",
		    path);
	warn("hpo-tell --cancel gives a trial up");
}

void
held_release(struct held *held)
{
	buf_release(&held->text);
	*held = (struct held){0};
}
