#include "failed.h"

#include "clock.h"
#include "jsonl.h"

enum { METRICS_MAX = 1000 }; /* more may be why the line was refused */

void
set_now(json_t *object, const char *key)
{
	char now[CLOCK_TEXT];

	clock_utc(now);
	json_object_set_new(object, key, json_string(now));
}

/* The numbers among the metrics of object: they were paid for. */
static json_t *
good_metrics(json_t *object)
{
	json_t *good = jsonl_object();
	const char *name;
	json_t *value;

	json_object_foreach (json_object_get(object, "metrics"), name, value)
		if (json_is_number(value) &&
		    json_object_size(good) < METRICS_MAX)
			json_object_set(good, name, value);
	return good;
}

json_t *
failed_line(const struct trial *trial, json_t *object, const char *reason)
{
	json_t *line = jsonl_object();

	json_object_set_new(line, "trial", json_integer(trial->number));
	json_object_set_new(line, "state", json_string("failed"));
	json_object_set_new(line, "attempt", json_integer(trial->attempt));
	json_object_set_new(line, "metrics", good_metrics(object));
	if (trial->step.len > 0)
		json_object_set_new(line, "step", json_null());
	json_object_set_new(line, "reason", jsonl_string(reason));
	set_now(line, "ended");
	return line;
}
