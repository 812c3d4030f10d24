/* What the payload is given: arguments and environment. */
#include "payload.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "jsonl.h"
#include "rng.h"
#include "shell.h"
#include "template.h"
#include "xalloc.h"

/* What a template looks in. */
struct scope {
	const struct job *job;
	const struct payload_paths *paths;
};

/* HPO_SEED: the same in every attempt. */
static uint32_t
payload_seed(const struct job *job)
{
	struct rng rng;

	rng_init(&rng, job->seed, (uint32_t)job->trial, "payload", 0);
	return (uint32_t)(rng_bits(&rng) >> 33);
}

static bool
put_trial(const struct scope *s, struct buf *out)
{
	buf_printf(out, "%lld", s->job->trial);
	return true;
}

static bool
put_attempt(const struct scope *s, struct buf *out)
{
	buf_printf(out, "%lld", s->job->attempt);
	return true;
}

static bool
put_seed(const struct scope *s, struct buf *out)
{
	buf_printf(out, "%" PRIu32, payload_seed(s->job));
	return true;
}

static bool
put_dir(const struct scope *s, struct buf *out)
{
	buf_puts(out, s->paths->dir);
	return true;
}

static bool
put_params(const struct scope *s, struct buf *out)
{
	buf_printf(out, "%s/params.json", s->paths->dir);
	return true;
}

static bool
put_fidelity(const struct scope *s, struct buf *out)
{
	if (s->job->fidelity)
		jsonl_write(out, s->job->fidelity);
	return s->job->fidelity != NULL;
}

/* The values of hpo-run itself; put returns false if there is none. */
static const struct builtin {
	const char *name;
	bool (*put)(const struct scope *s, struct buf *out);
} builtins[] = {
    {"trial", put_trial},
    {"attempt", put_attempt},
    {"seed", put_seed},
    {"dir", put_dir},
    {"params", put_params},
    {"fidelity", put_fidelity},
    {0},
};

static enum template_value
put_builtin(
    const struct scope *s, const char *name, size_t len, struct buf *out)
{
	for (const struct builtin *b = builtins; b->name; b++)
		if (strlen(b->name) == len && memcmp(b->name, name, len) == 0)
			return b->put(s, out) ? TEMPLATE_SAFE : TEMPLATE_ABSENT;
	return TEMPLATE_UNKNOWN;
}

static bool
is_name(const struct job *job, const char *name, size_t len)
{
	for (size_t i = 0; i < json_array_size(job->names); i++) {
		json_t *one = json_array_get(job->names, i);

		if (json_string_length(one) == len &&
		    memcmp(json_string_value(one), name, len) == 0)
			return true;
	}
	return false;
}

/* The value of the parameter of that name, or NULL. */
static json_t *
find_param(json_t *params, const char *name, size_t len)
{
	const char *key;
	json_t *value;

	json_object_foreach (params, key, value)
		if (strlen(key) == len && memcmp(key, name, len) == 0)
			return value;
	return NULL;
}

static enum template_value
look_up(void *arg, const char *name, size_t len, struct buf *out)
{
	const struct scope *s = arg;
	json_t *value = find_param(s->job->params, name, len);

	if (value) {
		shell_value(out, value);
		return json_is_string(value) ? TEMPLATE_STRING : TEMPLATE_SAFE;
	}
	if (is_name(s->job, name, len))
		return TEMPLATE_ABSENT;
	return put_builtin(s, name, len, out);
}

int
payload_argv(const struct job *job, const struct payload_paths *paths,
    char *const *command, struct words *argv, struct err *e)
{
	struct scope scope = {.job = job, .paths = paths};
	struct buf argument = {0};
	int rc = 0;

	for (size_t i = 0; command[i] && rc != -1; i++) {
		argument.len = 0;
		rc = template_expand(command[i], look_up, &scope, &argument, e);
		if (rc == 0 && i == 0)
			rc = err_set(e, "no value for '%s', the program's name",
			    command[0]);
		if (rc == 1)
			words_add(argv, argument.data, argument.len);
	}
	buf_release(&argument);
	return rc == -1 ? -1 : 0;
}

int
payload_text(const struct job *job, const struct payload_paths *paths,
    const char *text, struct buf *out, struct err *e)
{
	struct scope scope = {.job = job, .paths = paths};
	const int rc = template_expand(text, look_up, &scope, out, e);

	if (rc == 0)
		return err_set(e, "no value for '%s'", text);
	return rc == 1 ? 0 : -1;
}

