#include "rules.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "enqueue.h"
#include "failed.h"
#include "header.h"
#include "jsonl.h"
#include "metrics.h"
#include "owner.h"
#include "reason.h"
#include "same.h"

/* A line about a trial that the file has. */
struct told {
	struct teller *t;
	const struct trial *trial;
	json_t *object; /* it, borrowed */
	int attempt;    /* that it speaks of */
};

static const char *
text_of(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static bool
state_of(json_t *object, enum trial_state *state)
{
	const char *name = text_of(object, "state");

	return name && trial_state_find(name, state);
}

static void
set_text(json_t *object, const char *key, const char *text)
{
	json_object_set_new(object, key, jsonl_string(text));
}

static struct verdict
record(json_t *object)
{
	return (struct verdict){.line = json_incref(object)};
}

/* Nothing is recorded, and that is no fault; why may be NULL. */
static struct verdict
leave(const char *why)
{
	struct verdict v = {0};

	if (why)
		err_set(&v.why, "%s", why);
	return v;
}

/* The file has it already. */
static struct verdict
there(void)
{
	return (struct verdict){.there = true};
}

/* The trial that object speaks of, or NULL. */
static const struct trial *
find_trial(struct teller *t, json_t *object)
{
	const json_int_t n =
	    json_integer_value(json_object_get(object, "trial"));

	if (n < 1 || n > TRIAL_MAX)
		return NULL;
	return history_trial(&t->history, (uint32_t)n);
}

struct verdict
rules_refuse(struct teller *t, json_t *object, const struct err *why)
{
	const struct trial *trial = find_trial(t, object);
	struct verdict v = {.status = STATUS_INPUT, .why = *why};
	struct buf reason = {0};
	enum trial_state state;

	if (!trial || trial_is_final(trial->state) ||
	    !state_of(object, &state) || !trial_is_final(state))
		return v;
	buf_printf(&reason, "refused: %s", why->text);
	v.line = failed_line(trial, object, buf_text(&reason));
	buf_release(&reason);
	return v;
}

PRINTF_LIKE(3, 4)
static struct verdict
refuse(struct teller *t, json_t *object, const char *fmt, ...)
{
	struct err e = {.status = STATUS_INPUT};
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(e.text, sizeof(e.text), fmt, ap);
	va_end(ap);
	return rules_refuse(t, object, &e);
}

/* Attempts grow when a trial is given back, and not otherwise. */
static struct verdict
refuse_attempt(const struct told *x)
{
	return refuse(x->t, x->object,
	    "attempt %d cannot follow attempt %d, %s", x->attempt,
	    x->trial->attempt, trial_state_name(x->trial->state));
}

/* A line that only changes the state carries no results. */
static void
drop_results(json_t *object)
{
	json_object_del(object, "metrics");
	json_object_del(object, "step");
}

/* The owner becomes who will record the end; see rule 7.2 of the file. */
static struct verdict
judge_running(const struct told *x)
{
	const char *by = text_of(x->object, "by");

	if (trial_is_final(x->trial->state))
		return leave("running: the trial has ended already");
	if (x->attempt < x->trial->attempt)
		return leave("running: a newer attempt is there");
	if (x->attempt > x->trial->attempt)
		return refuse_attempt(x);
	drop_results(x->object);
	json_object_del(x->object, "params"); /* the file has them */
	if (owner_is_process(by) && !json_object_get(x->object, "job"))
		json_object_set_new(x->object, "by", json_string(x->t->self));
	else if (!by)
		json_object_set_new(x->object, "by", json_string(x->t->host));
	if (!json_object_get(x->object, "started"))
		set_now(x->object, "started");
	if (!json_object_get(x->object, "reason"))
		json_object_set_new(x->object, "reason", json_null());
	if (!json_object_get(x->object, "exit"))
		json_object_set_new(x->object, "exit", json_null());
	return record(x->object);
}

static struct verdict
judge_waiting(const struct told *x)
{
	const struct trial *trial = x->trial;
	const char *reason = text_of(x->object, "reason");
	struct verdict v = {0};

	if (trial_is_final(trial->state) || x->attempt < trial->attempt)
		return leave(NULL);
	drop_results(x->object);
	if (x->attempt == trial->attempt) {
		if (trial->state != TRIAL_WAITING)
			return leave("waiting: the trial is running");
		if (trial->by.len == 0 ||
		    !json_is_null(json_object_get(x->object, "by")))
			return leave(NULL);
		return record(x->object);
	}
	if (trial->state != TRIAL_RUNNING || x->attempt > trial->attempt + 1)
		return refuse_attempt(x);
	if (x->t->lost > 0 && reason && reason_is(reason, REASON_LOST) &&
	    trial->lost >= x->t->lost) {
		v.line = failed_line(trial, NULL, REASON_LOST);
		return v;
	}
	json_object_set_new(x->object, "by", json_null());
	return record(x->object);
}

/* Whether the file has this very end. */
static bool
same_end(const struct told *x)
{
	json_t *before = history_json(&x->t->history, x->trial->metrics);
	enum trial_state state = TRIAL_WAITING;
	bool same;

	(void)state_of(x->object, &state);
	same = x->attempt == x->trial->attempt && state == x->trial->state &&
	       same_metrics(before, json_object_get(x->object, "metrics"));
	json_decref(before);
	return same;
}

/* A second end that differs from the first. */
static struct verdict
judge_conflict(const struct told *x)
{
	json_t *metrics = json_object_get(x->object, "metrics");
	struct buf now = {0};
	struct verdict v;
	char *before;

	if (x->t->amend) {
		set_text(x->object, "reason", x->t->amend);
		return record(x->object);
	}
	before = history_text(&x->t->history, x->trial->metrics);
	if (metrics)
		jsonl_write(&now, metrics);
	v = refuse(x->t, x->object,
	    "trial %u is %s with %.150s already, not %s with %.150s "
	    "(--amend records it)",
	    (unsigned)x->trial->number, trial_state_name(x->trial->state),
	    *before ? before : "no metrics", text_of(x->object, "state"),
	    metrics ? buf_text(&now) : "no metrics");
	free(before);
	buf_release(&now);
	return v;
}

/* What a final line needs so that the merge of all lines tells the truth. */
static void
complete_line(const struct told *x)
{
	json_t *object = x->object;

	if (!json_object_get(object, "metrics") && x->trial->metrics.len > 0)
		json_object_set_new(object, "metrics", jsonl_object());
	if (!json_object_get(object, "step") && x->trial->step.len > 0)
		json_object_set_new(object, "step", json_null());
	if (!json_object_get(object, "reason") && x->trial->reason.len > 0)
		json_object_set_new(object, "reason", json_null());
	if (!json_object_get(object, "attempt") && x->trial->attempt > 1)
		json_object_set_new(
		    object, "attempt", json_integer(x->attempt));
}

static struct verdict
judge_final(const struct told *x)
{
	const struct study *study = &x->t->history.study;
	const char *infinite, *missing;
	struct verdict v;
	char *other;

	infinite = metrics_clean(study, x->object, &other);
	if (infinite) {
		struct buf reason = {0};

		buf_printf(&reason, "nonfinite: %s", infinite);
		set_text(x->object, "state", "failed");
		set_text(x->object, "reason", buf_text(&reason));
		buf_release(&reason);
	}
	if (trial_is_final(x->trial->state) && same_end(x)) {
		free(other);
		return there();
	}
	if (x->attempt > x->trial->attempt) {
		free(other);
		return refuse_attempt(x);
	}
	missing = metrics_missing(study, json_object_get(x->object, "metrics"));
	if (missing && strcmp(text_of(x->object, "state"), "complete") == 0) {
		free(other);
		return refuse(x->t, x->object,
		    "complete without the objective '%s'", missing);
	}
	if (trial_is_final(x->trial->state)) {
		v = judge_conflict(x);
	} else {
		complete_line(x);
		v = record(x->object);
	}
	if (other && v.why.text[0] == '\0')
		err_set(&v.why, "metric '%s' is not finite, left out", other);
	free(other);
	return v;
}

static struct verdict
judge_step(const struct told *x)
{
	struct verdict v;
	const char *objective;
	char *other;

	if (trial_is_final(x->trial->state) || x->attempt < x->trial->attempt)
		return (struct verdict){.status = STATUS_NO};
	if (x->attempt > x->trial->attempt)
		return refuse_attempt(x);
	objective = metrics_clean(&x->t->history.study, x->object, &other);
	v = record(x->object);
	if (objective || other)
		err_set(&v.why, "metric '%s' is not finite, left out",
		    objective ? objective : other);
	free(other);
	return v;
}

/* What trials of each state do with a line that has it. */
static struct verdict (*const judges[TRIAL_STATES])(const struct told *) = {
    [TRIAL_WAITING] = judge_waiting,
    [TRIAL_RUNNING] = judge_running,
    [TRIAL_COMPLETE] = judge_final,
    [TRIAL_FAILED] = judge_final,
    [TRIAL_PRUNED] = judge_final,
    [TRIAL_CANCELLED] = judge_final,
};

/* Of another point with this number: it says nothing about ours. */
static struct verdict
refuse_point(const struct told *x)
{
	struct verdict v = {.status = STATUS_INPUT, .foreign = true};

	err_set(&v.why, "trial %u has other params, and they never change",
	    (unsigned)x->trial->number);
	return v;
}

/* Labels and notes; what the states keep is not for them to change. */
static struct verdict
judge_note(const struct told *x)
{
	static const char *const kept[] = {"by", "job", "fidelity", "uid",
	    "step", "reason", "exit", "started", "ended", "asked"};

	if (x->attempt != x->trial->attempt)
		return refuse_attempt(x);
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		if (json_object_get(x->object, kept[i]))
			return refuse(x->t, x->object,
			    "'%s' changes with the state only", kept[i]);
	return record(x->object);
}

static struct verdict
judge_known(const struct told *x)
{
	json_t *params = json_object_get(x->object, "params");
	json_t *key = json_object_get(x->object, "for");
	enum trial_state state;

	if (json_object_get(x->object, "space"))
		return refuse(x->t, x->object, "both 'trial' and 'space'");
	if (params && !same_params(&x->t->history, x->trial, params))
		return refuse_point(x);
	if (key && !history_equals(&x->t->history, x->trial->key,
		       json_is_string(key) ? json_string_value(key) : ""))
		return refuse(x->t, x->object,
		    "'for' names a trial for ever: that of trial %u does not "
		    "change",
		    (unsigned)x->trial->number);
	if (state_of(x->object, &state))
		return judges[state](x);
	if (json_is_number(json_object_get(x->object, "step")))
		return judge_step(x);
	if (json_object_get(x->object, "metrics")) {
		set_text(x->object, "state", "complete");
		return judge_final(x);
	}
	return judge_note(x);
}

static struct verdict
judge(struct teller *t, json_t *object)
{
	const json_t *attempt = json_object_get(object, "attempt");
	struct told x = {.t = t, .object = object};

	if (!json_object_get(object, "trial")) {
		if (json_object_get(object, "space"))
			return header_judge(t, object);
		return enqueue_judge(t, object);
	}
	x.trial = find_trial(t, object);
	if (!x.trial) {
		if (enqueue_is_ask(object))
			return enqueue_ask(t, object);
		return refuse(t, object,
		    "unknown trial %lld: was it asked from standard input? "
		    "give the file to hpo-ask",
		    (long long)json_integer_value(
			json_object_get(object, "trial")));
	}
	x.attempt =
	    attempt ? (int)json_integer_value(attempt) : x.trial->attempt;
	return judge_known(&x);
}

struct verdict
rules_judge(struct teller *t, json_t *object)
{
	struct verdict v = judge(t, object);
	struct err e = {0};

	if (!v.line || log_check(v.line, &e) == 0)
		return v;
	json_decref(v.line);
	return rules_refuse(t, object, &e);
}

bool
rules_gives_number(json_t *object)
{
	if (json_object_get(object, "trial"))
		return enqueue_is_ask(object);
	return json_object_get(object, "params") != NULL;
}
