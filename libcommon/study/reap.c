#include "reap.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "jsonl.h"
#include "owner.h"
#include "reason.h"

/* Seconds since a time of the file; none: nobody knows, so just not before. */
static double
age_of(const struct history *h, struct span time_span)
{
	char *text = history_text(h, time_span);
	struct tm tm = {0};
	double age = 0;

	if (strptime(text, "%Y-%m-%dT%H:%M:%S", &tm))
		age = difftime(time(NULL), timegm(&tm));
	free(text);
	return age;
}

static bool
is_dead(const struct history *h, const struct trial *t, const struct reap *how)
{
	char *by = history_text(h, t->by);
	const enum owner_life life = owner_alive(by);
	bool dead = life == OWNER_DEAD;

	if (how->by_age && (!owner_is_process(by) || life == OWNER_HIDDEN))
		dead = age_of(h,
			   t->state == TRIAL_RUNNING ? t->started : t->asked) >=
		       how->age_s;
	free(by);
	return dead;
}

static void
fail(json_t *line, const struct trial *t)
{
	char now[CLOCK_TEXT];

	clock_utc(now);
	json_object_set_new(line, "state", json_string("failed"));
	json_object_set_new(line, "attempt", json_integer(t->attempt));
	json_object_set_new(line, "metrics", json_object());
	if (t->step.len > 0)
		json_object_set_new(line, "step", json_null());
	json_object_set_new(line, "ended", json_string(now));
}

json_t *
reap_line(struct history *h, const struct trial *t, const struct reap *how)
{
	const bool running = t->state == TRIAL_RUNNING;
	json_t *line;

	if (trial_is_final(t->state) || t->by.len == 0 || t->job.len > 0 ||
	    !is_dead(h, t, how))
		return NULL;
	line = jsonl_object();
	json_object_set_new(line, "trial", json_integer(t->number));
	json_object_set_new(line, "reason",
	    json_string(running ? REASON_LOST : "given back: its asker died"));
	if (running && how->lost > 0 && t->lost >= how->lost) {
		fail(line, t);
		return line;
	}
	json_object_set_new(line, "state", json_string("waiting"));
	if (running)
		json_object_set_new(
		    line, "attempt", json_integer(t->attempt + 1));
	json_object_set_new(line, "by", json_null());
	return line;
}
