/* What of a search looks wrong, so that somebody should look at it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "summary.h"
#include "xalloc.h"

enum {
	FEW = 5,    /* below, nothing is said of what may be chance */
	LONG = 20,  /* results without a better one */
	BOUNDS = 3, /* parameters that are named */
};

/* What was found so far. */
struct warnings {
	struct buf *list;
	size_t n;
};

/* Take text over. */
static void
add(struct warnings *w, struct buf *text)
{
	w->list = xreallocarray(w->list, w->n + 1, sizeof(*w->list));
	w->list[w->n++] = *text;
	*text = (struct buf){0};
}

/* The best of the complete trials, to be freed. */
static struct row *
find_best(const struct summary *s, size_t *n)
{
	struct rows rows = {.n = s->rows.n, .valued = s->rows.valued};

	rows.list = xcalloc(rows.n + 1, sizeof(*rows.list));
	memcpy(rows.list, s->rows.list, rows.n * sizeof(*rows.list));
	rows_rank(&rows);
	*n = bounds_best(rows.n);
	return rows.list;
}

static void
warn_bounds(const struct summary *s, struct warnings *w)
{
	const struct space *space = &s->history->study.space;
	size_t n, hits = 0;
	struct row *best = find_best(s, &n);
	json_t **params = xcalloc(n + 1, sizeof(json_t *));
	struct buf text = {0};

	for (size_t i = 0; i < n; i++)
		params[i] = history_json(s->history, best[i].trial->params);
	for (size_t i = 0; i < space->n; i++) {
		const struct param *p = &space->params[i];
		const struct bound b =
		    bounds_find(space, i, params, n, bounds_chance(space->n));

		if (b.end == 0 || hits++ >= BOUNDS)
			continue;
		buf_printf(&text, "%s is near its %s bound ", p->name,
		    b.end < 0 ? "low" : "high");
		page_number(&text, b.end < 0 ? p->low : p->high);
		buf_printf(&text, " in %zu of the best %zu trials with it",
		    b.at, b.of);
		add(w, &text);
	}
	if (hits > BOUNDS) {
		buf_printf(
		    &text, "and so are %zu other parameters", hits - BOUNDS);
		add(w, &text);
	}
	for (size_t i = 0; i < n; i++)
		json_decref(params[i]);
	free(params);
	free(best);
}

/* Whether it was said. */
static bool
warn_equal(const struct summary *s, struct warnings *w)
{
	double value = NAN;
	struct buf text = {0};

	if (s->rows.valued < FEW)
		return false;
	for (size_t i = 0; i < s->rows.n; i++) {
		const double x = s->rows.list[i].value;

		if (!isnan(x) && !isnan(value) && x != value)
			return false;
		value = isnan(x) ? value : x;
	}
	buf_printf(&text, "all %zu results are equal", s->rows.valued);
	add(w, &text);
	return true;
}

/* Constraints on what no trial tells bind nobody: is the name right? */
static void
warn_untold(const struct summary *s, struct warnings *w, const char *metric)
{
	struct buf text = {0};

	for (size_t i = 0; i < s->rows.n; i++) {
		const struct trial *t = s->rows.list[i].trial;

		if (t->state == TRIAL_COMPLETE &&
		    !isnan(history_metric(s->history, t, metric)))
			return;
	}
	buf_printf(&text,
	    "subject_to names %s, which none of %zu complete trials has",
	    metric, s->states[TRIAL_COMPLETE]);
	add(w, &text);
}

static void
warn_constraints(const struct summary *s, struct warnings *w)
{
	json_t *names;

	if (s->states[TRIAL_COMPLETE] < FEW)
		return;
	names = constraints_metrics(&s->history->study.constraints);
	for (size_t i = 0; i < json_array_size(names); i++)
		warn_untold(s, w, json_string_value(json_array_get(names, i)));
	json_decref(names);
}

static void
warn_failures(const struct summary *s, struct warnings *w)
{
	const size_t failed = s->states[TRIAL_FAILED];
	const size_t ended =
	    failed + s->states[TRIAL_COMPLETE] + s->states[TRIAL_PRUNED];
	struct buf text = {0};

	if (failed < FEW || 2 * failed < ended)
		return;
	buf_printf(&text, "%zu of %zu trials failed", failed, ended);
	add(w, &text);
}

static void
warn_stuck(const struct summary *s, struct warnings *w)
{
	const size_t ended =
	    s->counted - s->states[TRIAL_WAITING] - s->states[TRIAL_RUNNING];
	struct buf text = {0};

	if (s->since < LONG || 2 * s->since < ended)
		return;
	buf_printf(&text, "nothing better in the last %zu of %zu results",
	    s->since, ended);
	add(w, &text);
}

size_t
summary_warnings(const struct summary *s, struct buf **list)
{
	struct warnings w = {0};
	bool equal;

	warn_bounds(s, &w);
	equal = warn_equal(s, &w);
	warn_constraints(s, &w);
	warn_failures(s, &w);
	if (!equal) /* of which none can be better */
		warn_stuck(s, &w);
	*list = w.list;
	return w.n;
}
