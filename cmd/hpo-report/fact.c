#include "fact.h"

#include <stdio.h>
#include <string.h>

#include "feasible.h"

static void
set_span(struct cell *cell, const struct history *h, struct span s)
{
	cell->text = h->log.text.data + s.at;
	cell->len = s.len;
}

static void
set_whole(struct cell *cell, unsigned long n)
{
	cell->text = cell->own;
	cell->len = (size_t)snprintf(cell->own, CELL_OWN, "%lu", n);
}

static void
get_trial(const struct history *h, const struct trial *t, struct cell *cell)
{
	(void)h; /* all that it takes is in t */
	set_whole(cell, t->number);
}

static void
get_state(const struct history *h, const struct trial *t, struct cell *cell)
{
	(void)h; /* as above */
	cell->text = cell->own;
	cell->len = (size_t)snprintf(
	    cell->own, CELL_OWN, "\"%s\"", trial_state_name(t->state));
}

static void
get_attempt(const struct history *h, const struct trial *t, struct cell *cell)
{
	(void)h; /* as above */
	set_whole(cell, (unsigned long)t->attempt);
}

/* The first objective, also of a trial that is not complete. */
static void
get_value(const struct history *h, const struct trial *t, struct cell *cell)
{
	set_span(cell, h,
	    history_member(h, t->metrics, h->study.objectives[0].metric));
}

static void
get_sampler(const struct history *h, const struct trial *t, struct cell *cell)
{
	set_span(cell, h, history_member(h, t->ask, "sampler"));
}

/* Of those that may be infeasible, where that is asked for. */
static void
get_feasible(const struct history *h, const struct trial *t, struct cell *cell)
{
	if (h->study.constraints.n == 0 ||
	    (t->state != TRIAL_COMPLETE && t->state != TRIAL_PRUNED))
		return;
	cell->text = cell->own;
	cell->len = (size_t)snprintf(
	    cell->own, CELL_OWN, "%s", feasible_not(h, t) ? "false" : "true");
}

#define SPAN(key) #key, NULL, offsetof(struct trial, key)

const struct fact facts[] = {
    {"trial", get_trial, 0, true, false},
    {"state", get_state, 0, false, false},
    {"value", get_value, 0, true, false},
    {"feasible", get_feasible, 0, false, false},
    {"attempt", get_attempt, 0, true, false},
    {"sampler", get_sampler, 0, false, true},
    {SPAN(seconds), true, false},
    {SPAN(reason), false, true},
    {SPAN(exit), true, false},
    {SPAN(by), false, true},
    {SPAN(asked), false, false},
    {SPAN(started), false, false},
    {SPAN(ended), false, false},
    {SPAN(step), true, false},
    {SPAN(fidelity), true, false},
    {SPAN(job), false, true},
    {SPAN(uid), false, true},
    {SPAN(ask), false, true},
    {0},
};

const struct fact *
fact_find(const char *name)
{
	for (const struct fact *f = facts; f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

bool
fact_is_value(const struct fact *f)
{
	return f->get == get_value;
}

void
fact_read(const struct fact *f, const struct history *h, const struct trial *t,
    struct cell *cell)
{
	struct span s;

	cell->len = 0;
	if (f->get) {
		f->get(h, t, cell);
		return;
	}
	memcpy(&s, (const char *)t + f->span, sizeof(s));
	set_span(cell, h, s);
}
