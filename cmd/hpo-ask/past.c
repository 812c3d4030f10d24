#include "past.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "encode.h"
#include "history.h"
#include "jsonl.h"
#include "scan.h"

/* An index beyond is none of ours: numbers of JSON are whole up to here. */
static const json_int_t INDEX_MAX = (json_int_t)1 << 53;

void
past_init(struct past *past, const struct space *space, bool keyed)
{
	*past = (struct past){.space = space,
	    .keyed = keyed,
	    .points = jsonl_object(),
	    .next = jsonl_object()};
}

void
past_release(struct past *past)
{
	json_decref(past->points);
	json_decref(past->next);
	*past = (struct past){0};
}

/* Remember a point, if it is one of this space. */
static void
add_point(struct past *past, json_t *params, bool cancelled)
{
	struct err ignored = {0};
	struct buf key = {0};
	json_t *known;

	if (!params || encode_check(past->space, params, &ignored) == -1)
		return;
	encode_key(past->space, params, &key);
	known = json_object_get(past->points, buf_text(&key));
	if (!cancelled && !json_is_true(known))
		past->taken++;
	if (!known || !cancelled)
		json_object_set_new(
		    past->points, buf_text(&key), json_boolean(!cancelled));
	buf_release(&key);
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
add_trial(
    struct past *past, uint32_t number, enum trial_state state, json_t *params)
{
	past->pending += !trial_is_final(state);
	past->given += state != TRIAL_CANCELLED;
	if (number > past->last)
		past->last = number;
	if (past->keyed)
		add_point(past, params, state == TRIAL_CANCELLED);
}

void
past_add(struct past *past, uint32_t number, enum trial_state state,
    json_t *params, json_t *ask)
{
	const char *sampler =
	    json_string_value(json_object_get(ask, "sampler"));
	json_t *i = json_object_get(ask, "i");

	add_trial(past, number, state, params);
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
		json_t *params =
		    past->keyed ? history_json(h, t->params) : NULL;

		add_trial(past, t->number, t->state, params);
		read_index(past, h, t->ask);
		json_decref(params);
	}
}

bool
past_has(const struct past *past, json_t *params, bool cancelled)
{
	struct buf key = {0};
	json_t *known;

	encode_key(past->space, params, &key);
	known = json_object_get(past->points, buf_text(&key));
	buf_release(&key);
	return json_is_true(known) || (known && cancelled);
}

json_int_t
past_next(const struct past *past, const char *sampler)
{
	return json_integer_value(json_object_get(past->next, sampler));
}
