/* The state of a search in a few lines. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "jsonl.h"
#include "rows.h"
#include "shell.h"
#include "terminal.h"
#include "view.h"

enum { LABEL = 11 }; /* columns */

/* What a walk over all trials adds up. */
struct totals {
	size_t states[TRIAL_STATES];
	size_t counted; /* by stop.trials */
	double seconds;
	size_t timed;                    /* trials with seconds */
	const struct trial *last_failed; /* NULL: none */
};

static void
label(struct buf *out, const char *text)
{
	buf_printf(out, "%-*s", LABEL, text);
}

static void
add_line(struct buf *out, const char *text)
{
	terminal_line(out, text, strlen(text));
}

/* The span as one clean line. */
static void
add_span(struct buf *out, const struct history *h, struct span s)
{
	char *text = history_text(h, s);

	add_line(out, text);
	free(text);
}

static void
add_number(struct buf *out, double x)
{
	const double exact = 9007199254740992.0; /* 2^53 */
	json_t *number = x == floor(x) && fabs(x) < exact
			     ? json_integer((json_int_t)x)
			     : json_real(x);

	jsonl_write(out, number);
	json_decref(number);
}

static void
add_duration(struct buf *out, double seconds)
{
	const double minute = 60, hour = 3600;

	if (seconds < minute)
		buf_printf(out, "%.3g s", seconds);
	else if (seconds < hour)
		buf_printf(out, "%.0f min %02.0f s", floor(seconds / minute),
		    floor(fmod(seconds, minute)));
	else
		buf_printf(out, "%.0f h %02.0f min", floor(seconds / hour),
		    floor(fmod(seconds, hour) / minute));
}

static void
add_up(struct history *h, const struct rows *rows, struct totals *totals)
{
	*totals = (struct totals){0};
	for (size_t i = 0; i < rows->n; i++) {
		const struct trial *t = rows->list[i].trial;
		const double seconds = history_number(h, t->seconds, NAN);

		totals->states[t->state]++;
		if (t->state != TRIAL_CANCELLED)
			totals->counted++;
		if (t->state == TRIAL_FAILED)
			totals->last_failed = t;
		if (seconds >= 0) {
			totals->seconds += seconds;
			totals->timed++;
		}
	}
}

static void
write_study(struct buf *out, const struct study *study)
{
	label(out, "study");
	if (*study->name != '\0') {
		add_line(out, study->name);
		buf_puts(out, " ");
	}
	buf_printf(out, "(%s)\n", study->id);
	for (size_t i = 0; i < study->nobjectives; i++) {
		const struct objective *o = &study->objectives[i];

		label(out, i == 0 ? "objective" : "");
		buf_puts(out, o->maximize ? "maximize " : "minimize ");
		add_line(out, o->metric);
		if (o->has_target) {
			buf_puts(out, ", target ");
			add_number(out, o->target);
		}
		buf_puts(out, "\n");
	}
}

static void
write_counts(struct buf *out, const struct study *study,
    const struct rows *rows, const struct totals *totals)
{
	const char *separator = ": ";

	label(out, "trials");
	buf_printf(out, "%zu", totals->counted);
	if (study->stop_trials > 0)
		buf_printf(out, " of %lld", study->stop_trials);
	for (size_t i = 0; i < TRIAL_STATES; i++) {
		/* Those that have ended come first. */
		const size_t state = (i + TRIAL_COMPLETE) % TRIAL_STATES;

		if (totals->states[state] == 0)
			continue;
		buf_printf(out, "%s%zu %s", separator, totals->states[state],
		    trial_state_name((enum trial_state)state));
		separator = ", ";
	}
	buf_puts(out, rows->n == 0 ? ": no trials yet\n" : "\n");
}

static void
write_best(struct buf *out, struct history *h, const struct rows *rows)
{
	const struct row *best = rows_best(rows);
	struct buf words = {0};
	json_t *params;

	label(out, "best");
	if (!best) {
		buf_puts(out, "no trial has a result yet\n");
		return;
	}
	buf_printf(out, "trial %lu: ", (unsigned long)best->trial->number);
	add_line(out, h->study.objectives[0].metric);
	buf_puts(out, " = ");
	add_number(out, best->value);
	buf_puts(out, "\n");
	params = history_json(h, best->trial->params);
	shell_args(&words, params);
	json_decref(params);
	label(out, "params");
	terminal_line(out, words.data, words.len);
	buf_puts(out, "\n");
	buf_release(&words);
}

static void
write_failed(struct buf *out, const struct history *h, const struct trial *t)
{
	buf_printf(out, "trial %lu: ", (unsigned long)t->number);
	if (t->reason.len > 0)
		add_span(out, h, t->reason);
	else
		buf_puts(out, "no reason given");
	buf_puts(out, "\n");
}

static void
write_open(struct buf *out, const struct history *h, const struct trial *t)
{
	const struct span since =
	    t->state == TRIAL_RUNNING ? t->started : t->asked;

	buf_printf(out, "trial %lu", (unsigned long)t->number);
	if (t->by.len > 0) {
		buf_puts(out, " by ");
		add_span(out, h, t->by);
	}
	if (since.len > 0) {
		buf_puts(out, " since ");
		add_span(out, h, since);
	}
	buf_puts(out, "\n");
}

/* With -v: who holds the open trials, and why others failed. */
static void
write_each(struct buf *out, const struct history *h, const struct rows *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct trial *t = rows->list[i].trial;

		if (trial_is_final(t->state) && t->state != TRIAL_FAILED)
			continue;
		label(out, trial_state_name(t->state));
		if (t->state == TRIAL_FAILED)
			write_failed(out, h, t);
		else
			write_open(out, h, t);
	}
}

static enum status
show_text(struct report *r)
{
	struct history *h = r->history;
	struct buf *out = &r->out;
	struct totals totals;
	struct rows rows;

	rows_collect(&rows, h);
	add_up(h, &rows, &totals);
	write_study(out, &h->study);
	write_counts(out, &h->study, &rows, &totals);
	if (rows.n > 0)
		write_best(out, h, &rows);
	if (totals.timed > 0) {
		label(out, "time");
		add_duration(out, totals.seconds);
		buf_printf(out, " in %zu trial%s\n", totals.timed,
		    totals.timed == 1 ? "" : "s");
	}
	if (r->options->verbose) {
		write_each(out, h, &rows);
	} else if (totals.last_failed) {
		label(out, "failed");
		buf_puts(out, "last in ");
		write_failed(out, h, totals.last_failed);
	}
	rows_release(&rows);
	return STATUS_OK;
}

static const struct format formats[] = {
    {"text", ".txt", false, show_text},
    {0},
};

const struct view view_summary = {
    .name = "summary",
    .summary = "counts, the best trial, time spent",
    .formats = formats,
};
