#include "job.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "jsonl.h"
#include "trial.h"

static int
read_id(struct job *job, json_t *study, struct err *e)
{
	json_t *value = json_object_get(study, "id");
	const char *id = json_string_value(value);

	memcpy(job->id, "00000000", JOB_ID);
	if (!value)
		return 0;
	if (!id)
		return err_set(e, "study.id must be a string");
	if (strlen(id) != JOB_ID - 1 ||
	    strspn(id, "0123456789abcdef") != JOB_ID - 1)
		return err_set(e, "study.id '%s' is not 8 hex digits", id);
	memcpy(job->id, id, JOB_ID);
	return 0;
}

static int
read_seed(struct job *job, json_t *study, struct err *e)
{
	json_t *seed = json_object_get(study, "seed");
	const char *text = json_string_value(seed);
	char *end;

	job->seed = (uint64_t)json_integer_value(seed);
	if (!seed || (json_is_integer(seed) && json_integer_value(seed) >= 0))
		return 0;
	errno = 0;
	if (text && *text >= '0' && *text <= '9') {
		job->seed = strtoull(text, &end, 10);
		if (errno == 0 && *end == '\0')
			return 0;
	}
	return err_set(e, "study.seed is not a whole number of 64 bits");
}

/* An array of strings, or NULL if it is none or empty. */
static json_t *
get_names(json_t *study, const char *key)
{
	json_t *names = json_object_get(study, key);

	if (json_array_size(names) == 0)
		return NULL;
	for (size_t i = 0; i < json_array_size(names); i++)
		if (!json_is_string(json_array_get(names, i)))
			return NULL;
	return names;
}

static int
read_study(struct job *job, json_t *study, struct err *e)
{
	if (study && !json_is_object(study))
		return err_set(e, "'study' must be an object");
	if (read_id(job, study, e) == -1 || read_seed(job, study, e) == -1)
		return -1;
	job->names = get_names(study, "params");
	job->constrained = get_names(study, "constraints");
	job->objectives = get_names(study, "metrics");
	if (job->objectives)
		json_incref(job->objectives);
	else
		job->objectives = json_pack("[s]", "value");
	return 0;
}

/* A number of attempts; what is none that we have written is 0. */
static long long
read_count(json_t *line, const char *key)
{
	const json_int_t n = json_integer_value(json_object_get(line, key));

	return n >= 0 && n <= TRIAL_MAX ? n : 0;
}

/* What earlier attempts have left on the line. */
static void
read_past(struct job *job, json_t *line)
{
	json_t *step = json_object_get(line, "step");

	job->again = read_count(line, "again");
	job->idle = read_count(line, "idle");
	job->step = json_is_number(step) ? json_number_value(step) : -1;
}

static int
read_waiting(struct job *job, json_t *line, struct err *e)
{
	json_t *attempt = json_object_get(line, "attempt");

	job->trial = json_integer_value(json_object_get(line, "trial"));
	job->attempt = attempt ? json_integer_value(attempt) : 1;
	job->params = json_object_get(line, "params");
	job->fidelity = json_object_get(line, "fidelity");
	if (json_is_null(job->fidelity))
		job->fidelity = NULL;
	if (!job->params)
		return err_set(e, "trial %lld is waiting, but has no 'params'",
		    job->trial);
	read_past(job, line);
	return read_study(job, json_object_get(line, "study"), e);
}

static void
pass_on(struct buf *pass, json_t *object, const char *line, size_t len)
{
	if (json_object_del(object, "study") == 0)
		jsonl_write(pass, object);
	else
		buf_add(pass, line, len);
}

enum job_kind
job_read(struct job *job, const char *line, size_t len, struct buf *pass,
    struct err *e)
{
	json_t *object = trial_parse(line, len, e);
	const char *name = json_string_value(json_object_get(object, "state"));
	enum trial_state state = TRIAL_STATES;
	enum job_kind kind = JOB_ERROR;

	*job = (struct job){0};
	if (!object)
		return JOB_ERROR;
	if (!name || !trial_state_find(name, &state) ||
	    !json_object_get(object, "trial"))
		err_set(e, "not the line of a trial that is waiting");
	else if (trial_is_final(state))
		kind = JOB_FINAL;
	else if (state != TRIAL_WAITING)
		err_set(e, "the trial is '%s', not waiting", name);
	else if (read_waiting(job, object, e) == 0)
		kind = JOB_WAITING;
	if (kind == JOB_FINAL)
		pass_on(pass, object, line, len);
	if (kind == JOB_WAITING) {
		job->line = object;
		return kind;
	}
	json_decref(job->objectives);
	json_decref(object);
	*job = (struct job){0};
	return kind;
}

void
job_release(struct job *job)
{
	json_decref(job->objectives);
	json_decref(job->line);
	*job = (struct job){0};
}

static bool
same_value(json_t *a, json_t *b)
{
	if (json_is_integer(a) != json_is_integer(b) && json_is_number(a) &&
	    json_is_number(b))
		return json_number_value(a) == json_number_value(b);
	return json_equal(a, b);
}

bool
job_same_params(json_t *a, json_t *b)
{
	const char *key;
	json_t *value;

	if (json_object_size(a) != json_object_size(b))
		return false;
	json_object_foreach (a, key, value) {
		json_t *other = json_object_get(b, key);

		if (!other || !same_value(value, other))
			return false;
	}
	return true;
}

bool
job_same_fidelity(json_t *a, json_t *b)
{
	a = json_is_null(a) ? NULL : a;
	b = json_is_null(b) ? NULL : b;
	return a && b ? same_value(a, b) : a == b;
}
