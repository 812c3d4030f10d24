#include "table.h"

#include <stdlib.h>

#include "clean.h"
#include "jsonl.h"
#include "xalloc.h"

enum { GAP = 2 };

void
table_add(struct table *t, struct buf *cells)
{
	if (t->n == t->cap) {
		t->cap = t->cap ? 2 * t->cap : 16;
		t->cell = xreallocarray(
		    t->cell, t->cap, t->columns * sizeof(*t->cell));
	}
	for (size_t c = 0; c < t->columns; c++)
		t->cell[t->n * t->columns + c] = buf_steal(&cells[c]);
	t->n++;
}

/* Characters of a text that was cleaned. */
static size_t
width(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += (*s & 0xc0) != 0x80;
	return n;
}

static void
write_line(const struct table *t, char *const *cells, const size_t *widths,
    struct buf *out)
{
	size_t last = t->columns - 1;

	while (last > 0 && cells[last][0] == '\0')
		last--;
	for (size_t c = 0; c <= last; c++) {
		const size_t pad =
		    c < last ? widths[c] + GAP - width(cells[c]) : 0;

		buf_puts(out, cells[c]);
		for (size_t i = 0; i < pad; i++)
			buf_puts(out, " ");
	}
	buf_puts(out, "\n");
}

void
table_write(const struct table *t, struct buf *out)
{
	size_t widths[TABLE_COLUMNS] = {0};

	for (size_t i = 0; i < t->n * t->columns; i++) {
		const size_t w = width(t->cell[i]);

		if (w > widths[i % t->columns])
			widths[i % t->columns] = w;
	}
	for (size_t i = 0; i < t->n; i++)
		write_line(t, t->cell + i * t->columns, widths, out);
}

void
table_release(struct table *t)
{
	for (size_t i = 0; i < t->n * t->columns; i++)
		free(t->cell[i]);
	free(t->cell);
	*t = (struct table){0};
}

void
table_value(struct buf *cell, json_t *value)
{
	struct buf text = {0};

	if (json_is_string(value))
		buf_puts(&text, json_string_value(value));
	else
		jsonl_write(&text, value);
	clean_line(cell, text.data, text.len);
	buf_release(&text);
}
