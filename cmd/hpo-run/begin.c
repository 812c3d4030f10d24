#include "begin.h"

#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "jsonl.h"
#include "outcome.h"
#include "payload.h"
#include "run.h"
#include "words.h"

/* Arguments and environment of a launch, and their text. */
struct launch_text {
	struct words argv, envp;
	struct buf cwd;
	char **argv_list, **envp_list;
};

static void
launch_release(struct launch_text *t)
{
	words_release(&t->argv);
	words_release(&t->envp);
	buf_release(&t->cwd);
	free(t->argv_list);
	free(t->envp_list);
}

/* Make what the payload is given; -1 with *e set. */
static int
launch_make(const struct run *run, const struct job *job, const char *dir,
    struct launch_text *t, struct launch *l, struct err *e)
{
	const struct options *o = run->options;
	struct payload_paths paths = {.dir = dir, .owner = run->owner};

	if (o->time_s > 0)
		paths.deadline = floor((double)time(NULL) + o->time_s);
	if (payload_argv(job, &paths, o->command, &t->argv, e) == -1)
		return -1;
	if (o->cwd && payload_text(job, &paths, o->cwd, &t->cwd, e) == -1)
		return -1;
	payload_environ(job, &paths, &t->envp);
	t->argv_list = words_vector(&t->argv, NULL);
	t->envp_list = words_vector(&t->envp, run->environ_base);
	l->argv = t->argv_list;
	l->envp = t->envp_list;
	l->cwd = o->cwd ? buf_text(&t->cwd) : NULL;
	return 0;
}

static void
write_running(struct run *run, struct attempt *a)
{
	json_t *line = jsonl_object();

	clock_utc(a->started);
	json_object_set_new(line, "trial", json_integer(a->job.trial));
	json_object_set_new(
	    line, "state", json_string(trial_state_name(TRIAL_RUNNING)));
	json_object_set_new(line, "attempt", json_integer(a->job.attempt));
	json_object_set_new(line, "by", json_string(run->owner));
	/* so that hpo-tell books the result on no other point */
	json_object_set(line, "params", a->job.params);
	json_object_set_new(line, "started", json_string(a->started));
	json_object_set_new(line, "reason", json_null());
	json_object_set_new(line, "exit", json_null());
	emit_json(&run->out, line);
	json_decref(line);
}

/*
 * Short payloads end before anybody listens to what they print: it is read at
 * their end, with one waking instead of two.  A pipe holds 64 KiB meanwhile.
 */
static const double listen_s = 0.01;

/* Make the pipes and start the process; *e says why not. */
static enum executor_start
start_process(
    struct run *run, struct attempt *a, struct launch *l, struct err *e)
{
	static const char *const names[OUTPUTS] = {"out", "err"};
	const struct options *o = run->options;
	enum executor_start rc = EXECUTOR_SYSTEM;
	size_t n;

	a->process.dir = a->folder.dir;
	for (n = 0; n < OUTPUTS; n++)
		if (stream_open(&a->output[n], names[n], a->folder.attempt,
			o->output_cap, &l->output[n]) == -1)
			break;
	if (n == OUTPUTS)
		rc = o->executor->start(run->executor, l, &a->process, e);
	else
		err_sys(e, "cannot make a pipe");
	while (n > 0)
		close(l->output[--n]);
	return rc;
}

/* Have the loop watch what was started; -1 with *e set. */
static int
watch(struct run *run, const struct attempt *a, struct err *e)
{
	if (run_watch(run, a->process.fd, a, EVENT_END) == -1)
		return err_sys(e, "cannot watch a process");
	return 0;
}

/* The payload runs, but nobody would hear of its end. */
static void
abandon(struct run *run, struct attempt *a)
{
	const struct executor *x = run->options->executor;

	attempt_signal(run, a, SIGKILL);
	while (!x->ended(run->executor, &a->process))
		(void)poll(
		    &(struct pollfd){.fd = a->process.fd, .events = POLLIN}, 1,
		    -1);
}

/* A payload could not be started with these arguments: that is a result. */
static enum begin
not_started(struct run *run, struct attempt *a, const struct err *e)
{
	json_t *line = outcome_not_started(&a->job, e->text);

	attempt_write_final(run, a, line);
	json_decref(line);
	attempt_end(run, a);
	return BEGIN_OVER;
}

static void
set_running(struct run *run, struct attempt *a)
{
	const struct options *o = run->options;

	a->began = clock_monotonic();
	a->listen_at = a->began + listen_s;
	a->due = o->time_s > 0 ? a->began + o->time_s : 0;
	a->pressure = 0;
	a->out_of_time = a->warned = a->drained = false;
	a->step = -1;
	a->left_behind = 0;
	report_open(&a->report, a->folder.attempt);
	run->started = true;
	if (a->stage == ATTEMPT_ORDER)
		run->ended--;
	if (a->stage == ATTEMPT_FREE) {
		write_running(run, a);
		run->busy++;
		run->progress.running++;
	}
	a->stage = ATTEMPT_RUNNING;
}

