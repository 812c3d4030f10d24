#include "run.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "begin.h"
#include "jsonl.h"
#include "outcome.h"
#include "payload.h"
#include "signals.h"
#include "xalloc.h"

enum {
	EVENTS_MAX = 64,
	MS = 1000,
	PLACES = 2, /* for each slot: one may run while one is concluded */
};

static const double tick_s = 0.1;        /* reports looked at, bar drawn */
static const double left_tick_s = 0.005; /* what was left behind looked for */
static const double reader_s = 5;        /* until we die without it */
static const double silence_s = 1;       /* after which no more lines come */

int
run_watch(struct run *run, int fd, const struct attempt *a, enum event event)
{
	const uint64_t slot = a ? (uint64_t)(a - run->slots) : 0;
	struct epoll_event e = {
	    .events = EPOLLIN, .data.u64 = slot * EVENTS + event};

	return epoll_ctl(run->loop, EPOLL_CTL_ADD, fd, &e);
}

void
run_warn(struct run *run, const char *fmt, ...)
{
	struct err text;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text.text, sizeof(text.text), fmt, ap);
	va_end(ap);
	progress_clear(&run->progress);
	warn("%s", text.text);
}

static void
worse(struct run *run, enum status status)
{
	if (status > run->status)
		run->status = status;
}

void
run_give_up(struct run *run, const struct err *e)
{
	worse(run, e->status);
	run_warn(run, "%s", e->text);
	if (run->stopping)
		return;
	run->stopping = true;
	run->why = *e;
	run->drain_until = clock_monotonic() + silence_s;
}

/* The line was read and not started: say so, and why. */
static void
give_back(struct run *run, const struct job *job)
{
	struct buf reason = {0};
	json_t *line;

	buf_printf(&reason, "not started: %s", run->why.text);
	line = outcome_waiting(job, job->attempt, buf_text(&reason));
	emit_json(&run->out, line);
	json_decref(line);
	buf_release(&reason);
	run->progress.done[TRIAL_WAITING]++;
}

/* Whether no two parameters of the job have one variable; asked once. */
static int
check_names(struct run *run, const struct job *job, struct err *e)
{
	if (run->names && job->names && json_equal(run->names, job->names))
		return 0;
	if (payload_check_names(job, e) == -1)
		return -1;
	json_decref(run->names);
	run->names = json_incref(job->names);
	return 0;
}

static bool
is_running(const struct run *run, const struct job *job)
{
	for (size_t i = 0; run->busy > 0 && i < run->places; i++) {
		const struct attempt *a = &run->slots[i];

		if (a->stage != ATTEMPT_FREE && a->job.trial == job->trial &&
		    strcmp(a->job.id, job->id) == 0)
			return true;
	}
	return false;
}

static struct attempt *
free_slot(const struct run *run)
{
	for (size_t i = 0; i < run->places; i++)
		if (run->slots[i].stage == ATTEMPT_FREE)
			return &run->slots[i];
	return NULL;
}

/* Whether one more payload may run, and has a place. */
static bool
has_room(const struct run *run)
{
	return run->busy - run->ended < run->options->slots &&
	       free_slot(run) != NULL;
}

/* What the first job needs, and each of another study. */
static int
get_ready(struct run *run, const struct job *job, struct err *e)
{
	if (!run->folders.root &&
	    folders_open(&run->folders, run->options->runs, e) == -1)
		return -1;
	return check_names(run, job, e);
}

/* Run a job, which is consumed; or give it back. */
static void
begin_job(struct run *run, struct job *job)
{
	struct attempt *a = free_slot(run);
	struct err e = {0};

	if (get_ready(run, job, &e) == 0) {
		a->job = *job;
		if (begin_attempt(run, a, &e) != BEGIN_ERROR)
			return;
		*job = a->job;
		*a = (struct attempt){.stage = ATTEMPT_FREE};
	}
	run_give_up(run, &e);
	give_back(run, job);
	job_release(job);
}

