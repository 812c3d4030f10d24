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

/*
 * Hand value, a string or a list of them, to read one by one.  All of them
 * become the value of the key: an array, borrowed; NULL if it is empty, or
 * there is no space.
 */
typedef void define_one(
    struct making *m, const char *key, const struct node *node);
json_t *define_expressions(struct making *m, const char *key,
    const struct node *value, define_one *read);

/* The key subject_to, after the parameters. */
void define_constraints(
    struct making *m, const char *key, const struct node *value);

/* The keys require and forbid, after the parameters. */
void define_rules(struct making *m, const char *key, const struct node *value);

/*
 * What is to be said of a space as a whole, all of whose parts are right:
 * bounds with nothing between them, conditions that never hold, rules that no
 * point keeps, a point of all defaults that is none.
 */
void define_whole_space(struct making *m);

/* The same of rules, and bounds, that leave no point together (empty.h). */
void define_empty(const struct making *m, const struct space *space);

/* The key stop, after the objectives. */
void define_stop(struct making *m, const char *key, const struct node *value);

#endif
