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
#include "table.h"
#include "uniform.h"
#include "xalloc.h"

/* Of counting in boxes: half a second where looking at each combination is no
 * more than two, else some seconds. */
static const long FEW_EFFORT = 1000000000, MANY_EFFORT = 5000000000;

enum column { NAME, TYPE, DOMAIN, DEFAULT, WHEN, COLUMNS };

static const char *const titles[COLUMNS] = {
    "NAME", "TYPE", "DOMAIN", "DEFAULT", "WHEN"};

static void
add_key(struct buf *b, const json_t *json, const char *key)
{
	json_t *value = json_object_get(json, key);

	if (!value)
		return;
	buf_printf(b, "%s%s ", b->len > 0 ? ", " : "", key);
	table_value(b, value);
}

static void
add_domain(struct buf *b, const struct param *p, const json_t *json)
{
	static const char *const keys[] = {
	    "base", "step", "weights", "prior", "min", "max", "shape", NULL};
	const json_t *own = json_object_get(json, "choices");
	const json_t *choices = own ? own : p->choices;

	for (size_t i = 0; i < json_array_size(choices); i++) {
		buf_puts(b, i ? ", " : "");
		table_value(b, json_array_get(choices, i));
	}
	if (p->spaced)
		buf_puts(b, p->log ? ", spaced by log" : ", spaced by value");
	if (json_object_get(json, "low")) {
		table_value(b, json_object_get(json, "low"));
		buf_puts(b, " to ");
		table_value(b, json_object_get(json, "high"));
	}
	if (!own && (p->log || p->rlog))
		buf_puts(b, p->log ? ", log" : ", rlog");
	for (size_t i = 0; keys[i]; i++)
		add_key(b, json, keys[i]);
}

static void
add_row(struct table *t, const struct field *f, const struct param *p)
{
	json_t *standard = json_object_get(f->json, "default");
	json_t *when = json_object_get(f->json, "when");
	struct buf b[COLUMNS] = {0};

	buf_puts(&b[NAME], f->name);
	table_value(&b[TYPE], json_object_get(f->json, "type"));
	add_domain(&b[DOMAIN], p, f->json);
	if (standard)
		table_value(&b[DEFAULT], standard);
	if (when)
		table_value(&b[WHEN], when);
	table_add(t, b);
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
	if (s->noisy)
		buf_puts(out, ", noise");
	if (s->noise > 0)
		buf_printf(out, " %.6g", s->noise);
	buf_printf(out, ", seed %" PRIu64, s->seed);
	if (stop) {
		buf_puts(out, ", stop ");
		table_value(out, stop);
	}
	buf_puts(out, "\n\n");
}

void
show_table(const struct study *study, struct buf *out)
{
	const struct space *space = &study->space;
	struct table t = {.columns = COLUMNS};
	struct buf b[COLUMNS] = {0};

	for (int c = 0; c < COLUMNS; c++)
		buf_puts(&b[c], titles[c]);
	table_add(&t, b);
	for (size_t i = 0; i < space->nfields; i++)
		add_row(&t, &space->fields[i],
		    &space->params[space->fields[i].first]);
	add_heading(study, out);
	table_write(&t, out);
	table_release(&t);
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
	const bool few = size <= PRODUCT_MAX;
	uint64_t n = space_count(space);

	if (size == 0)
		buf_puts(out, "infinite\n");
	else if (n > 0 ||
		 space_count_within(space, few ? FEW_EFFORT : MANY_EFFORT, &n))
		buf_printf(out, "%" PRIu64 "\n", n);
	else if (few)
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
