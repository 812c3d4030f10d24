#include "round.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "deliver.h"
#include "held.h"
#include "interrupt.h"
#include "orphans.h"

void
asker_heed(void)
{
	if (interrupt_caught() != 0)
		interrupt_die(interrupt_caught());
}

/* An interrupted program ends by the signal, whatever else there is. */
static _Noreturn void
fail(const struct err *e)
{
	asker_heed();
	die(e->status, "%s", e->text);
}

static bool
is_filter(const struct asker *a)
{
	return strcmp(a->ask->trials, "-") == 0;
}

void
asker_open(struct asker *a, const struct ask *ask, bool stays)
{
	struct err e = {0};

	*a = (struct asker){.ask = ask, .by = "-"};
	if (!is_filter(a)) { /* what is recorded is printed, or given back */
		(stays ? owner_self : owner_host)(a->by);
		interrupt_catch();
		signal(SIGPIPE, SIG_IGN);
	}
	if (history_open(&a->h, ask->trials, !is_filter(a), &e) == -1)
		fail(&e);
	if (!ask->quiet)
		history_warn(&a->h);
}

void
asker_close(struct asker *a)
{
	asker_heed();
	history_close(&a->h);
}

void
asker_reap(struct asker *a)
{
	struct err e = {0};

	if (history_lock(&a->h, LOG_ASK, &e) == -1 ||
	    orphans_free(&a->h, a->ask->lost, a->ask->quiet, &e) == -1 ||
	    log_unlock(&a->h.log, LOG_ASK, &e) == -1)
		fail(&e);
}

/* Make key, if it is there, the last of object. */
static void
put_last(json_t *object, const char *key)
{
	json_t *value = json_incref(json_object_get(object, key));

	json_object_del(object, key);
	if (value)
		json_object_set_new(object, key, value);
}

/* Complete the lines: what a new one says that a proposal does not. */
static void
date_lines(struct batch *b)
{
	char now[CLOCK_TEXT];

	clock_utc(now);
	for (size_t i = 0; i < b->n; i++) {
		json_object_set_new(b->line[i], "asked", json_string(now));
		put_last(b->line[i], "ask");
	}
}

/* Collect and record, again if the file changed too much in between. */
static void
hand_out(struct asker *a, size_t n, struct batch *b)
{
	const struct ask *ask = a->ask;
	const struct taker who = {.by = a->by, .key = ask->key};
	struct history *h = &a->h;
	struct err e = {0};
	int rc;

	if (history_lock(h, LOG_ASK, &e) == -1)
		fail(&e);
	do {
		batch_release(b);
		if (orphans_free(h, ask->lost, ask->quiet, &e) == -1 ||
		    batch_collect(b, h, n, &ask->method, &who, &e) == -1)
			fail(&e);
		asker_heed();
		if (!b->ended) /* it was asked when it was */
			date_lines(b);
		rc = b->n > 0 ? batch_record(b, h, &e) : 0;
	} while (rc == 1);
	if (rc == -1 || log_unlock(&h->log, LOG_ASK, &e) == -1)
		fail(&e);
}

/* The same as a filter: no clock, no file, no numbers but the trial's. */
static void
filter(struct asker *a, size_t n, struct batch *b)
{
	static const char *const hidden[] = {"asked", "seq", "uid"};
	const struct taker who = {.by = a->by};
	struct err e = {0};

	if (batch_collect(b, &a->h, n, &a->ask->method, &who, &e) == -1)
		fail(&e);
	batch_merge(b, &a->h);
	for (size_t i = 0; i < b->n; i++) {
		for (size_t k = 0; k < sizeof(hidden) / sizeof(*hidden); k++)
			json_object_del(b->line[i], hidden[k]);
		put_last(b->line[i], "ask");
	}
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
			warn("trial %" JSON_INTEGER_FORMAT " was %s", trial,
			    json_string_value(json_object_get(line, "state")));
		else
			warn("trial %" JSON_INTEGER_FORMAT " is new: %s", trial,
			    sampler);
	}
	if (b->why.len > 0)
		warn("no more: %s", buf_text(&b->why));
}

/* Nothing was handed out: is the search over, or does somebody hold trials? */
static enum status
judge(struct asker *a, const struct batch *b)
{
	const bool later =
	    b->held != 0 || (!b->ended && held_any(&a->h, a->ask->key != NULL));

	return later ? STATUS_LATER : STATUS_NO;
}

void
asker_explain(struct asker *a, struct batch *b, enum status status)
{
	struct held held = {0};

	if (status == STATUS_NO)
		warn("%s", buf_text(&b->why));
	if (status != STATUS_LATER)
		return;
	if (b->held != 0)
		held_add(&held, &a->h, history_trial(&a->h, b->held));
	else
		held_find(&held, &a->h, a->ask->key != NULL);
	held_say(&held, &a->h, buf_text(&b->why));
	held_release(&held);
}

/* Only a whole line shows that there is nothing to run. */
static void
refuse_ended(struct batch *b)
{
	json_t *line = b->line[0];

	buf_printf(&b->why, "trial %" JSON_INTEGER_FORMAT " has ended: %s",
	    json_integer_value(json_object_get(line, "trial")),
	    json_string_value(json_object_get(line, "state")));
	json_decref(b->line[--b->n]);
}

enum status
asker_round(struct asker *a, size_t n, struct batch *b, struct err *e)
{
	if (is_filter(a))
		filter(a, n, b);
	else
		hand_out(a, n, b);
	if (b->ended && a->ask->format != formats)
		refuse_ended(b);
	if (b->n == 0)
		return judge(a, b);
	if (a->ask->verbose)
		say_handed_out(b);
	if (deliver(b, &a->h, a->ask->format, !a->begun, e) == -1)
		return e->status;
	a->begun = true;
	return STATUS_OK;
}
