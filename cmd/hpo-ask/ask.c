#include "ask.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "batch.h"
#include "clock.h"
#include "deliver.h"
#include "history.h"
#include "interrupt.h"
#include "jsonl.h"
#include "orphans.h"
#include "owner.h"
#include "watch.h"

enum { HELD_SHOWN = 5 };

/* An interrupted program ends by the signal, whatever else there is. */
static void
heed_interrupt(void)
{
	if (interrupt_caught() != 0)
		interrupt_die(interrupt_caught());
}

static _Noreturn void
fail(const struct err *e)
{
	heed_interrupt();
	if (e->text[0] == '\0')
		exit((int)e->status);
	die(e->status, "%s", e->text);
}

/* Complete the lines: what a new one says that a proposal does not. */
static void
date_lines(struct batch *b)
{
	char now[CLOCK_TEXT];

	clock_utc(now);
	for (size_t i = 0; i < b->n; i++) {
		json_t *ask = json_object_get(b->line[i], "ask");

		json_incref(ask);
		json_object_del(b->line[i], "ask");
		json_object_set_new(b->line[i], "asked", json_string(now));
		if (ask)
			json_object_set_new(b->line[i], "ask", ask);
	}
}

/* Collect and record, again if the file changed too much in between. */
static void
hand_out(const struct ask *ask, struct history *h, struct batch *b)
{
	char host[OWNER_TEXT];
	struct err e = {0};
	int rc;

	owner_host(host);
	if (history_lock(h, LOG_ASK, &e) == -1)
		fail(&e);
	do {
		batch_release(b);
		if (orphans_free(h, ask->lost, ask->quiet, &e) == -1 ||
		    batch_collect(b, h, ask->n, &ask->method, host, &e) == -1)
			fail(&e);
		heed_interrupt();
		date_lines(b);
		rc = b->n > 0 ? batch_record(b, h, &e) : 0;
	} while (rc == 1);
	if (rc == -1 || log_unlock(&h->log, LOG_ASK, &e) == -1)
		fail(&e);
}

/* The same as a filter: no clock, no file, no numbers but the trial's. */
static void
filter(const struct ask *ask, struct history *h, struct batch *b)
{
	static const char *const hidden[] = {"asked", "seq", "uid"};
	struct err e = {0};

	if (batch_collect(b, h, ask->n, &ask->method, "-", &e) == -1)
		fail(&e);
	batch_merge(b, h);
	for (size_t i = 0; i < b->n; i++) {
		json_t *made = json_incref(json_object_get(b->line[i], "ask"));

		for (size_t k = 0; k < sizeof(hidden) / sizeof(*hidden); k++)
			json_object_del(b->line[i], hidden[k]);
		json_object_del(b->line[i], "ask");
		if (made)
			json_object_set_new(b->line[i], "ask", made);
	}
}

/* Append who holds t. */
static void
add_holder(const struct history *h, const struct trial *t, struct buf *text)
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

/* Who holds trials: how many, the first into *text. */
static size_t
find_holders(struct history *h, struct buf *text)
{
	const size_t n = history_count(h);
	size_t held = 0;

	for (size_t i = 0; i < n; i++) {
		const struct trial *t = history_at(h, i);

		if (t->state != TRIAL_RUNNING &&
		    (t->state != TRIAL_WAITING || t->by.len == 0))
			continue;
		if (held++ < HELD_SHOWN)
			add_holder(h, t, text);
	}
	if (held > HELD_SHOWN)
		buf_printf(text, ", and %zu more", held - HELD_SHOWN);
	return held;
}

/* Say who holds trials, as is shown in holders, and what to do about it. */
static void
say_held(const struct ask *ask, const char *why, const char *holders)
{
	warn("%s; still held:%s", why, holders);
	if (strcmp(ask->trials, "-") != 0)
		warn("if their holders are gone: hpo-tell --reap=10m %s gives "
		     "them back, hpo-tell --cancel gives one up",
		    ask->trials);
}

/* Nothing was handed out: is the search over, or does somebody hold trials? */
static enum status
judge(const struct ask *ask, struct history *h, struct batch *b, bool say_later)
{
	struct buf holders = {0};
	const size_t held = find_holders(h, &holders);

	if (held > 0 && say_later)
		say_held(ask, buf_text(&b->why), buf_text(&holders));
	if (held == 0 && !ask->quiet)
		warn("%s", buf_text(&b->why));
	buf_release(&holders);
	return held > 0 ? STATUS_LATER : STATUS_NO;
}

static void
say_handed_out(struct batch *b)
{
	for (size_t i = 0; i < b->n; i++) {
		const json_t *line = b->line[i];
		const char *sampler = json_string_value(
		    json_object_get(json_object_get(line, "ask"), "sampler"));
		const json_int_t trial =
		    json_integer_value(json_object_get(line, "trial"));

		if (i < b->claimed)
			warn("trial %" JSON_INTEGER_FORMAT " was waiting",
			    trial);
		else
			warn("trial %" JSON_INTEGER_FORMAT " is new: %s", trial,
			    sampler);
	}
	if (b->why.len > 0)
		warn("no more: %s", buf_text(&b->why));
}

/* One round; whether to say that there is nothing now, but may be later. */
static enum status
round_of(const struct ask *ask, struct history *h, bool say_later)
{
	struct batch b = {0};
	enum status status = STATUS_OK;
	struct err e = {0};

	if (strcmp(ask->trials, "-") == 0)
		filter(ask, h, &b);
	else
		hand_out(ask, h, &b);
	if (b.n > 0) {
		if (ask->verbose)
			say_handed_out(&b);
		if (deliver(&b, h, ask->format, &e) == -1)
			fail(&e);
	} else {
		status = judge(ask, h, &b, say_later);
	}
	batch_release(&b);
	return status;
}

static void
start(const struct ask *ask, struct history *h)
{
	const bool records = strcmp(ask->trials, "-") != 0;
	struct err e = {0};

	if (records) { /* what is recorded must be printed, or given back */
		interrupt_catch();
		signal(SIGPIPE, SIG_IGN);
	}
	if (history_open(h, ask->trials, records, &e) == -1)
		fail(&e);
	if (!ask->quiet)
		history_warn(h);
}

static void
end(struct history *h)
{
	heed_interrupt();
	history_close(h);
}

enum status
ask_once(const struct ask *ask)
{
	struct history h;
	enum status status;

	start(ask, &h);
	status = round_of(ask, &h, !ask->quiet);
	end(&h);
	return status;
}

enum status
ask_wait(const struct ask *ask)
{
	const int fd = watch_open(ask->trials);
	struct history h;
	enum status status;
	bool say_later = ask->verbose;

	start(ask, &h);
	while ((status = round_of(ask, &h, say_later)) == STATUS_LATER) {
		say_later = false; /* once is enough */
		watch_wait(fd, ask->trials);
		heed_interrupt();
	}
	end(&h);
	watch_close(fd);
	return status;
}
