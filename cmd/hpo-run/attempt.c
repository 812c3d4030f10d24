#include "attempt.h"

#include <errno.h>
#include <math.h>
#include <signal.h>

#include "begin.h"
#include "jsonl.h"
#include "outcome.h"
#include "reason.h"
#include "run.h"

enum {
	DRAIN_MAX = 64, /* reads: a daemon may go on writing for ever */
	POLL_MAX = 16,  /* reads of a report at a time */
};

static const double again_s = 0.1;    /* until what failed is tried again */
static const double left_grace_s = 2; /* for what a payload left behind */

void
attempt_clear(struct attempt *a)
{
	for (size_t i = 0; i < OUTPUTS; i++) {
		stream_close(&a->output[i]);
		buf_release(&a->lines[i].part);
		matches_release(&a->matches[i]);
	}
	report_close(&a->report);
	result_release(&a->result);
	if (a->process.fd != -1)
		close(a->process.fd);
	a->process.fd = -1;
}

void
attempt_end(struct run *run, struct attempt *a)
{
	attempt_clear(a);
	folder_close(&a->folder);
	job_release(&a->job);
	if (a->stage == ATTEMPT_ORDER)
		run->ended--;
	if (a->stage != ATTEMPT_FREE) {
		run->busy--;
		run->progress.running--;
	}
	*a = (struct attempt){.stage = ATTEMPT_FREE};
}

void
attempt_write_final(struct run *run, const struct attempt *a, json_t *line)
{
	struct buf text = {0};
	struct err e = {0};

	jsonl_write(&text, line);
	buf_puts(&text, "\n");
	if (folder_finish(&a->folder, &text, &e) == -1)
		run_give_up(run, &e);
	emit_text(&run->out, text.data, text.len - 1);
	buf_release(&text);
	progress_trial(&run->progress, line);
}

/* Tell of a step, and remember it. */
static void
take_step(struct run *run, struct attempt *a, json_t *metrics, double step)
{
	const double exact = 0x1p53; /* beyond, doubles have gaps */
	const char *odd;
	json_t *line;

	result_step(&a->result, metrics, &odd);
	if (odd && !a->warned) {
		run_warn(run, "trial %lld, step %.17g: '%s' is not finite",
		    a->job.trial, step, odd);
		a->warned = true;
	}
	if (json_object_size(a->result.last) == 0)
		return;
	line = jsonl_object();
	json_object_set_new(line, "trial", json_integer(a->job.trial));
	json_object_set_new(line, "attempt", json_integer(a->job.attempt));
	json_object_set_new(line, "step",
	    step == floor(step) && step <= exact
		? json_integer((json_int_t)step)
		: json_real(step));
	json_object_set(line, "metrics", a->result.last);
	a->step = fmax(a->step, step);
	emit_json(&run->out, line);
	json_decref(line);
}

/* Where lines come from. */
struct source {
	struct run *run;
	struct attempt *a;
	size_t output;
};

static void
take_reported(void *arg, const char *text, size_t len)
{
	const struct source *s = arg;
	double step;
	json_t *metrics = result_metrics(text, len, &step);

	if (!metrics)
		return; /* no object: not for us */
	if (step >= 0) {
		take_step(s->run, s->a, metrics, step);
		json_decref(metrics);
	} else {
		json_decref(s->a->result.final);
		s->a->result.final = metrics;
	}
}

static void
take_printed(void *arg, const char *text, size_t len)
{
	const struct source *s = arg;
	struct matches *m = &s->a->matches[s->output];

	if (patterns_match(&s->run->options->patterns, m, text, len))
		take_step(s->run, s->a, m->now, m->step);
}

/* Start nothing more if an output cannot be kept: no other will be, either. */
static void
check_kept(struct run *run, struct attempt *a)
{
	struct err e = {0};

	for (size_t i = 0; i < OUTPUTS && !a->unkept; i++) {
		if (!a->output[i].error)
			continue;
		a->unkept = true;
		errno = a->output[i].error;
		err_sys(&e, "trial %lld: cannot keep its output", a->job.trial);
		run_give_up(run, &e);
	}
}

