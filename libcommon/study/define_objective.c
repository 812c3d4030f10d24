/* minimize, maximize, objectives. */
#include <stdlib.h>
#include <string.h>

#include "define_making.h"
#include "define_parts.h"
#include "jsonl.h"

static const char *const objective_keys[] = {"metric", "target", "goal", NULL};
static const char *const objective_later[] = {"noise", "weight", NULL};
static const struct define_keys objective_known = {
    objective_keys, objective_later, "an objective"};

/* The goal of {metric, goal, target}: given outside, or its own. */
static const char *
read_goal(struct making *m, const char *field, const struct node *map,
    const char *goal)
{
	const struct node *node = node_get(map, "goal");

	if (!node && !goal)
		problem_add(m->problems, map->at, field, "is missing");
	if (!node)
		return goal;
	if (node->type == NODE_STRING &&
	    (strcmp(node->text, "minimize") == 0 ||
		strcmp(node->text, "maximize") == 0) &&
	    (!goal || strcmp(node->text, goal) == 0))
		return node->text;
	problem_add(m->problems, node->at, field, "must be %s",
	    goal ? goal : "minimize or maximize");
	return NULL;
}

static json_t *
objective_map(
    struct making *m, const char *key, const struct node *map, const char *goal)
{
	json_t *objective = jsonl_object();
	const struct node *metric = node_get(map, "metric");
	const struct node *target = node_get(map, "target");
	char *field;
	double x;

	define_check_keys(map, key, &objective_known, m->problems);
	field = define_field(key, "metric");
	if (!metric && !define_misspelt(map, objective_keys, "metric"))
		problem_add(m->problems, map->at, field, "is missing");
	else if (metric && define_label(m, field, metric))
		json_object_set(objective, "metric", metric->value);
	free(field);
	field = define_field(key, "goal");
	goal = read_goal(m, field, map, goal);
	free(field);
	if (goal)
		json_object_set_new(objective, "goal", json_string(goal));
	field = define_field(key, "target");
	if (target && define_number(target, field, &x, m->problems))
		json_object_set(objective, "target", target->value);
	free(field);
	return objective;
}

/* One objective: the name of a metric, or a map. */
static json_t *
read_objective(struct making *m, const char *key, const struct node *value,
    const char *goal)
{
	json_t *object;

	if (value->type == NODE_MAP)
		return objective_map(m, key, value, goal);
	object = jsonl_object();
	if (!goal)
		(void)define_expect(value, NODE_MAP, key, m->problems);
	else if (define_label(m, key, value)) {
		json_object_set(object, "metric", value->value);
		json_object_set_new(object, "goal", json_string(goal));
	}
	return object;
}

void
define_objectives(struct making *m, const char *key, const struct node *value)
{
	const char *goal = strcmp(key, "objectives") == 0 ? NULL : key;
	const struct node *one = value;
	json_t *list;

	if (m->objective) {
		problem_add(m->problems, value->at, key,
		    "more than one objective is not built yet");
		return;
	}
	m->objective = true;
	if (value->type == NODE_LIST) {
		if (value->n != 1) {
			problem_add(m->problems, value->at, key,
			    value->n ? "more than one objective is not built "
				       "yet"
				     : "is empty");
			return;
		}
		one = value->items[0];
	} else if (!goal &&
		   !define_expect(value, NODE_LIST, key, m->problems)) {
		return;
	}
	list = json_array();
	json_array_append_new(list, read_objective(m, key, one, goal));
	making_set(m, "objectives", list);
}