static void
bad_line(struct run *run, const struct err *e)
{
	progress_clear(&run->progress);
	warn_at("<stdin>", run->in.lineno, e);
	worse(run, STATUS_INPUT);
}

static void
take_line(struct run *run, const char *line, size_t len)
{
	struct buf pass = {0};
	struct err e = {0};
	struct job job;

	switch (job_read(&job, line, len, &pass, &e)) {
	case JOB_ERROR:
		bad_line(run, &e);
		break;
	case JOB_FINAL:
		emit_text(&run->out, pass.data, pass.len);
		break;
	case JOB_WAITING:
		if (is_running(run, &job)) {
			err_set(&e, "trial %lld is running here", job.trial);
			bad_line(run, &e);
			job_release(&job);
		} else if (run->stopping) {
			give_back(run, &job);
			job_release(&job);
		} else {
			begin_job(run, &job);
		}
		break;
	}
	buf_release(&pass);
}

/* Take lines as long as there is something to do with them. */
static void
take_lines(struct run *run)
{
	const char *line;
	size_t len;

	while (!run->out.error && (run->stopping || has_room(run)) &&
	       emit_waiting(&run->out) < RUN_QUEUE_MAX) {
		const enum jsonl_event event =
		    jsonl_ready(&run->in, &line, &len);
		struct err e = {0};

		if (event == JSONL_END)
			return;
		if (event == JSONL_LINE) {
			take_line(run, line, len);
		} else {
			err_set(&e, "longer than %d bytes", JSONL_LINE_MAX);
			bad_line(run, &e);
		}
	}
}

/* Whether to look for more input. */
static bool
wants_input(struct run *run)
{
	if (run->in.eof || run->out.error ||
	    emit_waiting(&run->out) >= RUN_QUEUE_MAX)
		return false;
	if (run->stopping)
		return run->busy > 0 || clock_monotonic() < run->drain_until;
	return has_room(run) && !jsonl_waiting(&run->in);
}

static void
read_input(struct run *run)
{
	const ssize_t n = jsonl_fill(&run->in);

	if (n > 0 && run->stopping)
		run->drain_until = clock_monotonic() + silence_s;
	if (n == -1 && errno != EAGAIN) {
		run_warn(run, "standard input: %s", strerror(errno));
		run->in.eof = true;
		worse(run, STATUS_SYS);
	}
}

/* Have standard input watched if lines are wanted, and else not. */
static void
watch_input(struct run *run)
{
	const bool wanted = wants_input(run);

	if (wanted && run->input_always) {
		read_input(run);
	} else if (wanted && !run->input_watched) {
		if (run_watch(run, STDIN_FILENO, NULL, EVENT_INPUT) == 0)
			run->input_watched = true;
		else
			run->input_always = true; /* a file: always ready */
	} else if (!wanted && run->input_watched) {
		epoll_ctl(run->loop, EPOLL_CTL_DEL, STDIN_FILENO, NULL);
		run->input_watched = false;
	}
}

/* Nobody reads what we write: start nothing more, let the rest end. */
static void
output_failed(struct run *run)
{
	struct err e = {0};

	epoll_ctl(run->loop, EPOLL_CTL_DEL, run->out.fd, NULL);
	run->output_watched = false;
	run->output_lost = true;
	errno = run->out.error;
	err_sys(&e, "standard output");
	run_give_up(run, &e);
}

/* Have standard output watched: for its reader's end, and for room. */
static void
watch_output(struct run *run, bool was_blocked)
{
	struct epoll_event e = {.events = run->out.blocked ? EPOLLOUT : 0,
	    .data.u64 = EVENT_OUTPUT};

	if (run->out.error && !run->output_lost)
		output_failed(run);
	else if (run->output_watched && was_blocked != run->out.blocked)
		epoll_ctl(run->loop, EPOLL_CTL_MOD, run->out.fd, &e);
}

