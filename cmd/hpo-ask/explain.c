#include "explain.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "compare.h"
#include "incumbent.h"
#include "jsonl.h"
#include "nearest.h"
#include "point.h"
#include "replay.h"
#include "shell.h"
#include "xalloc.h"

/* One trial, and its file as it was when that was asked. */
struct explaining {
	struct replay replay;
	const struct trial *t;
	json_t *ask; /* NULL: it says nothing */
	struct past past;
	struct buf out;
};

/* Append a line: what it is about, then text. */
static void add_line(struct explaining *x, const char *label, const char *fmt,
    ...) PRINTF_LIKE(3, 4);

static void
add_line(struct explaining *x, const char *label, const char *fmt, ...)
{
	va_list args, again;
	char *text;
	int len;

	va_start(args, fmt);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, args);
	text = xcalloc((size_t)len + 1, 1);
	vsnprintf(text, (size_t)len + 1, fmt, again);
	va_end(again);
	va_end(args);
	buf_printf(&x->out, "%-10s ", label);
	clean_line(&x->out, text, (size_t)len);
	buf_puts(&x->out, "\n");
	free(text);
}

/* A point as words of a command line. */
static char *
point_text(json_t *params)
{
	struct buf text = {0};

	shell_args(&text, params);
	return buf_steal(&text);
}

static const char *
text_of(const struct explaining *x, const char *key)
{
	const char *text = json_string_value(json_object_get(x->ask, key));

	return text ? text : "";
}

static double
number_of(const struct explaining *x, const char *key)
{
	json_t *value = json_object_get(x->ask, key);

	return json_is_number(value) ? json_number_value(value) : NAN;
}

/* The objective's name. */
static const char *
metric(const struct explaining *x)
{
	return x->replay.h.study.objectives[0].metric;
}

static void
add_point(struct explaining *x)
{
	json_t *params = history_json(x->replay.file, x->t->params);
	char *point = point_text(params);

	buf_printf(&x->out, "trial %u: ", (unsigned)x->t->number);
	clean_line(&x->out, point, strlen(point));
	buf_puts(&x->out, "\n");
	free(point);
	json_decref(params);
}

/* By whom it was made, and how that was asked. */
static void
add_sampler(struct explaining *x)
{
	json_t *options = json_object_get(x->ask, "options");
	const char *method = text_of(x, "method");
	const char *why = text_of(x, "why");
	struct buf b = {0};

	buf_puts(&b, text_of(x, "sampler"));
	if (*method)
		buf_printf(&b, ", chosen by %s", method);
	if (*why)
		buf_printf(&b, ": %s", why);
	add_line(x, "made by", "%s", buf_text(&b));
	buf_release(&b);
	if (options) {
		jsonl_write(&b, options);
		add_line(x, "options", "%s", buf_text(&b));
		buf_release(&b);
	}
	if (*text_of(x, "seed"))
		add_line(x, "seed", "%s", text_of(x, "seed"));
}

/* How much of the file it knew. */
static void
add_seen(struct explaining *x)
{
	static const char *const names[EVIDENCE_CLASSES] = {"complete",
	    "pruned", "infeasible", "failed", "pending", "without a result",
	    "cancelled"};
	const size_t *count = x->past.evidence.count;
	struct buf b = {0};

	for (size_t i = 0; i < EVIDENCE_CLASSES; i++)
		if (count[i] > 0)
			buf_printf(&b, "%s%zu %s", b.len > 0 ? ", " : ": ",
			    count[i], names[i]);
	add_line(x, "had seen", "%zu trials of the space%s", x->past.evidence.n,
	    buf_text(&b));
	buf_release(&b);
}

static double
users_value(const struct explaining *x, double value)
{
	return x->replay.h.study.objectives[0].maximize ? -value : value;
}

static void
add_best(struct explaining *x)
{
	const struct evidence *ev = &x->past.evidence;
	struct incumbent best;

	if (!incumbent_find(ev, &x->replay.h.study, &best))
		return;
	if (best.n == 1)
		add_line(x, "best then", "trial %u: %s = %.6g",
		    (unsigned)ev->at[best.at].number, metric(x),
		    users_value(x, best.mean));
	else
		add_line(x, "best then", "trial %u: %s = %.6g by %zu results",
		    (unsigned)ev->at[best.at].number, metric(x),
		    users_value(x, best.mean), best.n);
}

/* Whether a trial has ended in a way that says something. */
static bool
is_known(const struct observation *o)
{
	return o->class <= EVIDENCE_FAILED;
}

static void
add_nearest(struct explaining *x, const double *row)
{
	const struct evidence *ev = &x->past.evidence;
	const struct observation *near = NULL;
	double least = INFINITY;
	char value[64] = "";

	for (size_t i = 0; i < ev->n; i++) {
		double d;

		if (!is_known(&ev->at[i]))
			continue;
		d = nearest_distance(
		    ev->numbers.space, evidence_row(ev, i), row);
		if (d < least) {
			least = d;
			near = &ev->at[i];
		}
	}
	if (!near)
		return;
	if (near->class == EVIDENCE_COMPLETE)
		snprintf(value, sizeof(value), ", whose value was %.6g",
		    users_value(x, near->value));
	add_line(x, "nearest", "trial %u, %.3g away%s", (unsigned)near->number,
	    least, value);
}

