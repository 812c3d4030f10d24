/* Points to be evaluated first: their names, values, and what is active. */
#include <stdlib.h>
#include <string.h>

#include "define_parts.h"
#include "encode.h"
#include "jsonl.h"

/* One value of a point. */
static void
check_member(const struct node *point, size_t i, const char *field,
    const struct definitions *all)
{
	const struct definition *d = define_find(all, point->keys[i]);
	const struct node *value = point->items[i];
	char *at = define_field(field, point->keys[i]);
	struct err e;

	if (!d) {
		char hint[DEFINE_HINT];

		define_hint_param(hint, point->keys[i], all);
		problem_add(all->problems, point->key_at[i], at,
		    "unknown parameter '%.100s'%s", point->keys[i], hint);
	} else if (d->json && !node_is_broken(value)) {
		json_t *given = node_to_json(value);
		json_t *canonical = define_field_value(&d->array, given, &e);

		if (!canonical)
			problem_add(all->problems, value->at, at, "%s", e.text);
		json_decref(canonical);
		json_decref(given);
	}
	free(at);
}

/* That no inactive parameter is given. */
static void
check_active(const struct node *node, const char *field,
    const struct space *space, struct problems *p)
{
	json_t *point = node_to_json(node);
	struct err e = {0};
	json_t *whole = encode_complete(space, point, &e);

	if (!whole)
		problem_add(p, node->at, field, "%s", e.text);
	json_decref(whole);
	json_decref(point);
}

static void
check_point(const struct node *point, const char *field,
    const struct definitions *all, const struct space *space)
{
	struct problems *p = all->problems;
	const size_t before = p->errors;

	if (!define_expect(point, NODE_MAP, field, p))
		return;
	for (size_t i = 0; i < point->n; i++)
		check_member(point, i, field, all);
	if (all->good && p->errors == before)
		check_active(point, field, space, p);
}

json_t *
define_points(
    const struct node *list, const char *field, const struct definitions *all)
{
	struct space space = {0};

	if (!define_expect(list, NODE_LIST, field, all->problems))
		return NULL;
	if (list->n > DEFINE_POINTS_MAX ||
	    list->n * all->n > DEFINE_VALUES_MAX) {
		problem_add(all->problems, list->at, field,
		    "too many points, hpo-tell takes them one by one");
		return NULL;
	}
	if (all->good)
		define_space(&space, all);
	for (size_t i = 0; i < list->n; i++)
		check_point(list->items[i], field, all, &space);
	if (all->good)
		space_release(&space);
	return node_to_json(list);
}
