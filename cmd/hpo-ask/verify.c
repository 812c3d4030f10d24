#include "verify.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jsonl.h"
#include "numbers.h"
#include "replay.h"
#include "xalloc.h"

/* What the last bits of another mathematical library come to. */
static const double near_u = 1e-6; /* of the range of a parameter */
static const double near_x = 1e-4; /* of what a model expected */

enum verdict {
	VERDICT_EQUAL,     /* every value is */
	VERDICT_NEAR,      /* within the above */
	VERDICT_DIFFERENT, /* an error */
	VERDICT_TOLD,      /* no sampler made it */
	VERDICT_VERSION,   /* another version of the sampler did */
	VERDICT_UNKNOWN,   /* another program did */
	VERDICT_CHOSEN,    /* of candidates that are not at hand */
	VERDICTS,
};

static const char *const verdict_names[VERDICTS] = {
    "equal", "near", "different", "told", "version", "unknown", "chosen"};

/* The point of one trial, as it is and as it was asked for again. */
struct compared {
	const char *key;     /* what differs first; NULL: nothing */
	json_t *file, *made; /* its values, borrowed; NULL: none */
	enum verdict verdict;
};

/* Note a difference, of which the first of the worst is told. */
static void
differ(struct compared *c, enum verdict verdict, const char *key, json_t *file,
    json_t *made)
{
	if (verdict <= c->verdict)
		return;
	c->verdict = verdict;
	c->key = key;
	c->file = file;
	c->made = made;
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

/* What was recorded of the ask. */
static void
compare_ask(struct compared *c, json_t *file, json_t *made)
{
	static const char *const facts[] = {"sampler", "i", NULL};
	static const char *const expected[] = {"mean", "sd", "acq", NULL};

	for (size_t i = 0; facts[i]; i++) {
		json_t *a = json_object_get(file, facts[i]);
		json_t *b = json_object_get(made, facts[i]);

		if (!same(a, b))
			differ(c, VERDICT_DIFFERENT, facts[i], a, b);
	}
	for (size_t i = 0; expected[i]; i++) {
		json_t *a = json_object_get(file, expected[i]);
		json_t *b = json_object_get(made, expected[i]);
		const double x = json_number_value(a);
		const double y = json_number_value(b);

		if (same(a, b))
			continue;
		differ(c,
		    a && b && fabs(x - y) <= near_x * fmax(fabs(x), fabs(y))
			? VERDICT_NEAR
			: VERDICT_DIFFERENT,
		    expected[i], a, b);
	}
}

static void
print(json_t *object)
{
	struct buf out = {0};

	jsonl_write(&out, object);
	printf("%s\n", buf_text(&out));
	buf_release(&out);
}

static void
print_difference(const struct compared *c, const struct trial *t)
{
	json_t *object = jsonl_object();

	json_object_set_new(object, "trial", json_integer(t->number));
	json_object_set_new(
	    object, "verdict", json_string(verdict_names[c->verdict]));
	json_object_set_new(object, "key", jsonl_string(c->key));
	if (c->file)
		json_object_set(object, "file", c->file);
	if (c->made)
		json_object_set(object, "again", c->made);
	print(object);
	json_decref(object);
}

/* What became of asking for t again, `made` or, if NULL, why not. */
static enum verdict
judge(const struct replay *r, const struct trial *t, json_t *ask, json_t *made,
    const struct err *why)
{
	struct compared c = {.verdict = VERDICT_EQUAL};
	json_t *params = history_json(r->file, t->params);
	json_t *text = made ? NULL : jsonl_string(why->text);

	if (made) {
		compare_ask(&c, ask, json_object_get(made, "ask"));
		compare_params(&c, &r->h.study.space, params,
		    json_object_get(made, "params"));
	} else {
		differ(&c, VERDICT_DIFFERENT, "params", params, text);
	}
	if (c.verdict != VERDICT_EQUAL)
		print_difference(&c, t);
	json_decref(params);
	json_decref(text);
	return c.verdict;
}

static enum verdict
verify(struct replay *r, const struct trial *t, json_t *ask)
{
	static const enum verdict gaps[] = {
	    [REPLAY_UNKNOWN] = VERDICT_UNKNOWN,
	    [REPLAY_VERSION] = VERDICT_VERSION,
	    [REPLAY_CANDIDATES] = VERDICT_CHOSEN,
	};
	const enum replay_gap gap = replay_gap(r, ask);
	struct err why = {0};
	enum verdict verdict;
	json_t *made;

	if (gap != REPLAY_CAN)
		return gaps[gap];
	replay_to(r, t, ask);
	made = replay_ask(r, t, ask, &why);
	verdict = judge(r, t, ask, made, &why);
	json_decref(made);
	return verdict;
}

static enum verdict
verify_trial(struct replay *r, const struct trial *t)
{
	json_t *ask = history_json(r->file, t->ask);
	enum verdict verdict = VERDICT_TOLD;

	if (json_is_object(ask)) {
		verdict = verify(r, t, ask);
		replay_pass(r, t);
	}
	json_decref(ask);
	return verdict;
}

static void
print_counts(const size_t *count)
{
	json_t *object = jsonl_object();
	json_int_t all = 0;

	for (size_t i = 0; i < VERDICTS; i++)
		all += (json_int_t)count[i];
	json_object_set_new(object, "points", json_integer(all));
	for (size_t i = 0; i < VERDICTS; i++)
		json_object_set_new(object, verdict_names[i],
		    json_integer((json_int_t)count[i]));
	print(object);
	json_decref(object);
}

enum status
verify_trials(const char *path, struct candidates *candidates, bool quiet)
{
	size_t count[VERDICTS] = {0};
	struct history file;
	struct replay r;
	struct err e = {0};
	size_t n;

	if (history_open(&file, path, false, &e) == -1)
		die(e.status, "%s", e.text);
	if (!quiet)
		history_warn(&file);
	n = history_count(&file);
	replay_init(&r, &file, candidates);
	for (size_t i = 0; i < n; i++)
		if (history_at(&file, i)->params.len > 0)
			count[verify_trial(&r, history_at(&file, i))]++;
	print_counts(count);
	replay_release(&r);
	history_close(&file);
	return count[VERDICT_DIFFERENT] > 0 ? STATUS_NO : STATUS_OK;
}
