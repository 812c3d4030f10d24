/* The key stop: when a search is over. */
#include <math.h>
#include <stdlib.h>

#include "cli.h"
#include "define_making.h"
#include "define_parts.h"
#include "jsonl.h"

enum { COUNT_MAX = 2147483647 };

static const char *const stop_keys[] = {
    "trials", "target", "failures", "patience", "time", "improvement", NULL};
static const struct define_keys stop_known = {stop_keys, NULL, "stop"};

/* One rule being read; value is its node, field how it is called. */
struct stop_key {
	struct making *m;
	const struct node *value;
	const char *field;
};

static json_t *
read_count(const struct stop_key *r, double least)
{
	if (!define_whole(r->value, r->field, least, COUNT_MAX, r->m->problems))
		return NULL;
	return json_integer((json_int_t)json_number_value(r->value->value));
}

static json_t *
read_some(const struct stop_key *r)
{
	return read_count(r, 1);
}

static json_t *
read_any(const struct stop_key *r)
{
	return read_count(r, 0);
}

static json_t *
read_target(const struct stop_key *r)
{
	const json_t *objectives = json_object_get(r->m->parts, "objectives");
	double x;

	if (!define_number(r->value, r->field, &x, r->m->problems))
		return NULL;
	if (json_object_get(json_array_get(objectives, 0), "target"))
		problem_add(r->m->problems, r->value->at, r->field,
		    "the objective has a target already");
	return json_incref(r->value->value);
}

/* A number above zero, as it is written. */
static json_t *
read_positive(const struct stop_key *r)
{
	double x;

	if (!define_number(r->value, r->field, &x, r->m->problems))
		return NULL;
	if (x > 0)
		return json_incref(r->value->value);
	problem_add(
	    r->m->problems, r->value->at, r->field, "must be above zero");
	return NULL;
}

/* Seconds, or a string such as 90s, 15m, 2h, 1d. */
static json_t *
read_time(const struct stop_key *r)
{
	struct err e = {0};
	double seconds;

	if (r->value->type != NODE_STRING)
		return read_positive(r);
	if (cli_duration(r->value->text, &seconds, &e) == -1)
		problem_add(
		    r->m->problems, r->value->at, r->field, "%s", e.text);
	else if (seconds == 0)
		problem_add(r->m->problems, r->value->at, r->field,
		    "must be above zero");
	else
		return seconds == trunc(seconds) && seconds < 0x1p53
			   ? json_integer((json_int_t)seconds)
			   : json_real(seconds);
	return NULL;
}

/* In the order of a header. */
static const struct row {
	const char *key;
	json_t *(*read)(const struct stop_key *r); /* NULL: complained */
} rows[] = {
    {"trials", read_some},
    {"target", read_target},
    {"failures", read_any},
    {"patience", read_some},
    {"time", read_time},
    {"improvement", read_positive},
    {0},
};

void
define_stop(struct making *m, const char *key, const struct node *value)
{
	json_t *stop;

	if (!define_expect(value, NODE_MAP, key, m->problems))
		return;
	stop = jsonl_object();
	define_check_keys(value, key, &stop_known, m->problems);
	for (const struct row *row = rows; row->key; row++) {
		char *field = define_field(key, row->key);
		const struct stop_key rule = {
		    m, node_get(value, row->key), field};
		json_t *read = rule.value ? row->read(&rule) : NULL;

		if (read)
			json_object_set_new(stop, row->key, read);
		free(field);
	}
	if (json_object_size(stop) > 0)
		making_set(m, key, json_incref(stop));
	json_decref(stop);
}
