#include "enumerate.h"

#include <math.h>
#include <stdlib.h>

#include "point.h"
#include "uses.h"
#include "xalloc.h"

struct walk {
	const struct space *space;
	struct box box; /* values so far, and all that is behind them */
	struct box all;
	struct uses uses;
	double *row;
	double *last; /* by parameter: the last number of its domain */
};

size_t
enumerate_endless(const struct space *space)
{
	for (size_t i = 0; i < space->n; i++)
		if (space->params[i].levels == 0)
			return i;
	return SPACE_NONE;
}

/* Whether no rule on parameter i refutes all that the box has. */
static bool
is_possible(const struct walk *w, size_t i)
{
	const struct use_list *rules = &w->uses.rules;

	for (size_t at = rules->first[i]; at < rules->first[i + 1]; at++)
		if (rule_refutes(
			&w->space->rules[rules->of[at]], w->space, &w->box))
			return false;
	return true;
}

/* The next number of parameter i from x on that is possible; false: none. */
static bool
settle(struct walk *w, size_t i, double x)
{
	while (x <= w->last[i]) {
		w->row[i] = w->box.low[i] = w->box.high[i] = x;
		if (is_possible(w, i))
			return true;
		x += 1;
	}
	return false;
}

/* Its first number, or that it has none. */
static bool
enter(struct walk *w, size_t i)
{
	struct param own;
	const struct param *domain;
	double first;

	w->row[i] = NAN;
	w->box.active[i] = point_active(w->space, i, w->row);
	w->box.inactive[i] = !w->box.active[i];
	w->last[i] = -1;
	if (!w->box.active[i])
		return is_possible(w, i);
	domain = point_domain(w->space, i, w->row, &own);
	if (!domain)
		return false;
	first = -point_level(w->space, i, domain, 0);
	w->last[i] = first + (double)(domain->levels - 1);
	return settle(w, i, first);
}

/* Open parameter i again. */
static void
leave(struct walk *w, size_t i)
{
	w->row[i] = NAN;
	w->box.low[i] = w->all.low[i];
	w->box.high[i] = w->all.high[i];
	w->box.active[i] = w->all.active[i];
	w->box.inactive[i] = w->all.inactive[i];
}

/* Go to the next values of the k first parameters of the order; how many are
 * settled then, 0: there are no more. */
static size_t
advance(struct walk *w, size_t k)
{
	while (k > 0) {
		const size_t i = w->space->order[k - 1];

		if (w->last[i] >= 0 && settle(w, i, w->row[i] + 1))
			return k;
		leave(w, i);
		k--;
	}
	return 0;
}

static void
walk(struct walk *w, enumerate_take *take, void *arg)
{
	const size_t n = w->space->n;
	size_t k = 0;

	do {
		bool good = true;

		while (k < n && good)
			good = enter(w, w->space->order[k++]);
		if (good && !take(arg, w->row))
			return;
		k = advance(w, k);
	} while (k > 0);
}

void
enumerate(const struct space *space, enumerate_take *take, void *arg)
{
	struct walk w = {.space = space};

	space_box(space, &w.box);
	space_box(space, &w.all);
	uses_init(&w.uses, space);
	w.row = xcalloc(space->n + 1, sizeof(*w.row));
	w.last = xcalloc(space->n + 1, sizeof(*w.last));
	walk(&w, take, arg);
	space_box_release(&w.box);
	space_box_release(&w.all);
	uses_release(&w.uses);
	free(w.row);
	free(w.last);
}
