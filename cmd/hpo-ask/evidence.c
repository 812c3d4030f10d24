#include "evidence.h"

#include <math.h>
#include <stdlib.h>

#include "feasible.h"
#include "jsonl.h"
#include "number.h"
#include "reason.h"
#include "scan.h"
#include "xalloc.h"

void
evidence_init(struct evidence *ev, const struct space *space)
{
	*ev = (struct evidence){0};
	numbers_init(&ev->numbers, space);
}

void
evidence_release(struct evidence *ev)
{
	numbers_release(&ev->numbers);
	free(ev->at);
	free(ev->rows);
	free(ev->next);
	map_release(&ev->by_hash);
	free(ev->measures.at);
	free(ev->measures.c);
	*ev = (struct evidence){0};
}

bool
evidence_has(const struct evidence *ev, const double *row, bool free_too)
{
	const struct space *space = ev->numbers.space;
	size_t i = map_get(&ev->by_hash, point_hash(space, row));

	for (; i != 0; i = ev->next[i - 1])
		if ((free_too || ev->at[i - 1].class != EVIDENCE_FREE) &&
		    point_equal(space, evidence_row(ev, i - 1), row))
			return true;
	return false;
}

size_t
evidence_before(const struct evidence *ev, size_t i, enum evidence_class class)
{
	const double *row = evidence_row(ev, i);
	size_t k = ev->next[i];

	for (; k != 0; k = ev->next[k - 1])
		if (ev->at[k - 1].class == class &&
		    point_equal(
			ev->numbers.space, evidence_row(ev, k - 1), row))
			return k - 1;
	return SIZE_MAX;
}

/* The place of the row that is to be added next. */
static double *
make_room(struct evidence *ev)
{
	const size_t width = ev->numbers.space->n;

	if (ev->n == ev->cap) {
		ev->cap = ev->cap > 0 ? 2 * ev->cap : 64;
		ev->at = xreallocarray(ev->at, ev->cap, sizeof(*ev->at));
		ev->next = xreallocarray(ev->next, ev->cap, sizeof(*ev->next));
		ev->rows = xreallocarray(
		    ev->rows, ev->cap * (width + 1), sizeof(*ev->rows));
	}
	return ev->rows + ev->n * width;
}

/* Add the row that make_room() made room for. */
static void
add(struct evidence *ev, const struct observation *o)
{
	const double *row = evidence_row(ev, ev->n);
	const uint32_t hash = point_hash(ev->numbers.space, row);

	ev->taken += o->class != EVIDENCE_FREE && !evidence_has(ev, row, false);
	ev->at[ev->n] = *o;
	ev->count[o->class]++;
	ev->next[ev->n] = map_get(&ev->by_hash, hash);
	map_put(&ev->by_hash, hash, (uint32_t)++ev->n);
}

/* The first objective's value, to minimise; NAN: there is none. */
static double
value_of(const struct history *h, const struct trial *t)
{
	const struct objective *o = &h->study.objectives[0];
	const double value = history_metric(h, t, o->metric);

	return o->maximize ? -value : value;
}

/* The standard error of that value; NAN: there is none. */
static double
error_of(const struct history *h, const struct trial *t)
{
	const double error = history_metric(h, t, h->study.objectives[0].error);

	return error >= 0 ? error : NAN;
}

/* Whether a failed trial says nothing of its configuration. */
static bool
is_outside(const struct history *h, const struct trial *t)
{
	char *reason = history_text(h, t->reason);
	const bool outside = reason_is_outside(reason);

	free(reason);
	return outside;
}

static enum evidence_class
class_of(const struct history *h, const struct trial *t, double value)
{
	switch (t->state) {
	case TRIAL_WAITING:
	case TRIAL_RUNNING:
		return EVIDENCE_PENDING;
	case TRIAL_COMPLETE:
		return isnan(value) ? EVIDENCE_ASKED : EVIDENCE_COMPLETE;
	case TRIAL_PRUNED:
		return EVIDENCE_PRUNED;
	case TRIAL_FAILED:
		return is_outside(h, t) ? EVIDENCE_ASKED : EVIDENCE_FAILED;
	case TRIAL_CANCELLED:
	case TRIAL_STATES:
		break;
	}
	return EVIDENCE_FREE;
}

/* Measure the trial that is to be added next; whether it is infeasible. */
static bool
measure(struct evidence *ev, const struct history *h, const struct trial *t)
{
	const size_t k = h->study.constraints.n;
	struct measures *m = &ev->measures;
	bool broken = false;
	double *c;

	if (k == 0 || (t->state != TRIAL_COMPLETE && t->state != TRIAL_PRUNED))
		return false;
	if (m->n == m->cap) {
		m->cap = m->cap > 0 ? 2 * m->cap : 64;
		m->at = xreallocarray(m->at, m->cap, sizeof(*m->at));
		m->c = xreallocarray(m->c, m->cap * k, sizeof(*m->c));
	}
	m->at[m->n] = ev->n;
	c = m->c + m->n++ * k;
	feasible_measure(h, t, c);
	for (size_t j = 0; j < k; j++)
		broken = broken || c[j] > 0;
	return broken;
}

void
evidence_measure(struct evidence *ev, const struct history *h)
{
	const struct measures *m = &ev->measures;
	double *total;

	if (m->n == 0)
		return;
	total = xcalloc(m->n, sizeof(*total));
	constraints_total(m->c, m->n, h->study.constraints.n, total);
	for (size_t i = 0; i < m->n; i++)
		ev->at[m->at[i]].broken = total[i];
	free(total);
}

void
evidence_read(
    struct evidence *ev, const struct history *h, const struct trial *t)
{
	struct observation o = {.number = t->number, .seq = t->final_seq};

	if (t->params.len == 0 ||
	    numbers_read(&ev->numbers, h->log.text.data + t->params.at,
		t->params.len, make_room(ev)) == -1)
		return;
	o.value = trial_is_final(t->state) ? value_of(h, t) : NAN;
	o.error = isnan(o.value) ? NAN : error_of(h, t);
	o.step = history_number(h, t->step, -INFINITY);
	o.class = class_of(h, t, o.value);
	if (measure(ev, h, t)) { /* whatever its value */
		o.class = EVIDENCE_INFEASIBLE;
		o.value = o.error = NAN;
	}
	add(ev, &o);
}

void
evidence_ask(struct evidence *ev, uint32_t number, json_t *params)
{
	const struct observation o = {.number = number,
	    .class = EVIDENCE_PENDING,
	    .value = NAN,
	    .error = NAN,
	    .step = -INFINITY,
	    .seq = -1};

	if (numbers_take(&ev->numbers, params, make_room(ev)) == 0)
		add(ev, &o);
}