static void
output_event(struct run *run, uint32_t events)
{
	if (events & EPOLLOUT)
		emit_flush(&run->out);
	else if (!run->out.error)
		run->out.error = EPIPE;
	if (run->out.error && run->output_watched) {
		epoll_ctl(run->loop, EPOLL_CTL_DEL, run->out.fd, NULL);
		run->output_watched = false;
	}
}

static bool
is_stream(const struct epoll_event *event)
{
	const enum event kind = (enum event)(event->data.u64 % EVENTS);

	return kind == EVENT_STREAM0 || kind == EVENT_STREAM1;
}

static void
take_event(struct run *run, const struct epoll_event *event)
{
	struct attempt *a = &run->slots[event->data.u64 / EVENTS];

	switch ((enum event)(event->data.u64 % EVENTS)) {
	case EVENT_INPUT:
		read_input(run);
		break;
	case EVENT_OUTPUT:
		output_event(run, event->events);
		break;
	case EVENT_SIGNAL:
		signals_take(run);
		break;
	case EVENT_STREAM0:
		attempt_read(run, a, 0);
		break;
	case EVENT_STREAM1:
		attempt_read(run, a, 1);
		break;
	case EVENT_END:
		if (a->stage == ATTEMPT_RUNNING)
			attempt_advance(run, a, clock_monotonic());
		break;
	case EVENTS:
		break;
	}
}

/*
 * With several slots the next payload starts first, and what the last one said
 * is read and recorded while that runs; not if it may have to be tried again.
 */
static void
take_events(struct run *run, const struct epoll_event *events, int n)
{
	const bool start_first =
	    run->options->slots > 1 && run->options->retries == 0;

	for (int i = 0; i < n; i++)
		if (!start_first || !is_stream(&events[i]))
			take_event(run, &events[i]);
	if (!start_first)
		return;
	take_lines(run);
	for (int i = 0; i < n; i++)
		if (is_stream(&events[i]))
			take_event(run, &events[i]);
}

/* When something has to be done for an attempt without an event. */
static double
slot_due(const struct run *run, const struct attempt *a, double now)
{
	switch (a->stage) {
	case ATTEMPT_LEFT:
		return now + left_tick_s;
	case ATTEMPT_ORDER: /* a report may have to wait for our reader */
		if (run->stopping || emit_waiting(&run->out) < RUN_QUEUE_MAX)
			return now;
		break;
	case ATTEMPT_RUNNING:
		return fmin(a->due > 0 ? a->due : INFINITY,
		    a->listen_at > 0 ? a->listen_at : INFINITY);
	case ATTEMPT_FREE:
		break;
	}
	return INFINITY;
}

/* Seconds until something has to be done without an event. */
static double
next_due(const struct run *run, double now, double next_tick)
{
	double due = run->busy > 0 ? next_tick : now + MS;

	if (run->stopping && !run->in.eof && !run->out.error &&
	    run->drain_until > now)
		due = fmin(due, run->drain_until);
	if (run->leave_at > 0)
		due = fmin(due, run->leave_at);
	for (size_t i = 0; run->busy > 0 && i < run->places; i++)
		due = fmin(due, slot_due(run, &run->slots[i], now));
	if (run->input_always && !run->in.eof && has_room(run))
		due = now;
	return due > now ? due - now : 0;
}

/* How many lines were read and not taken. */
static size_t
count_lines(const struct jsonl_reader *r)
{
	size_t n = 0;

	for (size_t i = r->next; i < r->buf.len; i++)
		n += r->buf.data[i] == '\n' || i + 1 == r->buf.len;
	return n;
}

/* What is done from time to time. */
static void
tick(struct run *run)
{
	const struct options *o = run->options;

	for (size_t i = 0; i < run->places; i++)
		if (run->slots[i].stage == ATTEMPT_RUNNING)
			attempt_poll(run, &run->slots[i]);
	run->progress.closed = run->in.eof;
	run->progress.known = count_lines(&run->in);
	o->executor->tick(run->executor);
	progress_draw(&run->progress);
}