void
payload_environ(
    const struct job *job, const struct payload_paths *paths, struct words *out)
{
	struct buf name = {0}, value = {0};
	const char *key;
	json_t *param;

	words_printf(out, "HPO_TRIAL=%lld", job->trial);
	words_printf(out, "HPO_ATTEMPT=%lld", job->attempt);
	words_printf(out, "HPO_SEED=%" PRIu32, payload_seed(job));
	words_set(out, "HPO_DIR", paths->dir);
	words_set(out, "HPO_RUNNER", paths->owner);
	words_printf(out, "HPO_CHECKPOINT=%s/checkpoint", paths->dir);
	words_printf(out, "HPO_PARAMS=%s/params.json", paths->dir);
	words_printf(
	    out, "HPO_REPORT=%s/%lld/report.jsonl", paths->dir, job->attempt);
	if (job->fidelity) {
		jsonl_write(&value, job->fidelity);
		words_set(out, "HPO_FIDELITY", buf_text(&value));
	}
	if (paths->deadline > 0)
		words_printf(out, "HPO_DEADLINE=%.0f", paths->deadline);
	json_object_foreach (job->params, key, param) {
		name.len = value.len = 0;
		shell_variable(&name, key);
		shell_value(&value, param);
		words_set(out, buf_text(&name), buf_text(&value));
	}
	buf_release(&name);
	buf_release(&value);
}

/* A parameter's name and that of its variable. */
struct variable {
	const char *name;
	struct buf variable;
};

static int
compare_variables(const void *a, const void *b)
{
	const struct variable *x = a, *y = b;

	return strcmp(x->variable.data, y->variable.data);
}

/* The names of all parameters that are known, a vector to be freed. */
static struct variable *
all_variables(const struct job *job, size_t *n)
{
	json_t *names = job->names;
	struct variable *v;
	const char *key;
	size_t i = 0;

	*n = names ? json_array_size(names) : json_object_size(job->params);
	v = xcalloc(*n, sizeof(*v));
	if (names) {
		for (; i < *n; i++)
			v[i].name = json_string_value(json_array_get(names, i));
	} else {
		json_t *value;

		json_object_foreach (job->params, key, value)
			v[i++].name = key;
	}
	for (i = 0; i < *n; i++) {
		shell_variable(&v[i].variable, v[i].name);
		buf_text(&v[i].variable);
	}
	return v;
}

int
payload_check_names(const struct job *job, struct err *e)
{
	size_t n;
	struct variable *v = all_variables(job, &n);
	int rc = 0;

	qsort(v, n, sizeof(*v), compare_variables);
	for (size_t i = 1; i < n && rc == 0; i++)
		if (compare_variables(&v[i - 1], &v[i]) == 0)
			rc = err_set(e, "'%s' and '%s' would both be %s",
			    v[i - 1].name, v[i].name, v[i].variable.data);
	for (size_t i = 0; i < n; i++)
		buf_release(&v[i].variable);
	free(v);
	return rc;
}

/* Whether the variable is one that hpo-run sets, or may. */
static bool
is_ours(const char *variable)
{
	static const char *const ours[] = {
	    "HPO_TRIAL=", "HPO_ATTEMPT=", "HPO_SEED=", "HPO_DIR=",
	    "HPO_RUNNER=", "HPO_CHECKPOINT=", "HPO_PARAMS=", "HPO_REPORT=",
	    "HPO_FIDELITY=", "HPO_DEADLINE=", "HPO_P_"};

	for (size_t i = 0; i < sizeof(ours) / sizeof(*ours); i++)
		if (strncmp(variable, ours[i], strlen(ours[i])) == 0)
			return true;
	return false;
}

/* What programs need to find their way; all else may change a result. */
static bool
is_plain(const char *variable)
{
	static const char *const plain[] = {"PATH=", "HOME=", "USER=",
	    "LOGNAME=", "SHELL=", "LANG=", "LC_", "TZ=", "TERM=", "TMPDIR="};

	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		if (strncmp(variable, plain[i], strlen(plain[i])) == 0)
			return true;
	return false;
}

char **
payload_environ_base(bool clean)
{
	size_t n = 0, kept = 0;
	char **base;

	while (environ[n])
		n++;
	base = xcalloc(n + 1, sizeof(*base));
	for (size_t i = 0; i < n; i++)
		if (!is_ours(environ[i]) && (!clean || is_plain(environ[i])))
			base[kept++] = environ[i];
	return base;
}
