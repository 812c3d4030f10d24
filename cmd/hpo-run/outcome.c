#include "outcome.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "clean.h"
#include "jsonl.h"
#include "reason.h"
#include "trial.h"

enum {
	AGAIN = 75,         /* EX_TEMPFAIL of sysexits.h */
	REASON_MAX = 500,   /* bytes */
	REASON_LINES = 3,   /* of standard error */
	TAIL_MAX = 1 << 13, /* bytes of it looked at */
	IDLE_MAX = 2,       /* attempts in a row without progress */
};

/* What is said of an ending. */
struct outcome {
	enum trial_state state;
	json_t *metrics;       /* own reference; NULL: none */
	struct buf reason;     /* empty: none */
	long long again, idle; /* for the line; again 0: it does not ask */
};

/* The last line of text that is not blank; its length is 0 if there is none. */
static const char *
last_line(const struct buf *text, size_t *len)
{
	const char *start = text->len > 0 ? text->data : "";
	size_t n = text->len, from;

	while (n > 0 && strchr(" \t\r\n\v\f", start[n - 1]))
		n--;
	for (from = n; from > 0 && start[from - 1] != '\n'; from--)
		;
	*len = n - from;
	return start + from;
}

/* Cut text to REASON_MAX bytes at the start of a character. */
static void
cut_reason(struct buf *text)
{
	size_t n = REASON_MAX;

	if (text->len <= n)
		return;
	while (n > 0 && ((unsigned char)text->data[n] & 0xc0) == 0x80)
		n--;
	text->len = n;
}

/* The last lines of standard error that are not blank. */
static void
put_last_words(struct stream *err, struct buf *out)
{
	struct buf tail = {0}, words = {0};
	size_t n, len;

	(void)stream_tail(err, TAIL_MAX, &tail); /* a part will do */
	for (n = 0; n < REASON_LINES; n++) {
		const char *line = last_line(&tail, &len);
		struct buf both = {0};

		if (len == 0)
			break;
		clean_line(&both, line, len);
		cut_reason(&both);
		if (n > 0) {
			buf_puts(&both, "\n");
			buf_add(&both, words.data, words.len);
		}
		buf_release(&words);
		words = both;
		tail.len = (size_t)(line - tail.data);
	}
	buf_add(out, words.data, words.len);
	cut_reason(out);
	buf_release(&tail);
	buf_release(&words);
}

/* `exit`: the code, or 128 and the signal. */
static int
exit_of(const struct attempt *a)
{
	const int status = a->process.status;

	return WIFSIGNALED(status) ? 128 + WTERMSIG(status)
				   : WEXITSTATUS(status);
}

static void
put_exit(const struct attempt *a, struct buf *out)
{
	const int status = a->process.status;

	if (WIFSIGNALED(status))
		buf_printf(
		    out, "ended by SIG%s", sigabbrev_np(WTERMSIG(status)));
	else
		buf_printf(out, "exit status %d", WEXITSTATUS(status));
}

/* The payload ended with 0: has it said enough? */
static void
judge(struct attempt *a, struct outcome *o, struct buf *left_out)
{
	struct stream *out = &a->output[0];
	struct buf tail = {0};
	const char *line = NULL;
	size_t len = 0;

	/* Part of a line, or of an output, might say something else. */
	if (!out->error && out->file != -1) {
		const bool whole = stream_tail(out, JSONL_LINE_MAX, &tail);

		line = last_line(&tail, &len);
		if (out->error || len == 0 || (!whole && line == tail.data))
			line = NULL;
	}
	o->metrics = result_judge(&a->result, line, len,
	    &(struct wanted){a->job.objectives, a->job.constrained}, left_out,
	    &o->reason);
	o->state = o->metrics ? TRIAL_COMPLETE : TRIAL_FAILED;
	buf_release(&tail);
	if (o->metrics || !out->error)
		return;
	o->state = TRIAL_WAITING; /* the result may be what was not kept */
	o->reason.len = 0;
	buf_printf(&o->reason,
	    REASON_INTERRUPTED ": cannot keep its output: %s",
	    strerror(out->error));
}

static void
fail(struct attempt *a, struct outcome *o)
{
	o->state = TRIAL_FAILED;
	put_last_words(&a->output[1], &o->reason);
	if (o->reason.len == 0)
		put_exit(a, &o->reason);
}

/* Whether the attempt has come on, so that another may end the trial. */
static bool
has_come_on(const struct attempt *a)
{
	const struct checkpoint now = checkpoint_look(a->folder.dir);

	return a->step > a->job.step || checkpoint_grew(&a->before, &now);
}

