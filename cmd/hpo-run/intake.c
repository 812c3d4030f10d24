#include "intake.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "begin.h"
#include "outcome.h"
#include "payload.h"
#include "reason.h"

/* The line was read and not started: say so, and why. */
static void
give_back(struct run *run, const struct job *job)
{
	struct buf reason = {0};
	json_t *line;

	buf_printf(&reason, REASON_NOT_STARTED ": %s", run->why.text);
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

static struct attempt *
free_slot(const struct run *run)
{
	for (size_t i = 0; i < run->places; i++)
		if (run->slots[i].stage == ATTEMPT_FREE)
			return &run->slots[i];
	return NULL;
}

/* Whether one more payload may run, and has a place. */
bool
intake_room(const struct run *run)
{
	/* one that has ended may have to be tried again, in the place it has */
	const size_t over = run->options->retries > 0 ? 0 : run->ended;

	return run->busy - over < run->options->slots && free_slot(run) != NULL;
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

/* An attempt of its trial is under way: the job waits in its slot. */
static void
hold(struct run *run, struct attempt *a, bool again)
{
	if (!again)
		run_warn(run, "trial %lld is being run already: waiting for it",
		    a->job.trial);
	a->stage = ATTEMPT_HELD;
	run->busy++;
}

/*
 * Run a job, which is consumed; or give it back.  again: its trial was found
 * under way before.
 */
static void
begin_job(struct run *run, struct job *job, bool again)
{
	struct attempt *a = free_slot(run);
	struct err e = {0};

	if (get_ready(run, job, &e) == 0) {
		enum begin begun;

		a->job = *job;
		begun = begin_attempt(run, a, &e);
		if (begun == BEGIN_HELD)
			hold(run, a, again);
		if (begun != BEGIN_ERROR)
			return;
		*job = a->job;
		*a = (struct attempt){.stage = ATTEMPT_FREE};
	}
	run_give_up(run, &e);
	give_back(run, job);
	job_release(job);
}

/* What was held may be free now. */
void
intake_held(struct run *run)
{
	for (size_t i = 0; i < run->places; i++) {
		struct attempt *a = &run->slots[i];
		struct job job = a->job;

		if (a->stage != ATTEMPT_HELD)
			continue;
		*a = (struct attempt){.stage = ATTEMPT_FREE};
		run->busy--;
		if (!run->stopping) {
			begin_job(run, &job, true);
		} else {
			give_back(run, &job);
			job_release(&job);
		}
	}
}

static void
bad_line(struct run *run, const struct err *e)
{
	progress_clear(&run->progress);
	warn_at("<stdin>", run->in.lineno, e);
	run_status(run, STATUS_INPUT);
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
		if (run->stopping) {
			give_back(run, &job);
			job_release(&job);
		} else {
			begin_job(run, &job, false);
		}
		break;
	}
	buf_release(&pass);
}

/* Take lines as long as there is something to do with them. */
void
intake_lines(struct run *run)
{
	const char *line;
	size_t len;

	while (!run->out.error && (run->stopping || intake_room(run)) &&
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
	return intake_room(run) && !jsonl_waiting(&run->in);
}

void
intake_read(struct run *run)
{
	const ssize_t n = jsonl_fill(&run->in);

	if (n > 0 && run->stopping)
		run->drain_until = clock_monotonic() + RUN_SILENCE_S;
	if (n == -1 && errno != EAGAIN) {
		run_warn(run, "standard input: %s", strerror(errno));
		run->in.eof = true;
		run_status(run, STATUS_SYS);
	}
}

/* Have standard input watched if lines are wanted, and else not. */
void
intake_watch(struct run *run)
{
	const bool wanted = wants_input(run);

	if (wanted && run->input_always) {
		intake_read(run);
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

/* How many lines were read and not taken. */
size_t
intake_waiting(const struct run *run)
{
	const struct jsonl_reader *r = &run->in;
	size_t n = 0;

	for (size_t i = r->next; i < r->buf.len; i++)
		n += r->buf.data[i] == '\n' || i + 1 == r->buf.len;
	return n;
}
