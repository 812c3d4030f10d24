#include "told.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "enqueue.h"
#include "file.h"
#include "heard.h"
#include "jsonl.h"
#include "metrics.h"
#include "rules.h"
#include "scan.h"
#include "tolerant.h"
#include "xalloc.h"

enum { BATCH_MAX = 1024 }; /* lines under one lock */

/* A line that was read: an object, or why it is none. */
struct told_line {
	json_t *object; /* NULL if the line is none */
	struct err why; /* text empty if all is well */
	size_t lineno;
};

struct batch {
	struct told_line line[BATCH_MAX];
	size_t n;
	bool number; /* a trial number may be given out */
};

static enum status
worse(enum status a, enum status b)
{
	return a > b ? a : b;
}

/* The trial and state of a line that is no JSON, as far as they stand in it. */
struct torn {
	json_t *object;
};

static void
take_member(void *arg, const char *key, size_t key_len, const char *value,
    size_t value_len)
{
	static const char *const wanted[] = {"trial", "state", "attempt"};
	const struct torn *torn = arg;

	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		if (strlen(wanted[i]) == key_len &&
		    memcmp(wanted[i], key, key_len) == 0)
			json_object_set_new(torn->object, wanted[i],
			    jsonl_value(value, value_len));
}

/* What can be told of such a line, so that its trial does not wait for ever. */
static json_t *
rescue(const char *line, size_t len)
{
	struct torn torn = {.object = jsonl_object()};
	struct err ignored = {0};

	(void)scan_object(line, len, take_member, &torn, &ignored);
	return torn.object;
}

/* Strip `study`; -1 if it is another one. */
static int
take_study(const struct teller *t, json_t *object, struct err *e)
{
	json_t *study = json_object_get(object, "study");
	const char *id = json_string_value(json_object_get(study, "id"));

	if (json_object_get(object, "space"))
		return 0; /* a header: its study is a name */
	if (id && strcmp(id, t->history.id) != 0)
		return err_set(
		    e, "a line of study %s, this is %s", id, t->history.id);
	json_object_del(object, "study");
	return 0;
}

static void
read_line(const struct teller *t, struct batch *b, const char *line, size_t len)
{
	struct told_line *l = &b->line[b->n++];

	l->object = tolerant_parse(line, len, &l->why);
	if (!l->object) {
		l->object = rescue(line, len);
		return;
	}
	if (!json_is_object(l->object)) {
		err_set(&l->why, "a line is an object");
		json_decref(l->object);
		l->object = NULL;
		return;
	}
	if (take_study(t, l->object, &l->why) == -1)
		json_object_clear(l->object); /* it says nothing about ours */
	metrics_drop(l->object);
	if (!json_object_get(l->object, "trial") &&
	    json_object_get(l->object, "params"))
		enqueue_name(l->object);
	b->number = b->number || rules_gives_number(l->object);
}

/* Metrics may be words for what is not finite; trial_check() knows none. */
static int
check(json_t *object, struct err *e)
{
	json_t *copy = json_copy(object);
	json_t *metrics = json_copy(json_object_get(object, "metrics"));
	const char *name;
	json_t *value;
	void *next;
	int rc;

	json_object_foreach_safe(
	    metrics, next, name, value) if (metrics_is_not_finite(value))
	    json_object_del(metrics, name);
	if (metrics)
		json_object_set_new(copy, "metrics", metrics);
	rc = trial_check(copy, e);
	json_decref(copy);
	return rc;
}

static enum status
tell_one(struct teller *t, struct heard *heard, struct told_line *l)
{
	struct verdict v = {.status = STATUS_INPUT, .why = l->why};
	struct err e = {0};

	if (l->object && l->why.text[0] != '\0') {
		v = rules_refuse(t, l->object, &l->why);
	} else if (heard_is_foreign(heard, l->object)) {
		err_set(&v.why, "of the other point with this number");
	} else if (l->object) {
		heard_note(heard, l->object);
		if (check(l->object, &e) == -1)
			v = rules_refuse(t, l->object, &e);
		else
			v = rules_judge(t, l->object);
	}
	if (v.foreign)
		heard_foreign(heard, l->object);
	if (v.why.text[0] && !(t->quiet && v.status == STATUS_OK))
		warn_at("<stdin>", l->lineno, &v.why);
	tell_take(t, &v);
	json_decref(l->object);
	/* a step that came too late is an answer for who asks, not a fault */
	return v.status == STATUS_NO ? STATUS_OK : v.status;
}

static enum status
tell_batch(struct teller *t, struct heard *heard, struct batch *b)
{
	enum status status = STATUS_OK;

	if (b->n == 0)
		return status;
	tell_begin(t, b->number);
	for (size_t i = 0; i < b->n; i++)
		status = worse(status, tell_one(t, heard, &b->line[i]));
	tell_end(t);
	b->n = 0;
	b->number = false;
	return status;
}

/* Put the lines that are there into batches, and tell each. */
static enum status
tell_ready(struct teller *t, struct heard *heard, struct jsonl_reader *in,
    struct batch *b, size_t *lines)
{
	enum status status = STATUS_OK;
	enum jsonl_event event;
	const char *line;
	size_t len;

	while ((event = jsonl_ready(in, &line, &len)) != JSONL_END) {
		++*lines;
		b->line[b->n] = (struct told_line){.lineno = in->lineno};
		if (event == JSONL_LONG)
			err_set(&b->line[b->n++].why, "longer than %d bytes",
			    JSONL_LINE_MAX);
		else
			read_line(t, b, line, len);
		if (b->n == BATCH_MAX)
			status = worse(status, tell_batch(t, heard, b));
	}
	return worse(status, tell_batch(t, heard, b));
}

enum status
told_lines(struct teller *t)
{
	struct jsonl_reader in = {.fd = STDIN_FILENO};
	struct batch *b = xcalloc(1, sizeof(*b));
	struct heard heard = {0};
	enum status status = STATUS_OK;
	size_t lines = 0;

	owner_self(t->self);
	owner_host(t->host);
	while (!in.eof) {
		if (jsonl_fill(&in) == -1) {
			if (errno != EAGAIN)
				die(STATUS_SYS, "standard input: %s",
				    strerror(errno));
			wait_readable(in.fd);
		}
		status = worse(status, tell_ready(t, &heard, &in, b, &lines));
	}
	status = worse(status, heard_end(&heard, t));
	if (lines == 0)
		status = worse(status, STATUS_NO);
	heard_release(&heard);
	jsonl_release(&in);
	free(b);
	return status;
}
