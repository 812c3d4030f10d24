#include "answer.h"

#include <stdio.h>

#include "die.h"
#include "diff.h"
#include "enumerate.h"
#include "given.h"
#include "jsonl.h"
#include "lint.h"
#include "point.h"
#include "show.h"
#include "study.h"

enum { CHUNK = 1 << 16 }; /* bytes, that are printed at once */

/* A space that is right. */
struct given {
	struct source *source;
	struct study study;
};

/* What is printed in place of the header. */
struct mode {
	int key;
	/* Returns the status, and leaves in *out what is not printed yet. */
	int (*answer)(
	    const struct options *o, struct given *given, struct buf *out);
};

void
print_text(struct buf *out)
{
	if (out->len > 0) /* else there may be no data; close_stdout() checks */
		fwrite(out->data, 1, out->len, stdout);
	buf_drop(out, out->len);
}

/* The status is 1 if no point was found. */
static int
sample(const struct options *o, struct given *given, struct buf *out)
{
	bool found = true;
	const uint64_t seed = o->has_seed ? o->seed : given->study.seed;

	for (long long i = 1; found && i <= o->sample && !ferror(stdout); i++) {
		found = show_sample(&given->study, seed, (uint32_t)i, out);
		if (out->len > CHUNK)
			print_text(out);
	}
	if (!found)
		warn("%s: no point was found that keeps all rules",
		    given->source->name);
	return found ? 0 : 1;
}

static int
count(const struct options *o, struct given *given, struct buf *out)
{
	(void)o;
	show_count(&given->study, out);
	return 0;
}

static bool
print_point(void *arg, const double *row)
{
	const struct given *given = arg;
	json_t *params = point_params(&given->study.space, row);
	struct buf line = {0};

	jsonl_write(&line, params);
	buf_puts(&line, "\n");
	print_text(&line);
	buf_release(&line);
	json_decref(params);
	return !ferror(stdout);
}

static int
grid(const struct options *o, struct given *given, struct buf *out)
{
	const struct space *space = &given->study.space;
	const size_t endless = enumerate_endless(space);

	(void)o;
	(void)out;
	if (endless != SPACE_NONE)
		die(STATUS_INPUT,
		    "%s: parameter '%s' has no end of values (hpo-ask -m grid "
		    "takes some of them)",
		    given->source->name, space->params[endless].name);
	enumerate(space, print_point, given);
	return 0;
}

static int
show(const struct options *o, struct given *given, struct buf *out)
{
	(void)o;
	show_table(&given->study, out);
	return 0;
}

static int
schema(const struct options *o, struct given *given, struct buf *out)
{
	(void)o;
	schema_params(&given->study, out);
	return 0;
}

/* The status is 1 if there is advice. */
static int
lint(const struct options *o, struct given *given, struct buf *out)
{
	/* --narrow has told of its own trials what is damaged */
	if (given->source->trials && !is_from_trials(o))
		history_warn(&given->source->history);
	lint_advise(given->source, &given->study);
	lint_write(given->source, o->json, out);
	return out->len > 0 ? STATUS_NO : STATUS_OK;
}

/* The status is 1 if there is any difference. */
static int
diff(const struct options *o, struct given *given, struct buf *out)
{
	struct source old;
	struct diff d;
	int status;

	open_old(&old, o);
	if (old.trials)
		history_warn(&old.history);
	diff_find(&d, &old, given->source);
	diff_write(&d, o->json, out);
	status = d.n > 0 ? STATUS_NO : STATUS_OK;
	diff_release(&d);
	source_release(&old);
	return status;
}

static const struct mode modes[] = {
    {OPT_COUNT, count},
    {OPT_DIFF, diff},
    {OPT_GRID, grid},
    {OPT_LINT, lint},
    {OPT_SAMPLE, sample},
    {OPT_SCHEMA, schema},
    {OPT_SHOW, show},
    {0},
};

static const struct mode *
find_mode(int key)
{
	const struct mode *m = modes;

	while (m->key != 0 && m->key != key)
		m++;
	return m;
}

bool
is_answer(int key)
{
	return find_mode(key)->key != 0;
}

int
answer(const struct options *o, struct source *source, const struct buf *line)
{
	struct given given = {.source = source};
	struct buf out = {0};
	struct err e;
	const struct mode *mode = find_mode(o->mode);
	int status;

	if (study_parse(&given.study, line->data, line->len, &e) == -1)
		die(STATUS_INPUT, "%s", e.text);
	status = mode->answer(o, &given, &out);
	print_text(&out);
	buf_release(&out);
	study_release(&given.study);
	return status;
}
