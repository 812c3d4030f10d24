#include "run.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "intake.h"
#include "jsonl.h"
#include "payload.h"
#include "signals.h"
#include "xalloc.h"

enum {
	EVENTS_MAX = 64,
	MS = 1000,
	PLACES = 2, /* for each slot: one may run while one is concluded */
};

static const double idle_s = 1000;       /* nothing is due but events */
static const double tick_s = 0.1;        /* reports looked at, bar drawn */
static const double left_tick_s = 0.005; /* what was left behind looked for */
static const double reader_s = 5;        /* until we die without it */

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

void
run_status(struct run *run, enum status status)
{
	if (status > run->status)
		run->status = status;
}

void
run_give_up(struct run *run, const struct err *e)
{
	run_status(run, e->status);
	run_warn(run, "%s", e->text);
	if (run->stopping)
		return;
	run->stopping = true;
	run->why = *e;
	run->drain_until = clock_monotonic() + RUN_SILENCE_S;
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
watch_output(struct run *run)
{
	struct epoll_event e = {.events = run->out.blocked ? EPOLLOUT : 0,
	    .data.u64 = EVENT_OUTPUT};

	if (run->out.error && !run->output_lost)
		output_failed(run);
	else if (run->output_watched && run->room_watched != run->out.blocked &&
		 epoll_ctl(run->loop, EPOLL_CTL_MOD, run->out.fd, &e) == 0)
		run->room_watched = run->out.blocked;
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
		intake_read(run);
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
	intake_lines(run);
	for (int i = 0; i < n; i++)
		if (is_stream(&events[i]))
			take_event(run, &events[i]);
}

/* When something has to be done for an attempt without an event. */
static double
slot_due(const struct attempt *a, double now)
{
	switch (a->stage) {
	case ATTEMPT_LEFT:
		return now + left_tick_s;
	case ATTEMPT_ORDER:
		return now;
	case ATTEMPT_RUNNING:
		return fmin(a->due > 0 ? a->due : INFINITY,
		    a->listen_at > 0 ? a->listen_at : INFINITY);
	case ATTEMPT_FREE:
	case ATTEMPT_HELD: /* the next tick will do */
		break;
	}
	return INFINITY;
}

/* Seconds until something has to be done without an event. */
static double
next_due(const struct run *run, double now, double next_tick)
{
	double due = run->busy > 0 ? next_tick : now + idle_s;

	if (run->stopping && !run->in.eof && !run->out.error &&
	    run->drain_until > now)
		due = fmin(due, run->drain_until);
	if (run->leave_at > 0)
		due = fmin(due, run->leave_at);
	for (size_t i = 0; run->busy > 0 && i < run->places; i++)
		due = fmin(due, slot_due(&run->slots[i], now));
	if (run->input_always && !run->in.eof && intake_room(run))
		due = now;
	return due > now ? due - now : 0;
}

/* What is done from time to time. */
static void
tick(struct run *run)
{
	const struct options *o = run->options;

	for (size_t i = 0; i < run->places; i++)
		if (run->slots[i].stage == ATTEMPT_RUNNING)
			attempt_poll(run, &run->slots[i]);
	intake_held(run);
	run->progress.closed = run->in.eof;
	run->progress.known = intake_waiting(run);
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
		struct epoll_event events[EVENTS_MAX];
		double now;
		int n;

		intake_lines(run);
		intake_watch(run);
		watch_output(run);
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
		watch_output(run);
	}
}

/* No loop is possible: give back what has been sent, and wait for our reader.
 */
static void
refuse_all(struct run *run)
{
	struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
	struct pollfd out = {.fd = run->out.fd, .events = POLLOUT};

	while (!run->in.eof && poll(&in, 1, RUN_SILENCE_S * MS) == 1) {
		intake_read(run);
		intake_lines(run);
	}
	while (emit_waiting(&run->out) > 0 &&
	       poll(&out, 1, (int)reader_s * MS) == 1)
		emit_flush(&run->out);
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
		refuse_all(&run);
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
