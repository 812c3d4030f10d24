/* Changes of a space as lines: for people, and as JSON. */
#include <string.h>

#include "clean.h"
#include "diff.h"
#include "jsonl.h"
#include "table.h"

enum column { SIGN, FIELD, VALUE, TRIALS, COLUMNS };

/* What happened to it, as a sign and as a word. */
static const struct kind {
	const char *sign, *word;
} added = {"+", "added"}, removed = {"-", "removed"},
  changed = {"~", "changed"};

static const struct kind *
kind_of(const struct change *c)
{
	if (!c->from)
		return &added;
	return c->to ? &changed : &removed;
}

/* A domain in short: "int, low 1, high 8". */
static void
add_domain(struct buf *cell, json_t *domain)
{
	const char *key;
	json_t *value;

	table_value(cell, json_object_get(domain, "type"));
	json_object_foreach (domain, key, value) {
		if (strcmp(key, "type") == 0)
			continue;
		buf_printf(cell, ", %s ", key);
		table_value(cell, value);
	}
}

/* One side of a change, a domain or a value. */
static void
add_side(struct buf *cell, json_t *value)
{
	if (json_is_object(value) && json_object_get(value, "type"))
		add_domain(cell, value);
	else
		table_value(cell, value);
}

static void
add_change(struct table *t, const struct change *c)
{
	struct buf cells[COLUMNS] = {0};

	buf_puts(&cells[SIGN], kind_of(c)->sign);
	clean_line(&cells[FIELD], c->field, strlen(c->field));
	if (c->from)
		add_side(&cells[VALUE], c->from);
	if (c->from && c->to)
		buf_puts(&cells[VALUE], " -> ");
	if (c->to)
		add_side(&cells[VALUE], c->to);
	buf_puts(&cells[TRIALS], effect_rows[c->effect].text);
	table_add(t, cells);
}

static void
write_text(const struct diff *d, struct buf *out)
{
	struct table t = {.columns = COLUMNS};

	for (size_t i = 0; i < d->n; i++)
		add_change(&t, &d->list[i]);
	table_write(&t, out);
	table_release(&t);
	if (d->counted)
		buf_printf(
		    out, "= %zu of %zu trials stay\n", d->stay, d->trials);
}

static void
write_object(json_t *object, struct buf *out)
{
	jsonl_write(out, object);
	buf_puts(out, "\n");
	json_decref(object);
}

static json_t *
change_json(const struct change *c)
{
	json_t *object = jsonl_object();

	json_object_set_new(object, "change", json_string(kind_of(c)->word));
	json_object_set_new(object, "field", jsonl_string(c->field));
	if (c->param)
		json_object_set_new(object, "param", jsonl_string(c->param));
	if (c->from)
		json_object_set(object, "from", c->from);
	if (c->to)
		json_object_set(object, "to", c->to);
	json_object_set_new(
	    object, "trials", json_string(effect_rows[c->effect].word));
	return object;
}

static void
write_json(const struct diff *d, struct buf *out)
{
	json_t *object;

	for (size_t i = 0; i < d->n; i++)
		write_object(change_json(&d->list[i]), out);
	if (!d->counted)
		return;
	object = jsonl_object();
	json_object_set_new(object, "change", json_string("trials"));
	json_object_set_new(
	    object, "from", json_integer((json_int_t)d->trials));
	json_object_set_new(object, "to", json_integer((json_int_t)d->stay));
	write_object(object, out);
}

void
diff_write(const struct diff *d, bool json, struct buf *out)
{
	if (json)
		write_json(d, out);
	else
		write_text(d, out);
}
