#include "stop.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "clock.h"
#include "endings.h"
#include "feasible.h"
#include "shell.h"

void
stop_release(struct stop_finding *f)
{
	buf_release(&f->progress);
	buf_release(&f->why);
	buf_release(&f->command);
	*f = (struct stop_finding){0};
}

void
stop_explain(struct buf *out, const struct stop_finding *f)
{
	buf_add(out, f->why.data, f->why.len);
	if (f->command.len == 0)
		return;
	buf_puts(out, "; to go on, tell the header again: ");
	buf_add(out, f->command.data, f->command.len);
}

bool
stop_new(const struct study *study, json_int_t given, struct buf *why)
{
	if (study->stop_trials == 0 || given < study->stop_trials)
		return false;
	buf_printf(why, "all %lld trials were asked", study->stop_trials);
	return true;
}

/* Numbers given; cancelled ones are free to be given again. */
static void
check_trials(struct history *h, struct stop_finding *f)
{
	const size_t n = h->study.stop_trials > 0 ? history_count(h) : 0;
	json_int_t given = 0;

	f->set = h->study.stop_trials > 0;
	for (size_t i = 0; i < n; i++)
		given += history_at(h, i)->state != TRIAL_CANCELLED;
	f->done = (double)given;
	f->limit = (double)h->study.stop_trials;
	f->fired = stop_new(&h->study, given, &f->why);
	buf_printf(&f->progress, "%lld of %lld asked", (long long)given,
	    h->study.stop_trials);
}

/*
 * Whether t is trained in full: it says no other fidelity than the highest of
 * the header, where that has one.
 */
static bool
is_full(const struct history *h, const struct trial *t)
{
	const json_t *high = json_object_get(
	    json_object_get(h->study.header, "fidelity"), "high");
	const double fidelity = history_number(h, t->fidelity, INFINITY);

	return fidelity >=
	       (json_is_number(high) ? json_number_value(high) : INFINITY);
}

/* Whether t is at least as good as every target that there is. */
static bool
is_on_target(const struct history *h, const struct trial *t)
{
	bool any = false;

	for (size_t i = 0; i < h->study.nobjectives; i++) {
		const struct objective *o = &h->study.objectives[i];
		double x;

		if (!o->has_target)
			continue;
		x = history_metric(h, t, o->metric);
		if (isnan(x) || (o->maximize ? x < o->target : x > o->target))
			return false;
		any = true;
	}
	return any;
}

/* The targets as "0.01", commas between; nothing if there is none. */
static void
add_targets(struct buf *out, const struct study *study)
{
	for (size_t i = 0; i < study->nobjectives; i++)
		if (study->objectives[i].has_target)
			buf_printf(out, "%s%.6g", out->len > 0 ? ", " : "",
			    study->objectives[i].target);
}

static void
check_target(struct history *h, struct stop_finding *f)
{
	struct buf targets = {0};
	size_t n;

	add_targets(&targets, &h->study);
	f->set = targets.len > 0;
	n = f->set ? history_count(h) : 0;
	for (size_t i = 0; i < n && !f->fired; i++) {
		const struct trial *t = history_at(h, i);

		f->fired = t->state == TRIAL_COMPLETE && is_full(h, t) &&
			   is_on_target(h, t) && !feasible_not(h, t);
		if (f->fired)
			buf_printf(&f->why, "trial %u reached the target",
			    (unsigned)t->number);
	}
	buf_printf(&f->progress, "%s %s", buf_text(&targets),
	    f->fired ? "reached" : "not reached");
	buf_release(&targets);
}

/* As an argument that is no option. */
static void
add_path(struct buf *out, const char *path)
{
	struct buf own = {0};

	if (*path == '-')
		buf_puts(&own, "./");
	buf_puts(&own, path);
	shell_quote(out, buf_text(&own));
	buf_release(&own);
}

/* That tells the header again, so that failures are counted anew. */
static void
add_command(struct buf *out, const struct history *h)
{
	buf_printf(out, "sed -n %zup ", h->header_line);
	add_path(out, h->log.path);
	buf_puts(out, " | hpo-tell ");
	add_path(out, h->log.path);
}

