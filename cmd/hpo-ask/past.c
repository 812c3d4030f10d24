#include "past.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "jsonl.h"
#include "scan.h"
#include "xalloc.h"

/* An index beyond is none of ours: numbers of JSON are whole up to here. */
static const json_int_t INDEX_MAX = (json_int_t)1 << 53;

void
past_init(struct past *past, const struct space *space, bool keeps)
{
	*past = (struct past){.keeps = keeps, .next = jsonl_object()};
	evidence_init(&past->evidence, space);
}

void
past_release(struct past *past)
{
	evidence_release(&past->evidence);
	json_decref(past->next);
	*past = (struct past){0};
}

static void
add_index(struct past *past, const char *sampler, json_int_t i)
{
	if (i >= 0 && i <= INDEX_MAX && i >= past_next(past, sampler))
		json_object_set_new(past->next, sampler, json_integer(i + 1));
}

/* What `ask` says of where a point came from. */
struct origin {
	char sampler[32]; /* empty: nothing, or a name that is none of ours */
	json_int_t i;     /* -1: none */
};

/* From the text of `ask`: it is there for every trial, and mostly short. */
static void
take_member(void *arg, const char *key, size_t key_len, const char *value,
    size_t value_len)
{
	struct origin *o = arg;
	char *end;

	if (key_len == 1 && *key == 'i') {
		errno = 0;
		o->i = strtoll(value, &end, 10);
		if (errno != 0 || end != value + value_len)
			o->i = -1;
	} else if (key_len == strlen("sampler") &&
		   memcmp(key, "sampler", key_len) == 0 && value_len > 2 &&
		   *value == '"' && value_len - 2 < sizeof(o->sampler)) {
		memcpy(o->sampler, value + 1, value_len - 2);
		o->sampler[value_len - 2] = '\0';
	}
}

static void
read_index(struct past *past, const struct history *h, struct span ask)
{
	struct origin o = {.i = -1};
	struct err ignored = {0};

	if (ask.len > 0 && scan_object(h->log.text.data + ask.at, ask.len,
			       take_member, &o, &ignored) == 0)
		add_index(past, o.sampler, o.i);
}

static void
add_number(struct past *past, uint32_t number, enum trial_state state)
{
	past->pending += !trial_is_final(state);
	past->given += state != TRIAL_CANCELLED;
	if (number > past->last)
		past->last = number;
}

void
past_add(struct past *past, uint32_t number, json_t *params, json_t *ask)
{
	const char *sampler =
	    json_string_value(json_object_get(ask, "sampler"));
	json_t *i = json_object_get(ask, "i");

	add_number(past, number, TRIAL_WAITING);
	if (past->keeps)
		evidence_ask(&past->evidence, number, params);
	if (sampler && json_is_integer(i))
		add_index(past, sampler, json_integer_value(i));
}

void
past_read(struct past *past, struct history *h)
{
	const size_t n = history_count(h);
	const json_int_t seq = history_seq(h);

	past->seen = seq > 0 ? seq : 0;
	for (size_t i = 0; i < n; i++) {
		const struct trial *t = history_at(h, i);

		add_number(past, t->number, t->state);
		if (past->keeps)
			evidence_read(&past->evidence, h, t);
		read_index(past, h, t->ask);
	}
	evidence_measure(&past->evidence, h);
}

bool
past_has(const struct past *past, json_t *params, bool cancelled)
{
	const struct numbers *numbers = &past->evidence.numbers;
	double *row = xcalloc(numbers->space->n + 1, sizeof(*row));
	bool has;

	numbers_row(numbers, params, row);
	has = evidence_has(&past->evidence, row, cancelled);
	free(row);
	return has;
}

json_int_t
past_next(const struct past *past, const char *sampler)
{
	return json_integer_value(json_object_get(past->next, sampler));
}
