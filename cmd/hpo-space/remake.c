#include "remake.h"

#include <string.h>

#include "define.h"

json_t *
remake_header(json_t *header, struct problems *p)
{
	struct problems all = {0};
	struct node *node = node_from_json(header);
	json_t *made = define_header(node, &all);

	for (size_t i = 0; i < all.n; i++)
		if (!all.list[i].warning)
			problem_add(p, all.list[i].at, all.list[i].field, "%s",
			    all.list[i].text);
	if (all.errors > 0) {
		json_decref(made);
		made = NULL;
	}
	problems_release(&all);
	node_free(node);
	return made;
}

void
remake_space(struct space *space, json_t *header)
{
	space_init(space, json_object_get(header, "space"));
	space_rules(space, json_object_get(header, "require"),
	    json_object_get(header, "forbid"));
}

void
remake_common(json_t *domain, const json_t *from)
{
	static const char *const keys[] = {"when", "unit", "help", "meta"};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		json_t *value = json_object_get(from, keys[i]);

		if (value)
			json_object_set(domain, keys[i], value);
	}
}
