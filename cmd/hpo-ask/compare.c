#include "compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "jsonl.h"
#include "numbers.h"
#include "point.h"
#include "xalloc.h"

/* What the last bits of another mathematical library come to. */
static const double near_u = 1e-6; /* of the range of a parameter */
static const double near_x = 1e-4; /* of what a model expected */

const char *const verdict_names[VERDICTS] = {
    "equal", "near", "different", "told", "version", "unknown", "chosen"};

/* Note a difference, of which the first of the worst is told. */
static void
differ(struct compared *c, enum verdict verdict, const char *key, json_t *file,
    json_t *made)
{
	if (verdict <= c->verdict)
		return;
	c->verdict = verdict;
	json_decref(c->file);
	json_decref(c->made);
	free(c->key);
	c->key = xstrdup(key);
	c->file = json_incref(file);
	c->made = json_incref(made);
}

/* Whether two values are the same, however numbers are written. */
static bool
same(const json_t *a, const json_t *b)
{
	if (json_is_number(a) && json_is_number(b))
		return json_number_value(a) == json_number_value(b);
	if (!json_is_array(a) || json_array_size(a) != json_array_size(b))
		return a == b || json_equal(a, b);
	for (size_t i = 0; i < json_array_size(a); i++)
		if (!same(json_array_get(a, i), json_array_get(b, i)))
			return false;
	return true;
}

/* How far parameter i of two rows is apart. */
static enum verdict
verdict_of(
    const struct param *p, size_t i, double *const rows[2], double *const u[2])
{
	const double a = rows[0][i], b = rows[1][i];

	if (a == b || (isnan(a) && isnan(b)))
		return VERDICT_EQUAL;
	if (isnan(a) || isnan(b) || p->choices)
		return VERDICT_DIFFERENT;
	return p->coordinate == SPACE_NONE || /* it follows from others */
		       fabs(u[0][p->coordinate] - u[1][p->coordinate]) <= near_u
		   ? VERDICT_NEAR
		   : VERDICT_DIFFERENT;
}

/* How far two points are apart, one that is none of space from any. */
static enum verdict
verdict_of_points(const struct space *space, json_t *a, json_t *b)
{
	const size_t width = space->n + 1 + space->dim;
	double *memory = xcalloc(2 * width, sizeof(*memory));
	double *const rows[] = {memory, memory + width};
	double *const u[] = {rows[0] + space->n + 1, rows[1] + space->n + 1};
	enum verdict worst = VERDICT_DIFFERENT;
	struct numbers numbers;

	numbers_init(&numbers, space);
	if (numbers_take(&numbers, a, rows[0]) == 0 &&
	    numbers_take(&numbers, b, rows[1]) == 0) {
		worst = VERDICT_EQUAL;
		point_encode(space, rows[0], u[0]);
		point_encode(space, rows[1], u[1]);
	}
	for (size_t i = 0; i < space->n && worst != VERDICT_DIFFERENT; i++) {
		const enum verdict v =
		    verdict_of(&space->params[i], i, rows, u);

		worst = v > worst ? v : worst;
	}
	numbers_release(&numbers);
	free(memory);
	return worst;
}

static void
compare_params(
    struct compared *c, const struct space *space, json_t *file, json_t *made)
{
	enum verdict verdict;
	const char *key;
	json_t *value;

	verdict = verdict_of_points(space, file, made);
	json_object_foreach (made, key, value)
		if (!same(json_object_get(file, key), value))
			differ(
			    c, verdict, key, json_object_get(file, key), value);
	json_object_foreach (file, key, value)
		if (!json_object_get(made, key))
			differ(c, verdict, key, value, NULL);
}

/* What a model expected, which last bits of libraries change. */
static bool
is_expected(const char *key)
{
	return strcmp(key, "mean") == 0 || strcmp(key, "sd") == 0 ||
	       strcmp(key, "acq") == 0;
}

/* How far a member of `ask` is from what it was made again. */
static enum verdict
verdict_of_fact(const char *key, json_t *a, json_t *b, double sd)
{
	const double x = json_number_value(a), y = json_number_value(b);
	/* A mean may be near 0 by chance. */
	const double least = strcmp(key, "mean") == 0 ? sd : 0;
	const double size = fmax(least, fmax(fabs(x), fabs(y)));

	return is_expected(key) && a && b && fabs(x - y) <= near_x * size
		   ? VERDICT_NEAR
		   : VERDICT_DIFFERENT;
}

/*
 * What was recorded of the ask; but for `seen`, by which it was made again: one
 * ask of several trials has one for all.
 */
static void
compare_ask(struct compared *c, json_t *file, json_t *made)
{
	const double sd = json_number_value(json_object_get(made, "sd"));
	const char *key;
	json_t *value;

	json_object_foreach (made, key, value) {
		json_t *was = json_object_get(file, key);

		if (strcmp(key, "seen") != 0 && !same(was, value))
			differ(c, verdict_of_fact(key, was, value, sd), key,
			    was, value);
	}
	json_object_foreach (file, key, value)
		if (!json_object_get(made, key))
			differ(c, VERDICT_DIFFERENT, key, value, NULL);
}

void
compare(struct compared *c, const struct replay *r, const struct trial *t,
    json_t *ask, json_t *made, const struct err *why)
{
	json_t *params = history_json(r->file, t->params);
	json_t *text = made ? NULL : jsonl_string(why->text);

	*c = (struct compared){.verdict = VERDICT_EQUAL};
	if (made) {
		compare_ask(c, ask, json_object_get(made, "ask"));
		compare_params(c, &r->h.study.space, params,
		    json_object_get(made, "params"));
	} else {
		differ(c, VERDICT_DIFFERENT, "params", params, text);
	}
	json_decref(params);
	json_decref(text);
}

void
compare_release(struct compared *c)
{
	free(c->key);
	json_decref(c->file);
	json_decref(c->made);
	*c = (struct compared){0};
}
