/* YAML, and JSON as a part of it, into a tree with places. */
#ifndef HPO_READ_YAML_H
#define HPO_READ_YAML_H
#include <stddef.h>

#include "node.h"

enum {
	YAML_BYTES_MAX = 1 << 20,
	YAML_DEPTH_MAX = 64,
	YAML_NODES_MAX = 100000,
	YAML_KEYS_MAX = 10000,     /* of one mapping */
	YAML_STRING_MAX = 1 << 16, /* bytes */
};

/*
 * The tree of the one document that the len bytes of text hold, to be freed.
 * Mistakes are added to *p; after one of the syntax nothing more can be read,
 * and NULL is returned.  What is refused is a broken node, or left out.
 */
struct node *read_yaml(const char *text, size_t len, struct problems *p);

#endif
