/*
 * A tree of what somebody wrote, with the place of each piece, so that every
 * complaint can name file:line:column and field.  Readers (YAML, JSON, the
 * command line) make it; define.h turns it into a study's header.
 */
#ifndef HPO_NODE_H
#define HPO_NODE_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "die.h"

enum node_type {
	NODE_NULL,
	NODE_BOOL,
	NODE_NUMBER,
	NODE_STRING,
	NODE_LIST,
	NODE_MAP,
};

struct place {
	int line, column; /* from 1; 0 if there is none */
};

struct node {
	enum node_type type;
	struct place at;
	json_t *value; /* of a scalar, own reference; NULL for list and map */
	char *text;    /* what a scalar was written as; NULL for list and map */
	bool quoted;   /* a string in quotes: text begins a column later */
	char *raw;     /* what stood there, from the first quote on; or NULL */
	struct node **items;  /* of a list or map, n; in order */
	char **keys;          /* of a map, n */
	struct place *key_at; /* of a map, n */
	size_t n;
};

/* One complaint about a file. */
struct problem {
	struct place at;
	char *field; /* "params.lr.low"; "" for the whole */
	char *text;
	bool warning;
};

/* All zero is an empty list. */
struct problems {
	struct problem *list;
	size_t n, cap;
	size_t errors; /* those that are no warnings */
};

struct node *node_alloc(enum node_type type, struct place at);
void node_add(struct node *list, struct node *item); /* takes item over */

/* The same for a map; key is copied. */
void node_set(
    struct node *map, const char *key, struct place key_at, struct node *item);

/* The member called key, or NULL. */
const struct node *node_get(const struct node *map, const char *key);

void node_free(struct node *node); /* NULL is fine */
struct node *node_copy(const struct node *node);

/*
 * A scalar that was written as text at this place.  Unless it is quoted its
 * type is that of YAML 1.2's core schema, but for integers with leading zeros,
 * which are strings.  A number that is not finite is added to *p and becomes a
 * broken node.
 */
struct node *node_scalar(const char *text, bool quoted, struct place at,
    const char *field, struct problems *p);

/* A null in the place of what its reader has refused and complained about. */
struct node *node_broken(struct place at);
bool node_is_broken(const struct node *node);

/* The place of byte number `offset` of a scalar's text. */
struct place node_place(const struct node *node, size_t offset);

/* The tree of a JSON value, without places. */
struct node *node_from_json(json_t *value);

/* The JSON value that a tree stands for, a new reference. */
json_t *node_to_json(const struct node *node);

/* "null", "a number", ... for messages. */
const char *node_type_name(enum node_type type);

void problem_add(struct problems *p, struct place at, const char *field,
    const char *fmt, ...) PRINTF_LIKE(4, 5);
void problem_warn(struct problems *p, struct place at, const char *field,
    const char *fmt, ...) PRINTF_LIKE(4, 5);
void problems_sort(struct problems *p); /* by place, stable */
void problems_release(struct problems *p);

#endif
