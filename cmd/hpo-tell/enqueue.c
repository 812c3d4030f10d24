#include "enqueue.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "encode.h"
#include "failed.h"
#include "jsonl.h"
#include "same.h"

enum { ULID_LETTERS = 26, RANDOM_BYTES = 10, TIME_BYTES = 6 };

/* 128 bits as 26 letters of Crockford's base 32, the first worth 3 bits. */
static void
write_ulid(char *text, const unsigned char *bytes)
{
	static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	unsigned value = 0;
	int bits = 2; /* 130 bits for 128 */
	size_t n = 0;

	for (size_t i = 0; i < TIME_BYTES + RANDOM_BYTES; i++) {
		value = value << 8 | bytes[i];
		for (bits += 8; bits >= 5; bits -= 5)
			text[n++] = letters[value >> (bits - 5) & 31];
	}
	text[n] = '\0';
}

void
enqueue_name(json_t *object)
{
	unsigned char bytes[TIME_BYTES + RANDOM_BYTES] = {0};
	char text[ULID_LETTERS + 1];
	struct timespec now;
	uint64_t ms;

	if (json_is_string(json_object_get(object, "uid")))
		return;
	clock_gettime(CLOCK_REALTIME, &now);
	ms = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
	for (int i = TIME_BYTES - 1; i >= 0; i--, ms >>= 8)
		bytes[i] = (unsigned char)ms;
	if (getrandom(bytes + TIME_BYTES, RANDOM_BYTES, 0) != RANDOM_BYTES)
		die(STATUS_SYS, "no random bytes");
	write_ulid(text, bytes);
	json_object_set_new(object, "uid", json_string(text));
}

static struct verdict
refuse(const struct err *e)
{
	return (struct verdict){.status = STATUS_INPUT, .why = *e};
}

/* Whether a trial has this key: then *v says that the point is there, or that
 * it is another one. */
static bool
has_key(struct teller *t, const char *key, json_t *params, struct verdict *v)
{
	const struct trial *trial = history_for(&t->history, key);

	if (!trial)
		return false;
	if (same_params(&t->history, trial, params)) {
		v->there = true;
	} else {
		v->status = STATUS_INPUT;
		err_set(&v->why, "trial %u has the key '%s', and other params",
		    (unsigned)trial->number, key);
	}
	return true;
}

struct verdict
enqueue_judge(struct teller *t, json_t *object)
{
	struct verdict v = {0};
	struct err e = {0};
	const char *state = json_string_value(json_object_get(object, "state"));
	json_t *params = json_object_get(object, "params");
	const char *key = json_string_value(json_object_get(object, "for"));
	const uint32_t last = history_last(&t->history);

	if (!params)
		err_set(&e, "neither 'trial' nor 'params' nor 'space'");
	else if (state && strcmp(state, "waiting") != 0)
		err_set(&e, "'state' of a point without 'trial' is waiting");
	else if (key && *key == '\0')
		err_set(&e, "'for' is an empty key");
	else if (last == TRIAL_MAX)
		err_set(&e, "no trial number is left");
	if (e.text[0])
		return refuse(&e);
	if (history_uid(&t->history,
		json_string_value(json_object_get(object, "uid"))) != 0)
		return (struct verdict){.there = true};
	params = encode_complete(&t->history.study.space, params, &e);
	if (!params)
		return refuse(&e);
	if (key && has_key(t, key, params, &v)) {
		json_decref(params);
		return v;
	}
	v.line = jsonl_object();
	json_object_set_new(v.line, "trial", json_integer(last + 1));
	json_object_set(v.line, "uid", json_object_get(object, "uid"));
	json_object_set_new(v.line, "state", json_string("waiting"));
	json_object_set_new(v.line, "params", params);
	json_object_update_missing(v.line, object);
	json_object_del(v.line, "by");
	return v;
}

bool
enqueue_is_ask(json_t *object)
{
	const char *by = json_string_value(json_object_get(object, "by"));
	const char *state = json_string_value(json_object_get(object, "state"));

	return json_is_integer(json_object_get(object, "trial")) && by &&
	       strcmp(by, "-") == 0 && state && strcmp(state, "waiting") == 0 &&
	       json_is_object(json_object_get(object, "params"));
}

/* The line of an ask made elsewhere, which has no clock. */
static struct verdict
asked(json_t *object)
{
	if (!json_object_get(object, "asked"))
		set_now(object, "asked");
	return (struct verdict){.line = json_incref(object)};
}

struct verdict
enqueue_ask(struct teller *t, json_t *object)
{
	const json_int_t n =
	    json_integer_value(json_object_get(object, "trial"));
	const json_int_t next = (json_int_t)history_last(&t->history) + 1;
	struct err e = {0};

	if (n != next)
		err_set(&e, "trial %lld was asked elsewhere, the next is %lld",
		    (long long)n, (long long)next);
	else if (encode_check(&t->history.study.space,
		     json_object_get(object, "params"), &e) == 0)
		return asked(object);
	return refuse(&e);
}
