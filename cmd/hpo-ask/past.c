#include "past.h"

#include "buf.h"
#include "encode.h"
#include "history.h"
#include "jsonl.h"

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
add_index(struct past *past, json_t *ask)
{
	const char *sampler =
	    json_string_value(json_object_get(ask, "sampler"));
	const json_t *index = json_object_get(ask, "i");
	const json_int_t i = json_integer_value(index);

	if (sampler && json_is_integer(index) && i <= INDEX_MAX &&
	    i >= past_next(past, sampler))
		json_object_set_new(past->next, sampler, json_integer(i + 1));
}

void
past_add(struct past *past, uint32_t number, enum trial_state state,
    json_t *params, json_t *ask)
{
	past->pending += !trial_is_final(state);
	past->given += state != TRIAL_CANCELLED;
	if (number > past->last)
		past->last = number;
	if (past->keyed)
		add_point(past, params, state == TRIAL_CANCELLED);
	add_index(past, ask);
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
		json_t *ask = history_json(h, t->ask);

		past_add(past, t->number, t->state, params, ask);
		json_decref(params);
		json_decref(ask);
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
