#include "direct.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "failed.h"
#include "jsonl.h"
#include "metrics.h"
#include "reap.h"
#include "rules.h"
#include "xalloc.h"

json_t *
direct_metrics(char *const *results, struct err *e)
{
	json_t *metrics = jsonl_object();

	for (; *results; results++) {
		const char *equals = strchr(*results, '=');
		char *name;
		json_t *value;

		if (!equals || equals == *results) {
			err_set(e, "'%s' is not NAME=VALUE", *results);
			break;
		}
		name = xstrndup(*results, (size_t)(equals - *results));
		value = metrics_number(equals + 1);
		if (!value)
			err_set(
			    e, "%s: '%s' is not a number", name, equals + 1);
		else if (json_object_get(metrics, name))
			err_set(e, "%s stands twice", name);
		else if (json_object_set(metrics, name, value) == -1)
			err_set(e, "the name '%s' is not UTF-8", name);
		json_decref(value);
		free(name);
		if (e->text[0])
			break;
	}
	if (!*results)
		return metrics;
	json_decref(metrics);
	return NULL;
}

/* The line that the operands stand for. */
static json_t *
make_line(const struct direct *d, json_t *metrics)
{
	json_t *line = jsonl_object();

	json_object_set_new(line, "trial", json_integer(d->trial));
	if (d->step >= 0) {
		json_object_set_new(line, "step", json_integer(d->step));
		json_object_set(line, "metrics", metrics);
		return line;
	}
	json_object_set_new(line, "state",
	    json_string(trial_state_name(d->cancel   ? TRIAL_CANCELLED
					 : d->failed ? TRIAL_FAILED
						     : TRIAL_COMPLETE)));
	json_object_set(line, "metrics", metrics);
	if (d->failed)
		json_object_set_new(line, "reason", jsonl_string(d->failed));
	set_now(line, "ended");
	return line;
}

/* A direct tell says all, or nothing is written. */
static int
check(const struct teller *t, const struct direct *d, json_t *metrics,
    struct err *e)
{
	if (d->failed || d->cancel || d->step >= 0)
		return 0;
	for (size_t i = 0; i < t->history.study.nobjectives; i++) {
		const char *missing = t->history.study.objectives[i].metric;

		if (!json_object_get(metrics, missing))
			return err_set(
			    e, "no value for the objective '%s'", missing);
	}
	return 0;
}

/* Whether somebody has asked the trial to stop; see hpo-run(1). */
static bool
shall_stop(const struct teller *t, long long trial)
{
	struct buf path = {0};
	bool stop;

	buf_printf(&path, "runs/%s/%lld/stop", t->history.id, trial);
	stop = access(buf_text(&path), F_OK) == 0;
	buf_release(&path);
	return stop;
}

enum status
direct_tell(struct teller *t, const struct direct *d)
{
	struct err e = {0};
	json_t *metrics = direct_metrics(d->results, &e);
	struct verdict v = {0};
	json_t *line;

	if (!metrics || check(t, d, metrics, &e) == -1)
		die(STATUS_INPUT, "%s", e.text);
	line = make_line(d, metrics);
	tell_begin(t, false);
	v = rules_judge(t, line);
	if (v.status == STATUS_INPUT) {
		json_decref(v.line); /* nothing is written */
		v.line = NULL;
	}
	tell_take(t, &v);
	tell_end(t);
	json_decref(metrics);
	json_decref(line);
	if (v.why.text[0])
		warn("%s", v.why.text);
	if (d->step >= 0 && v.status == STATUS_OK && shall_stop(t, d->trial))
		return STATUS_NO;
	return v.status;
}

enum status
direct_reap(struct teller *t, double age_s)
{
	const struct reap how = {
	    .lost = t->lost, .by_age = age_s >= 0, .age_s = age_s};
	struct history *h = &t->history;
	size_t n, reaped = 0;

	tell_begin(t, false);
	n = history_count(h);
	for (size_t i = 0; i < n; i++) {
		struct verdict v = {
		    .line = reap_line(h, history_at(h, i), &how)};

		reaped += v.line != NULL;
		tell_take(t, &v);
	}
	tell_end(t);
	if (!t->quiet)
		warn("%zu trials given back", reaped);
	return reaped > 0 ? STATUS_OK : STATUS_NO;
}
