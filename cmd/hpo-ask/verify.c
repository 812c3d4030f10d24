#include "verify.h"

#include <stdio.h>

#include "compare.h"
#include "jsonl.h"
#include "replay.h"

static void
print(json_t *object)
{
	struct buf out = {0};

	jsonl_write(&out, object);
	printf("%s\n", buf_text(&out));
	buf_release(&out);
}

static void
print_difference(const struct compared *c, const struct trial *t)
{
	json_t *object = jsonl_object();

	json_object_set_new(object, "trial", json_integer(t->number));
	json_object_set_new(
	    object, "verdict", json_string(verdict_names[c->verdict]));
	json_object_set_new(object, "key", jsonl_string(c->key));
	if (c->file)
		json_object_set(object, "file", c->file);
	if (c->made)
		json_object_set(object, "again", c->made);
	print(object);
	json_decref(object);
}

static enum verdict
verify(struct replay *r, const struct trial *t, json_t *ask)
{
	static const enum verdict gaps[] = {
	    [REPLAY_UNKNOWN] = VERDICT_UNKNOWN,
	    [REPLAY_VERSION] = VERDICT_VERSION,
	    [REPLAY_CANDIDATES] = VERDICT_CHOSEN,
	};
	const enum replay_gap gap = replay_gap(r, ask);
	struct err why = {0};
	struct compared c;
	enum verdict verdict;
	json_t *made;

	if (gap != REPLAY_CAN)
		return gaps[gap];
	replay_to(r, t, ask);
	made = replay_ask(r, t, ask, &why);
	compare(&c, r, t, ask, made, &why);
	if (c.verdict != VERDICT_EQUAL)
		print_difference(&c, t);
	verdict = c.verdict;
	compare_release(&c);
	json_decref(made);
	return verdict;
}

static enum verdict
verify_trial(struct replay *r, const struct trial *t)
{
	json_t *ask = history_json(r->file, t->ask);
	enum verdict verdict = VERDICT_TOLD;

	if (json_is_object(ask)) {
		verdict = verify(r, t, ask);
		replay_pass(r, t);
	}
	json_decref(ask);
	return verdict;
}

static void
print_counts(const size_t *count)
{
	json_t *object = jsonl_object();
	json_int_t all = 0;

	for (size_t i = 0; i < VERDICTS; i++)
		all += (json_int_t)count[i];
	json_object_set_new(object, "points", json_integer(all));
	for (size_t i = 0; i < VERDICTS; i++)
		json_object_set_new(object, verdict_names[i],
		    json_integer((json_int_t)count[i]));
	print(object);
	json_decref(object);
}

enum status
verify_trials(const char *path, struct candidates *candidates, bool quiet)
{
	size_t count[VERDICTS] = {0};
	struct history file;
	struct replay r;
	struct err e = {0};
	size_t n;

	if (history_open(&file, path, false, &e) == -1)
		die(e.status, "%s", e.text);
	if (!quiet)
		history_warn(&file);
	n = history_count(&file);
	replay_init(&r, &file, candidates);
	for (size_t i = 0; i < n; i++)
		if (history_at(&file, i)->params.len > 0)
			count[verify_trial(&r, history_at(&file, i))]++;
	print_counts(count);
	replay_release(&r);
	history_close(&file);
	return count[VERDICT_DIFFERENT] > 0 ? STATUS_NO : STATUS_OK;
}
