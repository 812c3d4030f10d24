/*
 * storm_check TRIALS KILLS ACKS ...: whether a trial file holds everything
 * that was acknowledged to the writers of a storm, and is in order:
 * seq dense, trial numbers dense, no trial handed out twice, no uid on two
 * trials, no parameters changed, at most KILLS damaged lines.
 *
 * Names what is not, counts it on the last line, and ends with 1.
 */
#include <jansson.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "xalloc.h"

struct world {
	json_t *lines;  /* array: the valid lines, at their seq */
	json_t *trials; /* object: number to the merge of its lines */
	json_t *uids;   /* object: uid to number */
	json_t *handed; /* object: numbers that an ask acknowledged */
	size_t damaged, acks, wrong;
};

PRINTF_LIKE(2, 3) static void wrong(struct world *w, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	w->wrong++;
}

/* A trial's number as a key. */
static const char *
number_key(char key[32], json_int_t number)
{
	snprintf(key, 32, "%" JSON_INTEGER_FORMAT, number);
	return key;
}

static json_int_t
integer(json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

/* Fold a line into its trial. */
static void
add_to_trial(struct world *w, json_t *line)
{
	char key[32];
	json_t *number = json_object_get(line, "trial");
	json_t *params = json_object_get(line, "params");
	json_t *uid = json_object_get(line, "uid");
	json_t *trial, *had;

	if (!number)
		return;
	number_key(key, json_integer_value(number));
	trial = json_object_get(w->trials, key);
	if (!trial) {
		trial = json_object();
		json_object_set_new(w->trials, key, trial);
	}
	had = json_object_get(trial, "params");
	if (params && had && !json_equal(params, had))
		wrong(w, "trial %s: two sets of parameters", key);
	had = json_object_get(w->uids, json_string_value(uid));
	if (uid && had && !json_equal(had, number))
		wrong(w, "trial %s: the uid of another trial", key);
	if (uid)
		json_object_set(w->uids, json_string_value(uid), number);
	json_object_update(trial, line);
}

static void
take_line(struct world *w, json_t *line)
{
	const json_int_t seq = integer(line, "seq");

	if ((size_t)seq != json_array_size(w->lines))
		wrong(w, "seq %" JSON_INTEGER_FORMAT " where %zu should be",
		    seq, json_array_size(w->lines));
	while (json_array_size(w->lines) < (size_t)seq)
		json_array_append_new(w->lines, json_null());
	if ((size_t)seq < json_array_size(w->lines))
		return;
	add_to_trial(w, line);
	json_array_append(w->lines, line);
}

/* Call take for each line of path that is an object; count the others. */
static void
each_line(struct world *w, const char *path,
    void (*take)(struct world *, json_t *), size_t *damaged)
{
	FILE *f = fopen(path, "re");
	char *text = NULL;
	size_t cap = 0;
	ssize_t len;

	if (!f)
		die(STATUS_SYS, "cannot open '%s'", path);
	while ((len = getline(&text, &cap, f)) > 0) {
		json_t *line = json_loadb(text, (size_t)len, 0, NULL);

		if (json_is_object(line))
			take(w, line);
		else
			++*damaged;
		json_decref(line);
	}
	free(text);
	fclose(f);
}

/* The merge of the trial that line is of; NULL and a complaint if none. */
static json_t *
trial_of(struct world *w, json_int_t number)
{
	char key[32];
	json_t *trial = json_object_get(w->trials, number_key(key, number));

	if (!trial)
		wrong(w, "trial %s: lost", key);
	return trial;
}

/* The very line, or one that hands the same point out. */
static void
check_printed(struct world *w, json_t *line, bool asked)
{
	char key[32];
	json_t *there = json_array_get(w->lines, (size_t)integer(line, "seq"));
	const json_int_t number = integer(line, "trial");
	json_t *trial = trial_of(w, number);

	number_key(key, number);
	if (!trial)
		return;
	if (!there || integer(there, "trial") != number ||
	    (!asked && !json_equal(there, line)))
		wrong(w, "trial %s: acknowledged line lost", key);
	if (!asked)
		return;
	if (!json_equal(json_object_get(line, "params"),
		json_object_get(trial, "params")))
		wrong(w, "trial %s: other parameters than asked", key);
	if (json_object_get(w->handed, key))
		wrong(w, "trial %s: handed out twice", key);
	json_object_set_new(w->handed, key, json_true());
}

static void
check_told(struct world *w, json_int_t number, json_t *error)
{
	json_t *trial = trial_of(w, number);
	json_t *metrics = json_object_get(trial, "metrics");
	const char *state = json_string_value(json_object_get(trial, "state"));

	if (trial && (!state || strcmp(state, "complete") != 0 ||
			 !json_equal(json_object_get(metrics, "error"), error)))
		wrong(w, "trial %" JSON_INTEGER_FORMAT ": result lost", number);
}

static void
check_ack(struct world *w, json_t *ack)
{
	json_t *line;
	const char *uid = json_string_value(json_object_get(ack, "uid"));

	w->acks++;
	if ((line = json_object_get(ack, "ask")))
		check_printed(w, line, true);
	else if ((line = json_object_get(ack, "tee")))
		check_printed(w, line, false);
	else if (!uid)
		check_told(
		    w, integer(ack, "told"), json_object_get(ack, "error"));
	else if (!json_object_get(w->uids, uid))
		wrong(w, "uid %s: lost", uid);
}

int
main(int argc, char *argv[])
{
	struct world w = {0};
	char key[32];
	size_t spoilt = 0;

	if (argc < 4)
		die(STATUS_INPUT, "usage: storm_check TRIALS KILLS ACKS ...");
	w.lines = json_array();
	w.trials = json_object();
	w.uids = json_object();
	w.handed = json_object();
	each_line(&w, argv[1], take_line, &w.damaged);
	for (size_t i = 1; i <= json_object_size(w.trials); i++)
		if (!json_object_get(w.trials, number_key(key, (json_int_t)i)))
			wrong(&w, "trial %zu is missing", i);
	if (w.damaged > (size_t)atoi(argv[2]))
		wrong(&w, "more damaged lines than kills");
	for (int i = 3; i < argc; i++)
		each_line(&w, argv[i], check_ack, &spoilt);
	if (spoilt > 0)
		wrong(&w, "a file of acknowledgements is damaged");
	printf("%zu acknowledged, %zu lines, %zu torn, %zu wrong\n", w.acks,
	    json_array_size(w.lines), w.damaged, w.wrong);
	json_decref(w.lines);
	json_decref(w.trials);
	json_decref(w.uids);
	json_decref(w.handed);
	return w.wrong > 0 ? STATUS_NO : STATUS_OK;
}
