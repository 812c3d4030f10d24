/* Where in a file, all of which is right, something was written. */
#include <stdlib.h>
#include <string.h>

#include "define.h"
#include "define_parts.h"
#include "xalloc.h"

/* The node of the parameter called name below a group; NULL: it has none. */
static const struct node *
find(const struct node *group, const char *name)
{
	for (size_t i = 0; group && i < group->n; i++) {
		const char *key = group->keys[i];
		const struct node *value = group->items[i];
		const size_t len = strlen(key);
		const struct node *found = NULL;

		if (strcmp(name, key) == 0)
			return value;
		if (strncmp(name, key, len) == 0 && name[len] == '.' &&
		    value->type == NODE_MAP && !node_get(value, "type"))
			found = find(value, name + len + 1);
		if (found)
			return found;
	}
	return NULL;
}

/* The place of a key of a long form, or of the whole. */
static struct place
place_in(const struct node *form, const char *key)
{
	const struct node *value = key ? node_get(form, key) : NULL;

	return value ? value->at : form->at;
}

static struct place
place_of(const struct node *value, const char *key)
{
	struct problems ignored = {0};
	struct node *form;
	struct place at;

	if (value->type == NODE_MAP || !shortform_is(value))
		return place_in(value, key);
	form = shortform_parse(value, "", &ignored);
	at = key ? place_in(form, key) : value->at;
	node_free(form);
	problems_release(&ignored);
	return at;
}

struct place
define_place(
    const struct node *file, const char *name, const char *key, char **field)
{
	const char *root = node_get(file, "params") ? "params" : "space";
	const struct node *value = find(node_get(file, root), name);
	char *whole = define_field(root, name);

	*field = key ? define_field(whole, key) : xstrdup(whole);
	free(whole);
	return value ? place_of(value, key) : (struct place){0};
}
