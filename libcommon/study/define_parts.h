/*
 * What the files define*.c and shortform.c share; define.h is for the others.
 */
#ifndef HPO_DEFINE_PARTS_H
#define HPO_DEFINE_PARTS_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "node.h"
#include "space.h"

enum {
	DEFINE_PARAMS_MAX = 10000, /* keys of an object, scan.h */
	DEFINE_POINTS_MAX = 10000,
	DEFINE_VALUES_MAX = 10000000, /* points times parameters: seconds */
};

/* One parameter on its way into the canonical space. */
struct definition {
	char *name;              /* "optimizer.lr" */
	char *field;             /* "params.optimizer.lr" */
	const struct node *form; /* the long form; a broken node: refused */
	struct node *own;        /* the same, if it was made of a short one */
	json_t *json;            /* canonical, own reference; NULL: refused */
	struct field array;      /* of json; its type is NULL if it is none */
};

struct definitions {
	struct problems *problems;
	struct definition *list;
	size_t n, cap;
	json_t *index;            /* name to its number in list */
	json_t *require, *forbid; /* arrays, borrowed; NULL: none */
	bool good;                /* nothing is wrong with any of all these */
};

/* a.b, to be freed; b if a is empty. */
char *define_field(const char *a, const char *b);

/* The keys that a map may have. */
struct define_keys {
	const char *const *known, *const *later; /* NULL last */
	const char *what; /* of what these are keys: "a float" */
};

/* Complain about all others, by name about those in later. */
void define_check_keys(const struct node *map, const char *field,
    const struct define_keys *keys, struct problems *p);

/* Whether map has a key that none of known is and that was meant to be key. */
bool define_misspelt(
    const struct node *map, const char *const *known, const char *key);

/* Whether node is of this type; else it is complained about. */
bool define_expect(const struct node *node, enum node_type type,
    const char *field, struct problems *p);

/* The number that node must be; false after a complaint. */
bool define_number(
    const struct node *node, const char *field, double *x, struct problems *p);

/* Whether a string was meant to be a number: "3", 1_000. */
bool define_looks_numeric(const struct node *node);

/* The same for a whole number within [min, max]. */
bool define_whole(const struct node *node, const char *field, double min,
    double max, struct problems *p);

/*
 * The canonical form of a value that the parameter can take, a new reference,
 * or NULL with *e set.
 */
json_t *define_value(const struct param *param, json_t *value, struct err *e);

/* The same of a field, which may be an array. */
json_t *define_field_value(const struct field *f, json_t *value, struct err *e);

/* Read all parameters below map, which is the member `root` of the file. */
void define_collect(
    struct definitions *all, const struct node *map, const char *root);
struct definition *define_find(const struct definitions *all, const char *name);

/*
 * The definition that a name of an expression belongs to, and of an array which
 * of its parameters; NULL: none.  *k is SPACE_NONE if the array has none of
 * this name, or none that can be named.
 */
struct definition *define_find_param(
    const struct definitions *all, const char *name, size_t *k);
void definitions_release(struct definitions *all);

/* Fill d->json from d->form. */
void define_param(struct definition *d, struct problems *p);

/*
 * Check all expressions of parameters: that they name others, and not in a
 * circle, and ask of these what they can be.
 */
void define_dependences(const struct definitions *all);

/* The space of definitions that are all right, with these rules. */
void define_space(struct space *space, const struct definitions *all);

/* Check a list of points, each a map; its JSON as a new reference. */
json_t *define_points(
    const struct node *list, const char *field, const struct definitions *all);

/* ", did you mean 'x'?" for the name of a parameter, or "", into text. */
enum { DEFINE_HINT = 120 };
void define_hint(
    char text[DEFINE_HINT], const char *name, const char *const *words);
void define_hint_param(
    char text[DEFINE_HINT], const char *name, const struct definitions *all);

/* Whether a scalar's text looks like a short form: log(..., or a bare type. */
bool shortform_is(const struct node *node);

/* Warn of a constant that looks like a misspelt short form. */
void shortform_suspect(
    const struct node *node, const char *field, struct problems *p);

/*
 * The long form that a short one stands for: a map, to be freed, its places
 * those of the pieces; a broken node after a complaint.
 */
struct node *shortform_parse(
    const struct node *node, const char *field, struct problems *p);

/* The same of word(value, ...), a map of the word to the list of values. */
struct node *shortform_call(
    const struct node *node, const char *field, struct problems *p);

#endif