/* The attempt's folder is there: start the payload in it. */
static enum begin
launch(struct run *run, struct attempt *a, struct launch *l, struct err *e)
{
	enum executor_start rc = start_process(run, a, l, e);

	if (rc == EXECUTOR_STARTED && watch(run, a, e) == -1) {
		abandon(run, a);
		rc = EXECUTOR_SYSTEM;
	}
	if (rc == EXECUTOR_STARTED) {
		set_running(run, a);
		return BEGIN_RUNNING;
	}
	if (rc == EXECUTOR_TRIAL || (rc == EXECUTOR_COMMAND && run->started))
		return not_started(run, a, e);
	attempt_clear(a);
	if (a->stage == ATTEMPT_FREE)
		folder_discard(&a->folder, a->job.attempt);
	return BEGIN_ERROR;
}

/* The trial ended before: its line instead of a run. */
static enum begin
pass_final(struct run *run, struct attempt *a, const struct buf *final)
{
	run_warn(run, "trial %lld ended before: its result is that in '%s'",
	    a->job.trial, a->folder.dir);
	emit_text(&run->out, final->data, final->len);
	attempt_end(run, a);
	return BEGIN_OVER;
}

/* Open the trial's folder and make the attempt's. */
static enum folder_state
enter_folder(
    struct run *run, struct attempt *a, struct buf *final, struct err *e)
{
	bool moved;
	const enum folder_state state =
	    folder_open(&run->folders, &a->job, &a->folder, final, &moved, e);

	if (moved)
		run_warn(run, "trial %lld: '%s' was of other params, and moved",
		    a->job.trial, a->folder.dir ? a->folder.dir : "its folder");
	if (state != FOLDER_READY)
		return state;
	if (a->folder.used) {
		a->before = checkpoint_look(a->folder.dir);
		const size_t n =
		    run->options->executor->clear(run->executor, a->folder.dir);
		if (n > 0)
			run_warn(run,
			    "trial %lld: ended %zu processes of an hpo-run "
			    "that died",
			    a->job.trial, n);
	}
	return folder_attempt(&a->folder, a->job.attempt, e) == -1
		   ? FOLDER_ERROR
		   : FOLDER_READY;
}

/* With what the payload is given: its folder, and its start. */
static enum begin
begin_launch(struct run *run, struct attempt *a, struct launch *l,
    struct buf *final, struct err *e)
{
	const struct options *o = run->options;
	enum executor_start found = o->executor->find(run->executor, l, e);
	const struct err why = *e;

	if (found != EXECUTOR_STARTED && !run->started)
		return BEGIN_ERROR;
	switch (enter_folder(run, a, final, e)) {
	case FOLDER_HELD:
		return BEGIN_HELD;
	case FOLDER_ENDED:
		return pass_final(run, a, final);
	case FOLDER_READY:
		return found == EXECUTOR_STARTED ? launch(run, a, l, e)
						 : not_started(run, a, &why);
	case FOLDER_ERROR:
		break;
	}
	return BEGIN_ERROR;
}

enum begin
begin_attempt(struct run *run, struct attempt *a, struct err *e)
{
	struct launch_text text = {0};
	struct launch l = {0};
	struct buf final = {0};
	char *dir = folders_path(&run->folders, &a->job);
	enum begin rc = BEGIN_ERROR;

	folder_init(&a->folder);
	a->process = (struct process){.fd = -1};
	for (size_t i = 0; i < OUTPUTS; i++)
		a->output[i] =
		    (struct stream){.pipe = -1, .file = -1, .ordered = -1};
	report_open(&a->report, -1);
	a->retries = run->options->retries;
	a->again = run->options->again;
	if (launch_make(run, &a->job, dir, &text, &l, e) == 0)
		rc = begin_launch(run, a, &l, &final, e);
	launch_release(&text);
	buf_release(&final);
	free(dir);
	if (rc == BEGIN_ERROR)
		folder_close(&a->folder);
	return rc;
}

enum begin
begin_again(struct run *run, struct attempt *a, struct err *e)
{
	const struct options *o = run->options;
	struct launch_text text = {0};
	struct launch l = {0};
	enum begin rc = BEGIN_ERROR;

	attempt_clear(a);
	if (folder_attempt(&a->folder, a->job.attempt, e) == 0 &&
	    launch_make(run, &a->job, a->folder.dir, &text, &l, e) == 0 &&
	    o->executor->find(run->executor, &l, e) == EXECUTOR_STARTED)
		rc = launch(run, a, &l, e);
	launch_release(&text);
	return rc;
}