static void
check_failures(struct history *h, struct stop_finding *f)
{
	const size_t k = (size_t)h->study.stop_failures;
	struct endings ends = {0};
	size_t run = 0;

	f->set = k > 0;
	if (k > 0)
		endings_collect(&ends, h, h->header_line);
	while (run < k && run < ends.n &&
	       ends.list[ends.n - 1 - run].trial->state == TRIAL_FAILED)
		run++;
	endings_release(&ends);
	f->done = (double)run;
	f->limit = (double)k;
	f->fired = k > 0 && run == k;
	buf_printf(&f->progress, "%zu of %zu in a row", run, k);
	if (!f->fired)
		return;
	if (k == 1)
		buf_puts(&f->why, "the last result is a failed one");
	else
		buf_printf(&f->why, "the last %zu results are all failed", k);
	if (strcmp(h->log.path, "-") != 0)
		add_command(&f->command, h);
}

static void
check_patience(struct history *h, struct stop_finding *f)
{
	const size_t k = (size_t)h->study.stop_patience;
	struct endings ends = {0};
	const struct trial *best = NULL;
	size_t since = 0;

	f->set = k > 0;
	if (k > 0) {
		endings_collect(&ends, h, 0);
		best = endings_best(&ends, h, &since);
	}
	endings_release(&ends);
	f->done = (double)since;
	f->limit = (double)k;
	if (!best) {
		buf_printf(&f->progress, "0 of %zu results, no best yet", k);
		return;
	}
	f->fired = since >= k;
	buf_printf(&f->progress, "%zu of %zu results since trial %u", since, k,
	    (unsigned)best->number);
	if (f->fired)
		buf_printf(&f->why, "%zu result%s since the best, trial %u",
		    since, since == 1 ? "" : "s", (unsigned)best->number);
}

static void
check_time(struct history *h, struct stop_finding *f)
{
	const double limit = h->study.stop_time;
	const size_t n = limit > 0 ? history_count(h) : 0;
	char spent[CLOCK_TEXT], all[CLOCK_TEXT];

	f->set = limit > 0;
	for (size_t i = 0; i < n; i++) {
		const double s =
		    history_number(h, history_at(h, i)->seconds, 0);

		if (s > 0) /* any number may stand there */
			f->done = fmin(f->done + s, DBL_MAX);
	}
	f->limit = limit;
	f->fired = f->set && f->done >= limit;
	clock_length(spent, f->done);
	clock_length(all, limit);
	buf_printf(&f->progress, "%s of %s", spent, all);
	if (f->fired)
		buf_printf(&f->why, "the trials took %s of %s", spent, all);
}

/*
 * `ask.acq` is the natural logarithm of the improvement that a model expects
 * of a point, in units of the objective; asks without it are passed over.
 */
static void
check_improvement(struct history *h, struct stop_finding *f)
{
	const unsigned asks = 3; /* running, DESIGN section 4 */
	const double least = h->study.stop_improvement;
	const size_t n = least > 0 ? history_count(h) : 0;
	unsigned run = 0;

	f->set = least > 0;
	for (size_t i = n; i-- > 0 && run < asks;) {
		const struct trial *t = history_at(h, i);
		const double acq =
		    history_number(h, history_member(h, t->ask, "acq"), NAN);

		if (isnan(acq))
			continue;
		if (exp(acq) >= least)
			break;
		run++;
	}
	f->done = run;
	f->limit = asks;
	f->fired = run == asks;
	buf_printf(&f->progress, "%u of %u asks in a row below %.6g", run, asks,
	    least);
	if (f->fired)
		buf_printf(&f->why,
		    "the last %u asks expected an improvement below %.6g", asks,
		    least);
}

/* What fires first of those that forbid all is what is told. */
const struct stop_rule stop_rules[] = {
    {"trials", true, check_trials},
    {"target", false, check_target},
    {"failures", false, check_failures},
    {"patience", false, check_patience},
    {"time", false, check_time},
    {"improvement", false, check_improvement},
    {0},
};

bool
stop_all(struct history *h, struct buf *why)
{
	bool fired = false;

	for (const struct stop_rule *r = stop_rules; r->name && !fired; r++) {
		struct stop_finding f = {0};

		if (r->numbers)
			continue;
		r->check(h, &f);
		fired = f.fired;
		stop_explain(why, &f);
		stop_release(&f);
	}
	return fired;
}
