#include "batch.h"

#include <inttypes.h>
#include <stdlib.h>

#include "interrupt.h"
#include "jsonl.h"
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

/* Waiting, and nobody's. */
static bool
is_unclaimed(const struct trial *t)
{
	return t->state == TRIAL_WAITING && t->by.len == 0 && t->params.len > 0;
}

static void
collect_waiting(struct batch *b, struct history *h, size_t most)
{
	const size_t n = history_count(h);

	for (size_t i = 0; i < n && b->n < most; i++) {
		const struct trial *t = history_at(h, i);
		json_t *line;

		if (!is_unclaimed(t))
			continue;
		line = jsonl_object();
		json_object_set_new(line, "trial", json_integer(t->number));
		json_object_set_new(line, "state", json_string("waiting"));
		add(b, line);
	}
	b->claimed = b->n;
}

/* Say why the proposer has no more points. */
static void
say_exhausted(struct batch *b, const struct history *h, const struct past *past)
{
	const uint64_t n = space_count(&h->study.space);

	if (n > 0 && past->taken >= n)
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

	past_init(&past, &h->study.space, proposer_is_keyed(p));
	past_read(&past, h);
	while (b->n < most && interrupt_caught() == 0 &&
	       !stop_new(&h->study, past.given, &b->why)) {
		json_t *line = proposer_next(p, &past, e);

		if (!line) {
			if (e->text[0] == '\0')
				say_exhausted(b, h, &past);
			break;
		}
		add(b, line);
	}
	past_release(&past);
}

int
batch_collect(struct batch *b, struct history *h, size_t most,
    const struct method *method, const char *by, struct err *e)
{
	struct proposer p;

	b->header = h->header_line;
	if (proposer_init(&p, &h->study, method, e) == -1)
		return -1;
	if (!stop_all(h, &b->why)) {
		collect_waiting(b, h, most);
		if (b->n < most)
			collect_new(b, h, most, &p, e);
	}
	proposer_release(&p);
	for (size_t i = 0; i < b->n; i++)
		json_object_set_new(b->line[i], "by", json_string(by));
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

		if (!t || !is_unclaimed(t))
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