static void
advance(struct run *run, double now)
{
	for (size_t i = 0; run->busy > 0 && i < run->places; i++) {
		struct attempt *a = &run->slots[i];

		if (a->stage == ATTEMPT_RUNNING && a->listen_at > 0 &&
		    now >= a->listen_at)
			attempt_listen(run, a, now);
		if (a->stage == ATTEMPT_LEFT ||
		    (a->stage == ATTEMPT_RUNNING && a->due > 0 &&
			now >= a->due))
			attempt_advance(run, a, now);
		if (a->stage == ATTEMPT_ORDER)
			attempt_conclude(run, a);
	}
}

/*
 * Whether we were told to end, and our reader has had its time.  Results that
 * it does not get are in exit.json.
 */
static bool
has_waited(struct run *run)
{
	if (run->signal == 0)
		return false;
	if (run->leave_at == 0)
		run->leave_at = clock_monotonic() + reader_s;
	return clock_monotonic() >= run->leave_at;
}

/* Whether nothing is left to do. */
static bool
is_over(struct run *run)
{
	if (run->busy > 0)
		return false;
	if (has_waited(run))
		return true;
	if (emit_waiting(&run->out) > 0)
		return false;
	if (run->out.error)
		return true;
	if (jsonl_waiting(&run->in))
		return false;
	if (run->in.eof)
		return run->in.next == run->in.buf.len;
	return run->stopping && clock_monotonic() >= run->drain_until;
}

static void
loop(struct run *run)
{
	double next_tick = clock_monotonic() + tick_s;

	for (;;) {
		const bool blocked = run->out.blocked;
		struct epoll_event events[EVENTS_MAX];
		double now;
		int n;

		take_lines(run);
		watch_input(run);
		watch_output(run, blocked);
		if (is_over(run))
			return;
		now = clock_monotonic();
		n = epoll_wait(run->loop, events, EVENTS_MAX,
		    (int)(next_due(run, now, next_tick) * MS + 0.999));
		take_events(run, events, n);
		now = clock_monotonic();
		advance(run, now);
		if (now >= next_tick) {
			tick(run);
			next_tick = now + tick_s;
		}
		watch_output(run, blocked);
	}
}

/* What can fail before the first line; -1 with *e set. */
static int
set_up(struct run *run, struct err *e)
{
	const struct options *o = run->options;

	run->loop = epoll_create1(EPOLL_CLOEXEC);
	run->signals = signals_open();
	if (run->loop == -1 || run->signals == -1 ||
	    run_watch(run, run->signals, NULL, EVENT_SIGNAL) == -1)
		return err_sys(e, "cannot wait for events");
	run->executor = o->executor->alloc(o, e);
	return run->executor ? 0 : -1;
}

static void
tear_down(struct run *run)
{
	if (run->executor)
		run->options->executor->free(run->executor);
	if (run->loop != -1)
		close(run->loop);
	if (run->signals != -1)
		close(run->signals);
	emit_close(&run->out);
	jsonl_release(&run->in);
	folders_close(&run->folders);
	buf_release(&run->scratch);
	json_decref(run->names);
	free(run->environ_base);
	free(run->slots);
}

int
run(const struct options *o, enum status *status)
{
	struct run run = {.options = o,
	    .in = {.fd = STDIN_FILENO},
	    .folders = {.runs = -1, .study = -1},
	    .places = PLACES * o->slots,
	    .slots = xcalloc(PLACES * o->slots, sizeof(*run.slots)),
	    .environ_base = payload_environ_base(o->clean_env)};
	struct epoll_event e = {.data.u64 = EVENT_OUTPUT};
	struct err failure = {0};

	emit_open(&run.out);
	progress_init(&run.progress, o->quiet, o->verbose);
	owner_self(run.owner);
	if (set_up(&run, &failure) == -1) {
		run_give_up(&run, &failure);
	} else {
		run.output_watched =
		    epoll_ctl(run.loop, EPOLL_CTL_ADD, run.out.fd, &e) == 0;
		loop(&run);
	}
	progress_clear(&run.progress);
	*status = run.status;
	tear_down(&run);
	return run.signal;
}
