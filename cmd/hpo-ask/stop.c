#include "stop.h"

#include <stdlib.h>

#include "xalloc.h"

/* Whether metrics are at least as good as every target that there is. */
static bool
is_on_target(const struct study *study, json_t *metrics)
{
	bool any = false;

	for (size_t i = 0; i < study->nobjectives; i++) {
		const struct objective *o = &study->objectives[i];
		json_t *value = json_object_get(metrics, o->metric);
		const double x = json_number_value(value);

		if (!o->has_target)
			continue;
		if (!json_is_number(value) ||
		    (o->maximize ? x < o->target : x > o->target))
			return false;
		any = true;
	}
	return any;
}

static bool
has_target(const struct study *study)
{
	for (size_t i = 0; i < study->nobjectives; i++)
		if (study->objectives[i].has_target)
			return true;
	return false;
}

static bool
stop_target(struct history *h, struct buf *why)
{
	const size_t n = has_target(&h->study) ? history_count(h) : 0;

	for (size_t i = 0; i < n; i++) {
		const struct trial *t = history_at(h, i);
		json_t *metrics;
		bool reached;

		if (t->state != TRIAL_COMPLETE)
			continue;
		metrics = history_json(h, t->metrics);
		reached = is_on_target(&h->study, metrics);
		json_decref(metrics);
		if (reached) {
			buf_printf(why, "trial %u reached the target",
			    (unsigned)t->number);
			return true;
		}
	}
	return false;
}

/* The last line of a trial that ended. */
struct ending {
	size_t line;
	bool failed;
};

static int
latest_first(const void *a, const void *b)
{
	const struct ending *x = a, *y = b;

	return (x->line < y->line) - (x->line > y->line);
}

/* Whether the last k endings of the n are there and failed. */
static bool
all_failed(struct ending *endings, size_t n, size_t k)
{
	if (n < k)
		return false;
	qsort(endings, n, sizeof(*endings), latest_first);
	for (size_t i = 0; i < k; i++)
		if (!endings[i].failed)
			return false;
	return true;
}

static bool
stop_failures(struct history *h, struct buf *why)
{
	const size_t k = (size_t)h->study.stop_failures;
	const size_t n = k > 0 ? history_count(h) : 0;
	struct ending *endings = xcalloc(n + 1, sizeof(*endings));
	size_t found = 0;
	bool stop;

	for (size_t i = 0; i < n; i++) {
		const struct trial *t = history_at(h, i);

		if (trial_is_final(t->state) && t->final_line > h->header_line)
			endings[found++] = (struct ending){
			    t->final_line, t->state == TRIAL_FAILED};
	}
	stop = k > 0 && all_failed(endings, found, k);
	free(endings);
	if (!stop)
		return false;
	buf_printf(why, "the last %zu results are all failed", k);
	buf_printf(why,
	    "; to go on, tell the header again: "
	    "sed -n %zup %s | hpo-tell %s",
	    h->header_line, h->log.path, h->log.path);
	return true;
}

bool
stop_all(struct history *h, struct buf *why)
{
	return stop_target(h, why) || stop_failures(h, why);
}

bool
stop_new(const struct study *study, json_int_t given, struct buf *why)
{
	if (study->stop_trials == 0 || given < study->stop_trials)
		return false;
	buf_printf(why, "all %lld trials were asked", study->stop_trials);
	return true;
}
