#include "show.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "jsonl.h"
#include "point.h"
#include "product.h"
#include "rng.h"
#include "uniform.h"
#include "xalloc.h"

enum column { NAME, TYPE, DOMAIN, DEFAULT, WHEN, COLUMNS };

static const char *const titles[COLUMNS] = {
    "NAME", "TYPE", "DOMAIN", "DEFAULT", "WHEN"};

/* A row: its cells as text to be freed. */
struct row {
	char *cell[COLUMNS];
};

static void
add_value(struct buf *b, json_t *value)
{
	struct buf text = {0};

	if (json_is_string(value))
		buf_puts(&text, json_string_value(value));
	else
		jsonl_write(&text, value);
	clean_line(b, text.data, text.len);
	buf_release(&text);
}

static void
add_domain(struct buf *b, const struct param *p, const json_t *json)
{
	for (size_t i = 0; i < json_array_size(p->choices); i++) {
		buf_puts(b, i ? ", " : "");
		add_value(b, json_array_get(p->choices, i));
	}
	if (p->choices)
		return;
	add_value(b, json_object_get(json, "low"));
	buf_puts(b, " to ");
	add_value(b, json_object_get(json, "high"));
	if (p->log)
		buf_puts(b, ", log");
	if (json_object_get(json, "step")) {
		buf_puts(b, ", step ");
		add_value(b, json_object_get(json, "step"));
	}
}

static struct row
make_row(const struct space *space, const struct param *p)
{
	const json_t *json = json_object_get(space->json, p->name);
	json_t *when = json_object_get(json, "when");
	struct buf b[COLUMNS] = {0};
	struct row row;

	buf_puts(&b[NAME], p->name);
	buf_puts(&b[TYPE], param_type_name(p->type));
	add_domain(&b[DOMAIN], p, json);
	if (p->standard)
		add_value(&b[DEFAULT], p->standard);
	if (when)
		add_value(&b[WHEN], when);
	for (int c = 0; c < COLUMNS; c++)
		row.cell[c] = buf_steal(&b[c]);
	return row;
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

/* One line; what is behind the last filled cell is left out. */
static void
add_line(struct buf *out, char *const *cells, const size_t *widths)
{
	int last = COLUMNS - 1;

	while (last > 0 && cells[last][0] == '\0')
		last--;
	for (int c = 0; c <= last; c++) {
		const size_t pad =
		    c < last ? widths[c] + 2 - width(cells[c]) : 0;

		buf_puts(out, cells[c]);
		for (size_t i = 0; i < pad; i++)
			buf_puts(out, " ");
	}
	buf_puts(out, "\n");
}

/* The study in a line or two above the table. */
static void
add_heading(const struct study *s, struct buf *out)
{
	json_t *stop = json_object_get(s->header, "stop");

	if (s->name[0] != '\0') {
		clean_line(out, s->name, strlen(s->name));
		buf_puts(out, ": ");
	}
	for (size_t i = 0; i < s->nobjectives; i++) {
		const struct objective *o = &s->objectives[i];

		buf_puts(out, o->maximize ? "maximize " : "minimize ");
		clean_line(out, o->metric, strlen(o->metric));
	}
	buf_printf(out, ", seed %" PRIu64, s->seed);
	if (stop) {
		buf_puts(out, ", stop ");
		add_value(out, stop);
	}
	buf_puts(out, "\n\n");
}

void
show_table(const struct study *study, struct buf *out)
{
	const size_t n = study->space.n;
	struct row *rows = xcalloc(n + 1, sizeof(*rows));
	size_t widths[COLUMNS] = {0};

	for (int c = 0; c < COLUMNS; c++)
		rows[0].cell[c] = xstrdup(titles[c]);
	for (size_t i = 0; i < n; i++)
		rows[i + 1] = make_row(&study->space, &study->space.params[i]);
	for (size_t i = 0; i <= n; i++)
		for (int c = 0; c < COLUMNS; c++)
			if (width(rows[i].cell[c]) > widths[c])
				widths[c] = width(rows[i].cell[c]);
	add_heading(study, out);
	for (size_t i = 0; i <= n; i++)
		add_line(out, rows[i].cell, widths);
	for (size_t i = 0; i <= n; i++)
		for (int c = 0; c < COLUMNS; c++)
			free(rows[i].cell[c]);
	free(rows);
}

/* About how many combinations are points, from a sample of them. */
static double
estimate(const struct space *space, uint64_t seed)
{
	enum { DRAWS = 20000 };
	double *row = xcalloc(space->n + 1, sizeof(*row));
	struct rng rng;
	double n = 1, found = 0;

	rng_init(&rng, seed, 0, "count", 0);
	for (size_t i = 0; i < space->n; i++)
		n *= (double)space->params[i].levels;
	for (int k = 0; k < DRAWS; k++) {
		for (size_t i = 0; i < space->n; i++)
			row[i] = floor(rng_uniform(&rng) *
				       (double)space->params[i].levels);
		found += product_is(space, row);
	}
	free(row);
	return n * found / DRAWS;
}

void
show_count(const struct study *study, struct buf *out)
{
	const struct space *space = &study->space;
	const uint64_t size = product_size(space);
	const uint64_t n = space_count(space);

	if (size == 0)
		buf_puts(out, "infinite\n");
	else if (n > 0 || size <= PRODUCT_QUICK)
		buf_printf(out, "%" PRIu64 "\n", n);
	else if (size <= PRODUCT_MAX)
		buf_printf(out, "%" PRIu64 "\n", product_points(space));
	else
		buf_printf(out, "~%.3g\n", estimate(space, study->seed));
}

bool
show_sample(
    const struct study *study, uint64_t seed, uint32_t i, struct buf *out)
{
	const struct space *space = &study->space;
	double *row = xcalloc(space->n + 1, sizeof(*row));
	const bool found = uniform_row(space, seed, i, row);

	if (found) {
		json_t *params = point_params(space, row);

		jsonl_write(out, params);
		buf_puts(out, "\n");
		json_decref(params);
	}
	free(row);
	return found;
}
