#include "batch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "interrupt.h"
#include "jsonl.h"
#include "owner.h"
#include "stop.h"
#include "xalloc.h"

void
batch_release(struct batch *b)
{
	while (b->n > 0)
		json_decref(b->line[--b->n]);
	free(b->line);
	buf_release(&b->why);
	*b = (struct batch){0};
}

/* Takes line over. */
static void
add(struct batch *b, json_t *line)
{
	if (b->n == b->cap) {
		b->cap = b->cap > 0 ? 2 * b->cap : 8;
		b->line = xreallocarray(b->line, b->cap, sizeof(json_t *));
	}
	b->line[b->n++] = line;
}

/*
 * Whether t may be taken: it waits, and nobody has it.  Who asks with the
 * trial's key takes it also from one who asked and ended: that was the same
 * caller, or one that never came to start it.
 */
static bool
is_free(const struct batch *b, struct history *h, const struct trial *t)
{
	const bool own = b->key && history_equals(h, t->key, b->key);
	char *by;
	bool bare;

	if (t->state != TRIAL_WAITING || t->params.len == 0 ||
	    (b->key && !own && t->key.len > 0))
		return false;
	by = history_text(h, t->by);
	bare = !owner_is_process(by);
	free(by);
	return t->by.len == 0 || (own && bare);
}

static void
claim(struct batch *b, const struct trial *t)
{
	json_t *line = jsonl_object();

	json_object_set_new(line, "trial", json_integer(t->number));
	json_object_set_new(line, "state", json_string("waiting"));
	add(b, line);
	b->claimed = b->n;
}

static void
collect_waiting(struct batch *b, struct history *h, size_t most)
{
	const size_t n = history_count(h);

	for (size_t i = 0; i < n && b->n < most; i++) {
		const struct trial *t = history_at(h, i);

		if (is_free(b, h, t))
			claim(b, t);
	}
}

/* Say why the proposer has no more points. */
static void
say_exhausted(
    struct batch *b, const struct proposer *p, const struct past *past)
{
	const uint64_t n = p->sampling.points;

	if (p->confirms)
		buf_puts(&b->why, "no trial has a result yet to be confirmed");
	else if (p->candidates)
		buf_printf(&b->why, "no candidate is left: all %zu were asked",
		    p->candidates->n);
	else if (n > 0 && past->evidence.taken >= n)
		buf_printf(&b->why,
		    "space exhausted: all its %" PRIu64 " points were asked",
		    n);
	else
		buf_puts(&b->why, "grid exhausted: all its points were asked");
}

static void
collect_new(struct batch *b, struct history *h, size_t most, struct proposer *p,
    struct err *e)
{
	struct past past;

	past_init(&past, &h->study.space, proposer_looks(p));
	past_read(&past, h);
	while (b->n < most && interrupt_caught() == 0 &&
	       (p->confirms || !stop_new(&h->study, past.given, &b->why))) {
		json_t *line = proposer_next(p, &past, e);

		if (!line) {
			if (e->text[0] == '\0')
				say_exhausted(b, p, &past);
			break;
		}
		add(b, line);
	}
	past_release(&past);
}

/* Any trials that may be handed out; repeats when the search is over, too. */
static void
collect_any(struct batch *b, struct history *h, size_t most, struct proposer *p,
    struct err *e)
{
	if (!p->confirms) {
		if (stop_all(h, &b->why))
			return;
		collect_waiting(b, h, most);
	}
	if (b->n < most)
		collect_new(b, h, most, p, e);
}

/* The key's trial as it is: its end, its next attempt, or who holds it. */
static void
collect_own(struct batch *b, struct history *h, const struct trial *t)
{
	if (trial_is_final(t->state)) {
		b->ended = true;
		add(b, history_merge(h, t));
		b->claimed = 1;
	} else if (!is_free(b, h, t)) {
		b->held = t->number;
	} else if (!stop_all(h, &b->why)) {
		claim(b, t);
	}
}

int
batch_collect(struct batch *b, struct history *h, size_t most,
    const struct method *method, const struct taker *who, struct err *e)
{
	const struct trial *own = who->key ? history_for(h, who->key) : NULL;
	struct proposer p;

	b->header = h->header_line;
	b->key = who->key;
	if (proposer_init(&p, &h->study, method, e) == -1)
		return -1;
	if (own)
		collect_own(b, h, own);
	else
		collect_any(b, h, most, &p, e);
	proposer_release(&p);
	for (size_t i = 0; i < b->n && !b->ended; i++) {
		json_object_set_new(b->line[i], "by", json_string(who->by));
		if (who->key)
			json_object_set_new(
			    b->line[i], "for", json_string(who->key));
	}
	return e->text[0] == '\0' ? 0 : -1;
}

/* Whether the file is still one for which the batch was made. */
static bool
is_current(const struct batch *b, struct history *h)
{
	if (b->header != h->header_line)
		return false;
	for (size_t i = 0; i < b->claimed; i++) {
		const json_int_t number =
		    json_integer_value(json_object_get(b->line[i], "trial"));
		const struct trial *t = history_trial(h, (uint32_t)number);

		if (!t || !is_free(b, h, t))
			return false;
	}
	return true;
}

void
batch_merge(struct batch *b, struct history *h)
{
	for (size_t i = 0; i < b->claimed; i++) {
		const json_int_t number =
		    json_integer_value(json_object_get(b->line[i], "trial"));
		json_t *whole =
		    history_merge(h, history_trial(h, (uint32_t)number));

		json_object_update(whole, b->line[i]);
		json_decref(b->line[i]);
		b->line[i] = whole;
	}
}

/* Number the lines from seq on, second key of each, and take them in. */
static void
add_lines(struct batch *b, struct history *h)
{
	json_int_t seq = history_seq(h) + 1;

	for (size_t i = 0; i < b->n; i++) {
		json_t *line = jsonl_object();

		json_object_set(
		    line, "trial", json_object_get(b->line[i], "trial"));
		json_object_set_new(line, "seq", json_integer(seq++));
		json_object_update_missing(line, b->line[i]);
		json_decref(b->line[i]);
		b->line[i] = line;
		history_add(h, line);
	}
}

int
batch_record(struct batch *b, struct history *h, struct err *e)
{
	size_t before;
	bool current;

	if (b->ended)
		return 0;
	if (history_lock(h, LOG_APPEND, e) == -1)
		return -1;
	before = h->log.text.len;
	current = is_current(b, h);
	if (current)
		add_lines(b, h);
	if (history_end(h, before, true, e) == -1)
		return -1;
	if (!current)
		return 1;
	batch_merge(b, h);
	return 0;
}
