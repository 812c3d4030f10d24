/* How a search is going, and what it has found: one screen. */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "jsonl.h"
#include "shell.h"
#include "summary.h"
#include "terminal.h"
#include "view.h"
#include "xalloc.h"

enum {
	LINES_VERBOSE = 100, /* of a terminal that params may take with -v */
	DIGITS = 6, /* of the best value where there is no room for it */
};

static void
add_up(struct summary *s)
{
	for (size_t i = 0; i < s->rows.n; i++) {
		const struct trial *t = s->rows.list[i].trial;
		const double seconds =
		    history_number(s->history, t->seconds, NAN);

		s->states[t->state]++;
		s->counted += t->state != TRIAL_CANCELLED;
		if (seconds >= 0) {
			s->seconds = fmin(s->seconds + seconds, DBL_MAX);
			s->timed++;
		}
	}
}

static void
write_study(struct summary *s)
{
	const struct study *study = &s->history->study;
	struct buf text = {0};

	if (*study->name != '\0')
		buf_printf(&text, "%s ", study->name);
	buf_printf(&text, "(%s)", study->id);
	page_line(&s->page, "study", &text);
	for (size_t i = 0; i < study->nobjectives; i++) {
		const struct objective *o = &study->objectives[i];

		buf_printf(&text, "%s %s",
		    o->maximize ? "maximize" : "minimize", o->metric);
		if (o->has_target) {
			buf_puts(&text, ", target ");
			page_number(&text, o->target);
		}
		page_text(&s->page, i == 0 ? "objective" : "", &text);
	}
}

static void
write_counts(struct summary *s)
{
	const long long most = s->history->study.stop_trials;
	const char *separator = ": ";
	struct buf text = {0};

	buf_printf(&text, "%zu", s->counted);
	if (most > 0)
		buf_printf(&text, " of %lld", most);
	for (size_t i = 0; i < TRIAL_STATES; i++) {
		/* Those that have ended come first. */
		const size_t state = (i + TRIAL_COMPLETE) % TRIAL_STATES;

		if (s->states[state] == 0)
			continue;
		buf_printf(&text, "%s%zu %s", separator, s->states[state],
		    trial_state_name((enum trial_state)state));
		separator = ", ";
	}
	if (s->rows.n == 0)
		buf_puts(&text, ": no trials yet");
	page_text(&s->page, "trials", &text);
}

/* The parameters as words; to be released and freed. */
static struct buf *
make_words(json_t *params, size_t *n)
{
	struct buf *words =
	    xcalloc(json_object_size(params) + 1, sizeof(*words));
	const char *key;
	json_t *value;

	*n = 0;
	json_object_foreach (params, key, value) {
		json_t *one = jsonl_object();

		json_object_set(one, key, value);
		shell_args(&words[(*n)++], one);
		json_decref(one);
	}
	return words;
}

static void
write_params(struct summary *s, const struct trial *t, size_t lines)
{
	json_t *params = history_json(s->history, t->params);
	struct buf text = {0};
	size_t n;
	struct buf *words = make_words(params, &n);

	if (!page_words(&s->page, "params", words, n, lines)) {
		buf_printf(&text, "%zu, too long for here:", n);
		page_line(&s->page, "params", &text);
		buf_puts(&text, "hpo-report best --format args ");
		shell_quote(&text, s->history->log.path);
		page_command(&s->page, "", &text);
	}
	while (n > 0)
		buf_release(&words[--n]);
	free(words);
	json_decref(params);
}

/* lines: what the parameters may take of a screen. */
static void
write_best(struct summary *s, size_t lines)
{
	const struct row *best = rows_best(&s->rows);
	struct buf text = {0};
	size_t before;

	if (!best) {
		buf_puts(&text, rows_none(&s->history->study));
		if (s->constrained.nearest)
			buf_printf(&text, "; trial %lu breaks it least",
			    (unsigned long)s->constrained.nearest->number);
		page_text(&s->page, "best", &text);
		return;
	}
	buf_printf(&text,
	    "trial %lu: %s = ", (unsigned long)best->trial->number,
	    s->history->study.objectives[0].metric);
	before = text.len;
	page_number(&text, best->value);
	if (!page_has_room(&s->page, &text)) {
		text.len = before;
		buf_printf(&text, "%.*g", DIGITS, best->value);
	}
	page_text(&s->page, "best", &text);
	write_params(s, best->trial, lines);
}

