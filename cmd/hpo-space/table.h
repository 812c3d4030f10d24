/* Lines of cells for people, the columns aligned. */
#ifndef HPO_TABLE_H
#define HPO_TABLE_H
#include <jansson.h>
#include <stddef.h>

#include "buf.h"

enum { TABLE_COLUMNS = 8 };

/* All zero but columns is an empty one. */
struct table {
	size_t columns; /* at most TABLE_COLUMNS */
	char **cell;    /* n times columns, own */
	size_t n, cap;
};

/* Add a line: its cells, each of them cleaned text that leaves an empty buf. */
void table_add(struct table *t, struct buf *cells);

/* Append them; what is behind the last filled cell of a line is left out. */
void table_write(const struct table *t, struct buf *out);
void table_release(struct table *t);

/* Append a value to a cell: a string's content, else its JSON, cleaned. */
void table_value(struct buf *cell, json_t *value);

#endif