/* Read once from an output; whether there may be more. */
static bool
read_once(struct run *run, struct attempt *a, size_t output)
{
	struct source s = {.run = run, .a = a, .output = output};
	const ssize_t n = stream_read(&a->output[output], &run->scratch);

	if (n > 0 && run->options->patterns.n > 0)
		lines_feed(&a->lines[output], run->scratch.data, (size_t)n,
		    take_printed, &s);
	check_kept(run, a);
	return n > 0;
}

void
attempt_read(struct run *run, struct attempt *a, size_t output)
{
	/* An event that came together with its end finds the slot empty. */
	if (a->stage != ATTEMPT_FREE && a->output[output].pipe != -1 &&
	    read_once(run, a, output))
		attempt_poll(run, a);
}

/*
 * Whether nothing more was reported.  Steps wait in the file for our reader,
 * but not those of a payload that has ended: its result must be on the disk
 * before anything else happens to us.
 */
static bool
poll_report(struct run *run, struct attempt *a)
{
	struct source s = {.run = run, .a = a};

	for (int n = 0; n < POLL_MAX; n++) {
		if (a->stage == ATTEMPT_RUNNING &&
		    emit_waiting(&run->out) >= RUN_QUEUE_MAX)
			return false;
		if (!report_poll(&a->report, take_reported, &s))
			return true;
	}
	return false;
}

void
attempt_poll(struct run *run, struct attempt *a)
{
	(void)poll_report(run, a); /* there is a next time */
}

/* All that the payload said is there: take it in. */
static void
take_all(struct run *run, struct attempt *a)
{
	struct source s = {.run = run, .a = a};

	report_end(&a->report, take_reported, &s);
	for (size_t i = 0; i < OUTPUTS; i++) {
		s.output = i;
		lines_end(&a->lines[i], take_printed, &s);
		if (!a->matches[i].found)
			continue;
		if (!a->result.matched)
			a->result.matched = jsonl_object();
		json_object_update_missing(
		    a->result.matched, a->matches[i].found);
	}
}

/* Once more from the beginning, if anything may begin. */
static bool
try_again(struct run *run, struct attempt *a)
{
	struct err e = {0};

	if (run->stopping)
		return false;
	progress_clear(&run->progress);
	if (!run->options->quiet)
		run_warn(run, "trial %lld failed: once more", a->job.trial);
	a->retries--;
	if (begin_again(run, a, &e) != BEGIN_ERROR)
		return true;
	run_give_up(run, &e);
	return false;
}

static void
conclude(struct run *run, struct attempt *a)
{
	struct buf left_out = {0};
	json_t *line;

	take_all(run, a);
	line = outcome_line(a, &left_out);
	check_kept(run, a);
	if (left_out.len > 0)
		run_warn(run, "trial %lld: not finite and left out: %s",
		    a->job.trial, buf_text(&left_out));
	buf_release(&left_out);
	if (outcome_is_failed(line) && a->retries > 0) {
		json_decref(line);
		if (try_again(run, a))
			return;
		line = outcome_waiting(
		    &a->job, a->job.attempt + 1, REASON_INTERRUPTED);
	}
	if (outcome_is_final(line)) {
		attempt_write_final(run, a, line);
	} else {
		emit_json(&run->out, line);
		progress_trial(&run->progress, line);
	}
	json_decref(line);
	attempt_end(run, a);
}

/* No process is left. */
static void
all_ended(struct run *run, struct attempt *a)
{
	report_seal(&a->report);
	a->stage = ATTEMPT_ORDER;
	run->ended++;
	a->due = 0;
}

/* Read what there is to read. */
static void
drain(struct run *run, struct attempt *a)
{
	for (size_t i = 0; i < OUTPUTS; i++) {
		for (int n = 0; n < DRAIN_MAX && a->output[i].pipe != -1; n++)
			if (!read_once(run, a, i))
				break;
	}
	a->drained = true;
}