static void
write_one(struct summary *s, const struct trial *t)
{
	const struct span since =
	    t->state == TRIAL_RUNNING ? t->started : t->asked;
	struct buf text = {0};

	buf_printf(&text, "trial %lu", (unsigned long)t->number);
	if (t->state == TRIAL_FAILED && summary_reason(t).len == 0)
		buf_puts(&text, ": no reason given");
	if (t->state == TRIAL_FAILED && summary_reason(t).len > 0) {
		buf_puts(&text, ": ");
		page_span(&text, s->history, t->reason);
	}
	if (t->state != TRIAL_FAILED && since.len > 0) {
		buf_puts(&text, " since ");
		page_time(&text, s->history, since);
	}
	if (t->state != TRIAL_FAILED && t->by.len > 0) {
		buf_puts(&text, " by ");
		page_span(&text, s->history, t->by);
	}
	page_line(&s->page, trial_state_name(t->state), &text);
}

/* With -v: who holds each open trial, and why each that failed did. */
static void
write_each(struct summary *s)
{
	for (size_t i = 0; i < s->rows.n; i++) {
		const struct trial *t = s->rows.list[i].trial;

		if (!trial_is_final(t->state) || t->state == TRIAL_FAILED)
			write_one(s, t);
	}
}

static void
write_warnings(struct summary *s)
{
	struct buf *list;
	const size_t n = summary_warnings(s, &list);

	for (size_t i = 0; i < n; i++)
		page_text(&s->page, "warning", &list[i]);
	free(list);
}

/* What follows the best trial. */
static void
write_rest(struct summary *s, bool verbose)
{
	summary_constraints(s);
	if (!verbose) {
		summary_held(s);
		summary_failed(s);
	}
	write_warnings(s);
	if (verbose)
		write_each(s);
}

/* All parts but the best trial come first: its parameters get the lines that
 * they leave of a screen. */
static void
write_trials(struct summary *s, const struct report *r)
{
	const size_t rows = (size_t)terminal_size().rows;
	struct buf *out = s->page.out;
	struct buf rest = {0};
	size_t used;

	summary_pace(s);
	s->page.out = &rest;
	write_rest(s, r->options->verbose);
	s->page.out = out;
	/* A line for the best trial, one for the prompt. */
	used = buf_lines(out) + buf_lines(&rest) + 2;
	write_best(s, r->options->verbose ? LINES_VERBOSE
		      : rows > used       ? rows - used
					  : 1);
	buf_add(out, rest.data, rest.len);
	buf_release(&rest);
}

static void
collect(struct summary *s, const struct report *r)
{
	*s = (struct summary){.history = r->history};
	rows_collect(&s->rows, r->history);
	endings_collect(&s->ends, r->history, 0);
	(void)endings_best(&s->ends, r->history, &s->since);
	add_up(s);
	summary_constrain(s);
	summary_progress(s);
}

static void
release(struct summary *s)
{
	stop_release(&s->progress.finding);
	free(s->constrained.broken);
	endings_release(&s->ends);
	rows_release(&s->rows);
}

static enum status
show_text(struct report *r)
{
	struct summary s;

	collect(&s, r);
	s.page.out = &r->out;
	if (r->terminal)
		s.page.width = (size_t)terminal_size().columns;
	write_study(&s);
	write_counts(&s);
	if (s.rows.n > 0)
		write_trials(&s, r);
	release(&s);
	return STATUS_OK;
}

static enum status
show_json(struct report *r)
{
	struct summary s;

	collect(&s, r);
	summary_json(&s, &r->out);
	release(&s);
	return STATUS_OK;
}

static const struct format formats[] = {
    {"text", ".txt", false, show_text},
    {"json", ".json .jsonl", false, show_json},
    {0},
};

const struct view view_summary = {
    .name = "summary",
    .summary = "how it is going, and what was found",
    .formats = formats,
};
