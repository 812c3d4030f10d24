#include "trial.h"

#include <math.h>
#include <string.h>

#include "jsonl.h"

static const char *const state_names[TRIAL_STATES] = {
    [TRIAL_WAITING] = "waiting",
    [TRIAL_RUNNING] = "running",
    [TRIAL_COMPLETE] = "complete",
    [TRIAL_FAILED] = "failed",
    [TRIAL_PRUNED] = "pruned",
    [TRIAL_CANCELLED] = "cancelled",
};

const char *
trial_state_name(enum trial_state state)
{
	return state_names[state];
}

bool
trial_state_find(const char *name, enum trial_state *state)
{
	for (int i = 0; i < TRIAL_STATES; i++) {
		if (strcmp(name, state_names[i]) == 0) {
			*state = (enum trial_state)i;
			return true;
		}
	}
	return false;
}

static int
check_number(const char *key, json_t *value, struct err *e)
{
	const json_int_t n = json_integer_value(value);

	if (!json_is_integer(value) || n < 1 || n > TRIAL_MAX)
		return err_set(e, "'%s' must be a whole number from 1 to %d",
		    key, TRIAL_MAX);
	return 0;
}

static int
check_step(const char *key, json_t *value, struct err *e)
{
	const double limit = 0x1p53; /* beyond, doubles have gaps */
	const double step = json_number_value(value);

	if (json_is_null(value))
		return 0;
	if (!json_is_number(value) || !(step >= 0 && step < limit) ||
	    step != floor(step))
		return err_set(
		    e, "'%s' must be a whole number from 0 below 2^53", key);
	return 0;
}

static int
check_state(const char *key, json_t *value, struct err *e)
{
	enum trial_state state;

	if (!json_is_string(value))
		return err_set(e, "'%s' must be a string", key);
	if (!trial_state_find(json_string_value(value), &state))
		return err_set(
		    e, "unknown %s '%s'", key, json_string_value(value));
	return 0;
}

static int
check_string(const char *key, json_t *value, struct err *e)
{
	if (!json_is_string(value) && !json_is_null(value))
		return err_set(e, "'%s' must be a string", key);
	return 0;
}

static int
check_object(const char *key, json_t *value, struct err *e)
{
	if (!json_is_object(value))
		return err_set(e, "'%s' must be an object", key);
	return 0;
}

static int
check_metrics(const char *key, json_t *value, struct err *e)
{
	const char *name;
	json_t *metric;

	if (check_object(key, value, e) == -1)
		return -1;
	json_object_foreach (value, name, metric)
		if (!json_is_number(metric))
			return err_set(e, "metric '%s' must be a number", name);
	return 0;
}

static int
check_real(const char *key, json_t *value, struct err *e)
{
	if (!json_is_number(value) && !json_is_null(value))
		return err_set(e, "'%s' must be a number", key);
	return 0;
}

/* The keys with a meaning; any other is kept as it is. */
static const struct field {
	const char *key;
	int (*check)(const char *key, json_t *value, struct err *e);
} fields[] = {
    {"trial", check_number},
    {"uid", check_string},
    {"state", check_state},
    {"params", check_object},
    {"metrics", check_metrics},
    {"step", check_step},
    {"fidelity", check_real},
    {"by", check_string},
    {"for", check_string},
    {"attempt", check_number},
    {"reason", check_string},
    {"exit", check_real},
    {"seconds", check_real},
    {"asked", check_string},
    {"started", check_string},
    {"ended", check_string},
    {"ask", check_object},
    {"tags", check_object},
    {0},
};

int
trial_check(json_t *object, struct err *e)
{
	if (!json_is_object(object))
		return err_set(e, "a trial line is an object");
	for (const struct field *f = fields; f->key; f++) {
		json_t *value = json_object_get(object, f->key);

		if (value && f->check(f->key, value, e) == -1)
			return -1;
	}
	return 0;
}

json_t *
trial_parse(const char *line, size_t len, struct err *e)
{
	json_t *object = jsonl_parse(line, len, e);

	if (object && trial_check(object, e) == -1) {
		json_decref(object);
		return NULL;
	}
	return object;
}