static void
add_expected(struct explaining *x)
{
	const double mean = number_of(x, "mean"), sd = number_of(x, "sd");
	const double acq = number_of(x, "acq");

	if (!isnan(mean) && !isnan(sd))
		add_line(x, "expected", "%s = %.6g, give or take %.3g",
		    metric(x), mean, sd);
	else if (!isnan(mean))
		add_line(x, "expected", "%s = %.6g", metric(x), mean);
	if (!isnan(acq))
		add_line(x, "", "to be better by %.3g on average", exp(acq));
}

/* What became of the trial. */
static void
add_result(struct explaining *x)
{
	const struct history *h = x->replay.file;
	const double value =
	    history_metric(h, x->t, h->study.objectives[0].metric);
	const double mean = number_of(x, "mean"), sd = number_of(x, "sd");
	const char *state = trial_state_name(x->t->state);

	if (x->t->state != TRIAL_COMPLETE || isnan(value))
		add_line(x, "came", "%s", state);
	else if (sd > 0 && !isnan(mean))
		add_line(x, "came",
		    "%.6g: %.2g standard deviations %s than expected", value,
		    fabs(value - mean) / sd, value < mean ? "less" : "more");
	else
		add_line(x, "came", "%.6g", value);
}

static void
add_shortlist(struct explaining *x, const struct shortlist *list)
{
	const struct space *space = &x->replay.h.study.space;

	for (size_t i = 0; i < list->n; i++) {
		const struct shortlisted *c = &list->at[i];
		json_t *params = point_params(space, c->row);
		char *point = point_text(params);
		char expected[64] = "";

		if (!isnan(c->mean))
			snprintf(expected, sizeof(expected), " %.6g +- %.3g",
			    c->mean, c->sd);
		add_line(x, i == 0 ? "candidates" : "", "%.4g%s %s", c->score,
		    expected, point);
		free(point);
		json_decref(params);
	}
}

/* Ask again, and say whether that gives the same point. */
static void
add_again(struct explaining *x)
{
	static const char *const gaps[] = {
	    [REPLAY_UNKNOWN] = "its sampler is none of ours",
	    [REPLAY_VERSION] = "by another version of its sampler",
	    [REPLAY_CANDIDATES] = "its candidates are not at hand"};
	const enum replay_gap gap = replay_gap(&x->replay, x->ask);
	struct shortlist list = {0};
	struct compared c;
	struct err why = {0};
	json_t *made;

	if (gap != REPLAY_CAN) {
		add_line(x, "again", "cannot be asked: %s", gaps[gap]);
		return;
	}
	x->replay.shortlist = &list;
	made = replay_ask(&x->replay, x->t, x->ask, &why);
	compare(&c, &x->replay, x->t, x->ask, made, &why);
	if (c.verdict == VERDICT_EQUAL)
		add_line(x, "again", "equal");
	else
		add_line(x, "again", "%s: %s", verdict_names[c.verdict],
		    made ? c.key : why.text);
	add_shortlist(x, &list);
	shortlist_release(&list);
	compare_release(&c);
	json_decref(made);
}

/* What the ask had seen: its lines, and the asks of lower numbers. */
static void
read_on(struct explaining *x)
{
	struct history *file = x->replay.file;
	const size_t n = history_count(file);

	replay_to(&x->replay, x->t, x->ask);
	for (size_t i = 0; i < n && history_at(file, i) != x->t; i++)
		if (history_at(file, i)->ask.len > 0)
			replay_pass(&x->replay, history_at(file, i));
}

static void
explain(struct explaining *x)
{
	const struct space *space;
	double *row;

	add_point(x);
	if (!json_is_object(x->ask)) {
		add_line(x, "made by", "nobody we know: it was told");
		add_result(x);
		return;
	}
	add_sampler(x);
	read_on(x);
	if (!x->replay.h.has_study) {
		add_line(x, "had seen", "no header");
		return;
	}
	space = &x->replay.h.study.space;
	past_init(&x->past, space, true);
	past_read(&x->past, &x->replay.h);
	row = xcalloc(space->n + 1, sizeof(*row));
	add_seen(x);
	add_best(x);
	if (numbers_read(&x->past.evidence.numbers,
		x->replay.file->log.text.data + x->t->params.at,
		x->t->params.len, row) == 0)
		add_nearest(x, row);
	add_expected(x);
	add_result(x);
	add_again(x);
	free(row);
	past_release(&x->past);
}

enum status
explain_trial(const char *path, uint32_t number, struct candidates *candidates,
    bool quiet)
{
	struct explaining x = {0};
	struct history file;
	struct err e = {0};

	if (history_open(&file, path, false, &e) == -1)
		die(e.status, "%s", e.text);
	if (!quiet)
		history_warn(&file);
	(void)history_count(&file); /* before it is looked at by number */
	x.t = history_trial(&file, number);
	if (!x.t || x.t->params.len == 0)
		die(STATUS_INPUT, "'%s' has no trial %u", path,
		    (unsigned)number);
	x.ask = history_json(&file, x.t->ask);
	replay_init(&x.replay, &file, candidates);
	explain(&x);
	fwrite(x.out.data, 1, x.out.len, stdout);
	buf_release(&x.out);
	replay_release(&x.replay);
	json_decref(x.ask);
	history_close(&file);
	return STATUS_OK;
}
