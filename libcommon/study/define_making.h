/* A header on its way, for the files that read keys of the top. */
#ifndef HPO_DEFINE_MAKING_H
#define HPO_DEFINE_MAKING_H
#include <jansson.h>
#include <stdbool.h>

#include "define_parts.h"
#include "node.h"

struct making {
	const struct node *file;
	struct problems *problems;
	struct definitions definitions;
	json_t *parts;  /* canonical, in any order */
	bool objective; /* there is one, right or wrong */
};

/* Takes value over. */
void making_set(struct making *m, const char *key, json_t *value);

/* Whether value is a string that can name something. */
bool define_label(
    struct making *m, const char *field, const struct node *value);

/* The keys minimize, maximize and objectives. */
void define_objectives(
    struct making *m, const char *key, const struct node *value);

/* The key stop, after the objectives. */
void define_stop(struct making *m, const char *key, const struct node *value);

#endif