/* Whether no other slot has processes. */
static bool
is_alone(const struct run *run, const struct attempt *a)
{
	for (size_t i = 0; i < run->places; i++) {
		const struct attempt *other = &run->slots[i];

		if (other != a && (other->stage == ATTEMPT_RUNNING ||
				      other->stage == ATTEMPT_LEFT))
			return false;
	}
	return true;
}

void
attempt_signal(struct run *run, const struct attempt *a, int sig)
{
	run->options->executor->signal(
	    run->executor, &a->process, is_alone(run, a), sig);
}

static size_t
count_left(struct run *run, const struct attempt *a)
{
	return run->options->executor->left(
	    run->executor, &a->process, is_alone(run, a));
}

static void
press(struct run *run, struct attempt *a, int sig)
{
	attempt_signal(run, a, sig);
	a->pressure = sig;
}

/* The payload has ended: what about its own children? */
static void
payload_ended(struct run *run, struct attempt *a, double now)
{
	a->ended = now;
	a->left_behind = count_left(run, a);
	if (a->left_behind == 0) {
		all_ended(run, a);
		return;
	}
	a->stage = ATTEMPT_LEFT;
	press(run, a, a->pressure == SIGKILL ? SIGKILL : SIGTERM);
	a->due = now + left_grace_s;
}

/* The time that the payload was given is over. */
static void
be_harder(struct run *run, struct attempt *a, double now)
{
	if (a->stage == ATTEMPT_RUNNING && a->pressure == 0) {
		a->out_of_time = true;
		press(run, a, SIGTERM);
		a->due = now + run->options->grace_s;
	} else {
		press(run, a, SIGKILL);
		a->due = a->stage == ATTEMPT_LEFT ? now + left_grace_s : 0;
	}
}

void
attempt_listen(struct run *run, struct attempt *a, double now)
{
	static const enum event events[OUTPUTS] = {
	    EVENT_STREAM0, EVENT_STREAM1};

	for (size_t i = 0; i < OUTPUTS; i++) {
		if (a->output[i].pipe == -1 ||
		    run_watch(run, a->output[i].pipe, a, events[i]) == 0 ||
		    errno == EEXIST)
			continue;
		attempt_read(run, a, i); /* and try again */
		a->listen_at = now + again_s;
		return;
	}
	a->listen_at = 0;
}

void
attempt_advance(struct run *run, struct attempt *a, double now)
{
	const struct executor *x = run->options->executor;

	if (a->stage == ATTEMPT_RUNNING && x->ended(run->executor, &a->process))
		payload_ended(run, a, now);
	if (a->stage == ATTEMPT_LEFT && count_left(run, a) == 0)
		all_ended(run, a);
	else if (a->stage == ATTEMPT_LEFT && a->pressure == SIGKILL)
		attempt_signal(run, a, SIGKILL); /* also to what is new */
	if (a->stage != ATTEMPT_FREE && a->due > 0 && now >= a->due)
		be_harder(run, a, now);
}

void
attempt_conclude(struct run *run, struct attempt *a)
{
	if (!a->drained)
		drain(run, a);
	if (poll_report(run, a) && stream_order(&a->output[0]) &&
	    stream_order(&a->output[1]))
		conclude(run, a);
}

void
attempt_interrupt(struct run *run, struct attempt *a)
{
	const double now = clock_monotonic();

	attempt_advance(run, a, now); /* it may have ended already */
	if (a->stage != ATTEMPT_RUNNING)
		return;
	a->interrupted = true;
	if (a->pressure != 0)
		return; /* the time limit came before */
	press(run, a, SIGTERM);
	a->due = now + run->options->grace_s;
}

void
attempt_kill(struct run *run, struct attempt *a)
{
	if (a->stage != ATTEMPT_RUNNING && a->stage != ATTEMPT_LEFT)
		return;
	press(run, a, SIGKILL);
	a->due = 0;
}
