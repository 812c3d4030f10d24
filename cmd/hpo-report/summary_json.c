/* The summary for programs. */
#include <stdlib.h>

#include "jsonl.h"
#include "summary.h"

static json_t *
states(const struct summary *s)
{
	json_t *object = jsonl_object();

	for (size_t i = 0; i < TRIAL_STATES; i++)
		json_object_set_new(object,
		    trial_state_name((enum trial_state)i),
		    json_integer((json_int_t)s->states[i]));
	return object;
}

/* NULL, which is no member, if there is none. */
static json_t *
best(const struct summary *s)
{
	const struct row *row = rows_best(&s->rows);
	json_t *object;

	if (!row)
		return NULL;
	object = jsonl_object();
	json_object_set_new(
	    object, "trial", json_integer((json_int_t)row->trial->number));
	json_object_set_new(object, "value", page_json(row->value));
	json_object_set_new(
	    object, "params", history_json(s->history, row->trial->params));
	return object;
}

/* Each constraint with how many complete trials break it; NULL: none. */
static json_t *
constraints(const struct summary *s)
{
	const struct constraints *all = &s->history->study.constraints;
	json_t *array = all->n > 0 ? json_array() : NULL;

	for (size_t i = 0; i < all->n; i++) {
		json_t *one = jsonl_object();

		json_object_set_new(
		    one, "expression", jsonl_string(all->list[i].text));
		json_object_set_new(one, "broken",
		    json_integer((json_int_t)s->constrained.broken[i]));
		json_array_append_new(array, one);
	}
	return array;
}

/* NULL, too. */
static json_t *
progress(struct summary *s)
{
	struct progress *p = &s->progress;
	struct buf why = {0};
	json_t *object;

	if (!p->rule)
		return NULL;
	object = jsonl_object();
	json_object_set_new(object, "rule", json_string(p->rule->name));
	json_object_set_new(object, "fired", json_boolean(p->finding.fired));
	json_object_set_new(object, "share", page_json(p->share));
	stop_explain(&why, &p->finding);
	json_object_set_new(object, "text",
	    jsonl_string(
		buf_text(p->finding.fired ? &why : &p->finding.progress)));
	buf_release(&why);
	return object;
}

static json_t *
warnings(const struct summary *s)
{
	json_t *array = json_array();
	struct buf *list;
	const size_t n = summary_warnings(s, &list);

	for (size_t i = 0; i < n; i++) {
		json_array_append_new(array, jsonl_string(buf_text(&list[i])));
		buf_release(&list[i]);
	}
	free(list);
	return array;
}

/* A number that is left out where it is 0, which is: not known. */
static void
set_known(json_t *object, const char *key, double x)
{
	if (x > 0)
		json_object_set_new(object, key, page_json(x));
}

void
summary_json(struct summary *s, struct buf *out)
{
	const struct study *study = &s->history->study;
	const struct rate rate = summary_rate(s);
	json_t *object = jsonl_object();

	json_object_set_new(object, "study", jsonl_string(study->name));
	json_object_set_new(object, "id", jsonl_string(study->id));
	json_object_set(
	    object, "objectives", json_object_get(study->header, "objectives"));
	json_object_set_new(
	    object, "trials", json_integer((json_int_t)s->counted));
	set_known(object, "limit", (double)study->stop_trials);
	json_object_set_new(object, "states", states(s));
	if (study->constraints.n > 0)
		json_object_set_new(object, "infeasible",
		    json_integer((json_int_t)s->constrained.infeasible));
	json_object_set_new(object, "subject_to", constraints(s));
	json_object_set_new(object, "best", best(s));
	json_object_set_new(object, "progress", progress(s));
	set_known(object, "rate", rate.per_s);
	set_known(object, "left", rate.left);
	json_object_set_new(
	    object, "timed", json_integer((json_int_t)s->timed));
	json_object_set_new(object, "seconds", page_json(s->seconds));
	json_object_set_new(object, "warnings", warnings(s));
	jsonl_write(out, object);
	buf_puts(out, "\n");
	json_decref(object);
}