/* The payload asks for another attempt. */
static void
decide_again(const struct attempt *a, struct outcome *o)
{
	o->again = a->job.again + 1;
	o->idle = has_come_on(a) ? 0 : a->job.idle + 1;
	if (o->idle >= IDLE_MAX) {
		buf_puts(&o->reason, "no progress");
	} else if (a->again > 0 && o->again > a->again) {
		buf_printf(&o->reason, "asked for another attempt %lld times",
		    o->again);
	} else {
		o->state = TRIAL_WAITING;
		buf_puts(&o->reason, REASON_REQUEUED);
	}
}

static void
decide(struct attempt *a, struct outcome *o, struct buf *left_out)
{
	struct buf why = {0};

	if (folder_stopped(&a->folder, &why)) {
		o->state = TRIAL_PRUNED;
		o->metrics = json_incref(a->result.last);
		while (why.len > 0 && why.data[why.len - 1] == '\n')
			why.len--;
		clean_line(&o->reason, why.data, why.len);
		cut_reason(&o->reason);
		buf_release(&why);
		return;
	}
	if (exit_of(a) == 0) {
		judge(a, o, left_out);
		if (o->state == TRIAL_COMPLETE)
			return;
	}
	if (a->interrupted) {
		o->state = TRIAL_WAITING;
		o->reason.len = 0;
		buf_puts(&o->reason, REASON_INTERRUPTED);
	} else if (a->out_of_time) {
		o->state = TRIAL_FAILED;
		o->reason.len = 0;
		buf_puts(&o->reason, "time");
	} else if (exit_of(a) == AGAIN) {
		decide_again(a, o);
	} else if (exit_of(a) != 0) {
		fail(a, o);
	}
}

json_t *
outcome_waiting(const struct job *job, long long attempt, const char *reason)
{
	json_t *line = jsonl_object();

	json_object_set_new(line, "trial", json_integer(job->trial));
	json_object_set_new(
	    line, "state", json_string(trial_state_name(TRIAL_WAITING)));
	json_object_set_new(line, "attempt", json_integer(attempt));
	json_object_set_new(line, "by", json_null());
	json_object_set_new(line, "reason", json_string(reason));
	return line;
}

/* What final lines begin with. */
static json_t *
final_line(const struct job *job, enum trial_state state)
{
	json_t *line = jsonl_object();

	json_object_set_new(line, "trial", json_integer(job->trial));
	json_object_set_new(
	    line, "state", json_string(trial_state_name(state)));
	json_object_set_new(line, "attempt", json_integer(job->attempt));
	return line;
}

/* What they end with; text must be UTF-8. */
static void
finish_line(json_t *line, const struct job *job, const char *reason)
{
	char now[CLOCK_TEXT];

	if (*reason)
		json_object_set_new(line, "reason", json_string(reason));
	clock_utc(now);
	json_object_set_new(line, "ended", json_string(now));
	if (job->fidelity)
		json_object_set(line, "fidelity", job->fidelity);
}

json_t *
outcome_not_started(const struct job *job, const char *reason)
{
	json_t *line = final_line(job, TRIAL_FAILED);
	struct buf text = {0};

	clean_line(&text, reason, strlen(reason));
	cut_reason(&text);
	finish_line(line, job, buf_text(&text));
	buf_release(&text);
	return line;
}

json_t *
outcome_line(struct attempt *a, struct buf *left_out)
{
	struct outcome o = {.state = TRIAL_FAILED};
	const double us = 1e6;
	json_t *line;

	decide(a, &o, left_out);
	if (o.state == TRIAL_WAITING) {
		line = outcome_waiting(
		    &a->job, a->job.attempt + 1, buf_text(&o.reason));
		if (o.again > 0) {
			json_object_set_new(
			    line, "again", json_integer(o.again));
			json_object_set_new(line, "idle", json_integer(o.idle));
		}
		buf_release(&o.reason);
		return line;
	}
	line = final_line(&a->job, o.state);
	if (a->result.steps) {
		json_object_set_new(line, "step", json_null());
		if (!o.metrics)
			o.metrics = jsonl_object();
	}
	if (o.metrics)
		json_object_set_new(line, "metrics", o.metrics);
	json_object_set_new(
	    line, "seconds", json_real(round((a->ended - a->began) * us) / us));
	json_object_set_new(line, "exit", json_integer(exit_of(a)));
	if (a->left_behind > 0)
		json_object_set_new(line, "left_behind",
		    json_integer((json_int_t)a->left_behind));
	finish_line(line, &a->job, buf_text(&o.reason));
	buf_release(&o.reason);
	return line;
}

static enum trial_state
state_of(json_t *line)
{
	enum trial_state state = TRIAL_WAITING;

	trial_state_find(
	    json_string_value(json_object_get(line, "state")), &state);
	return state;
}

bool
outcome_is_final(json_t *line)
{
	return trial_is_final(state_of(line));
}

bool
outcome_is_failed(json_t *line)
{
	return state_of(line) == TRIAL_FAILED;
}
