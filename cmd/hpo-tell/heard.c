#include "heard.h"

#include <stdlib.h>
#include <string.h>

#include "owner.h"
#include "reason.h"
#include "rules.h"
#include "xalloc.h"

struct heard_trial {
	uint32_t number;
	enum trial_state state;
	bool foreign;    /* another point of that number */
	bool runner;     /* running: the line came from an hpo-run, no engine */
	bool given_back; /* waiting: for a reason, and not on the payload's wish
			  */
};

static struct heard_trial *
entry_of(struct heard *heard, uint32_t number)
{
	const uint32_t i = map_get(&heard->by_number, number);

	if (i != 0)
		return &heard->list[i - 1];
	if (heard->n == heard->cap) {
		heard->cap = heard->cap > 0 ? 2 * heard->cap : 16;
		heard->list = xreallocarray(
		    heard->list, heard->cap, sizeof(*heard->list));
	}
	heard->list[heard->n++] = (struct heard_trial){.number = number};
	map_put(&heard->by_number, number, (uint32_t)heard->n);
	return &heard->list[heard->n - 1];
}

void
heard_note(struct heard *heard, json_t *object)
{
	const json_int_t n =
	    json_integer_value(json_object_get(object, "trial"));
	const char *name = json_string_value(json_object_get(object, "state"));
	const char *reason =
	    json_string_value(json_object_get(object, "reason"));
	struct heard_trial *h;
	enum trial_state state;

	if (n < 1 || n > TRIAL_MAX || !name || !trial_state_find(name, &state))
		return;
	h = entry_of(heard, (uint32_t)n);
	h->state = state;
	h->runner = state == TRIAL_RUNNING &&
		    owner_is_process(
			json_string_value(json_object_get(object, "by"))) &&
		    !json_object_get(object, "job");
	h->given_back = state == TRIAL_WAITING && reason &&
			!reason_is(reason, REASON_REQUEUED);
}

static json_int_t
number_of(json_t *object)
{
	return json_integer_value(json_object_get(object, "trial"));
}

void
heard_foreign(struct heard *heard, json_t *object)
{
	struct heard_trial *h = entry_of(heard, (uint32_t)number_of(object));

	h->foreign = true;
	h->runner = h->given_back = false;
}

bool
heard_is_foreign(const struct heard *heard, json_t *object)
{
	const json_int_t n = number_of(object);
	uint32_t i;

	if (n < 1 || n > TRIAL_MAX || json_object_get(object, "params"))
		return false;
	i = map_get(&heard->by_number, (uint32_t)n);
	return i != 0 && heard->list[i - 1].foreign;
}

/* The line that gives a trial back whose runner has left, or NULL. */
static json_t *
lost_line(struct teller *t, const struct heard_trial *h)
{
	const struct trial *trial = history_trial(&t->history, h->number);
	json_t *line;

	if (!trial || trial->state != TRIAL_RUNNING ||
	    !history_equals(&t->history, trial->by, t->self))
		return NULL;
	line = json_object();
	json_object_set_new(line, "trial", json_integer(trial->number));
	json_object_set_new(line, "state", json_string("waiting"));
	json_object_set_new(line, "attempt", json_integer(trial->attempt + 1));
	json_object_set_new(line, "by", json_null());
	json_object_set_new(line, "reason", json_string(REASON_LOST));
	return line;
}

enum status
heard_end(struct heard *heard, struct teller *t)
{
	enum status status = STATUS_OK;
	bool any = false;

	for (size_t i = 0; i < heard->n; i++) {
		any = any || heard->list[i].runner;
		if (heard->list[i].given_back)
			status = STATUS_NO;
	}
	if (!any)
		return status;
	tell_begin(t, false);
	for (size_t i = 0; i < heard->n; i++) {
		json_t *line = heard->list[i].runner
				   ? lost_line(t, &heard->list[i])
				   : NULL;
		struct verdict v;

		if (!line)
			continue;
		v = rules_judge(t, line);
		tell_take(t, &v);
		json_decref(line);
		status = STATUS_NO;
	}
	tell_end(t);
	return status;
}

void
heard_release(struct heard *heard)
{
	free(heard->list);
	map_release(&heard->by_number);
	*heard = (struct heard){0};
}
