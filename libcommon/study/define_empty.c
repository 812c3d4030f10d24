/* Rules and bounds that leave no point together: who is told what of them. */
#include <stdlib.h>

#include "buf.h"
#include "define_making.h"
#include "empty.h"

enum { NAMED = 4 }; /* limits that a message names */

struct telling {
	const struct making *m;
	const struct space *space;
};

static const char *
key_of(const struct rule *rule)
{
	return rule->forbids ? "forbid" : "require";
}

/* Where rule number k is written: its key has a string, or a list of them. */
static struct place
place_of(const struct telling *t, size_t k)
{
	const struct rule *rule = &t->space->rules[k];
	const struct node *value = node_get(t->m->file, key_of(rule));

	if (rule->forbids) /* which come after the others */
		k -= json_array_size(t->m->definitions.require);
	return (value->type == NODE_LIST ? value->items[k] : value)->at;
}

static void
name_limit(const struct telling *t, size_t limit, struct buf *text)
{
	const struct space *space = t->space;

	if (limit < space->nrules) {
		const struct rule *rule = &space->rules[limit];

		buf_printf(
		    text, "%s: %.100s", key_of(rule), rule->formula->text);
	} else {
		const struct param *p = &space->params[limit - space->nrules];

		buf_printf(text, "the bounds of '%.100s'",
		    space->fields[p->field].name);
	}
}

/* What the first of some limits is told: alone, or together with the others. */
static void
explain(
    const struct telling *t, const size_t *limits, size_t n, struct buf *text)
{
	const bool rule = limits[0] < t->space->nrules;

	if (n == 1) {
		buf_puts(text, rule ? "every point is against it"
				    : "nothing is ever between low and high");
		return;
	}
	buf_puts(text, "no point keeps to it together with ");
	for (size_t k = 1; k < n && k <= NAMED; k++) {
		buf_puts(text, k == 1 ? "" : ", and ");
		name_limit(t, limits[k], text);
	}
	if (n > NAMED + 1)
		buf_printf(text, ", and %zu more", n - NAMED - 1);
}

/* Bounds that nobody wrote, as those of a simplex, are told of the whole. */
static void
tell_bounds(const struct telling *t, const struct param *p, struct buf *text)
{
	const struct definition *d = &t->m->definitions.list[p->field];
	const char *key = p->bound[0] ? "low" : "high";
	const struct node *bound = node_get(d->form, key);
	char *field = define_field(d->field, key);

	problem_add(t->m->problems, bound ? bound->at : d->form->at,
	    bound ? field : d->field, "%s", buf_text(text));
	free(field);
}

static void
tell(void *arg, const size_t *limits, size_t n)
{
	const struct telling *t = arg;
	struct buf text = {0};

	explain(t, limits, n, &text);
	if (limits[0] < t->space->nrules) {
		problem_add(t->m->problems, place_of(t, limits[0]),
		    key_of(&t->space->rules[limits[0]]), "%s", buf_text(&text));
	} else {
		tell_bounds(
		    t, &t->space->params[limits[0] - t->space->nrules], &text);
	}
	buf_release(&text);
}

void
define_empty(const struct making *m, const struct space *space)
{
	struct telling t = {m, space};

	empty_search(space, tell, &t);
}
