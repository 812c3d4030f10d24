/*
 * hpo-space: check a search space, and start a study.
 *
 * What a person writes, in YAML, JSON or on the command line, becomes the one
 * canonical header that the other programs read.
 */
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "buf.h"
#include "change.h"
#include "die.h"
#include "given.h"
#include "jsonl.h"
#include "schema.h"
#include "source.h"
#include "space_options.h"
#include "standard.h"
#include "start.h"

/* The line of a header, without its newline. */
static struct buf
make_line(json_t *header)
{
	struct buf line = {0};

	jsonl_write(&line, header);
	/* an id may still be added to it */
	if (line.len > JSONL_LINE_MAX - 100)
		die(STATUS_INPUT, "the header is longer than a line may be");
	return line;
}

static void
start(const struct options *o, json_t *header)
{
	struct err e;
	const int rc = start_study(o->output, header, &e);

	if (rc == -1)
		die(e.status, "%s", e.text);
	if (o->verbose)
		warn("%s: %s", o->output,
		    rc == 0 ? "a new study" : "this study already");
}

/* Change the space as it is asked for, or end the program. */
static void
change(struct source *s, const struct options *o)
{
	const struct changes changes = {
	    .fixed = o->fixed,
	    .nfixed = o->nfixed,
	    .narrow = o->narrow,
	    .itself = is_from_trials(o),
	    .quiet = o->quiet,
	};
	const enum status status = change_space(s, &changes);

	if (status != STATUS_OK)
		exit((int)status);
}

/* Read a space and print or do what was asked for; returns the status. */
static int
handle(const struct options *o)
{
	struct source source;
	struct buf line;
	int status = 0;

	open_space(&source, o);
	change(&source, o);
	line = make_line(source.header);
	if (o->output && strcmp(o->output, "-") != 0) {
		start(o, source.header);
	} else if (o->mode != 0) {
		status = answer(o, &source, &line);
	} else {
		buf_puts(&line, "\n");
		print_text(&line);
	}
	buf_release(&line);
	source_release(&source);
	return status;
}

static void
print_schema(enum schema_kind kind)
{
	struct buf out = {0};

	schema_fixed(kind, &out);
	print_text(&out);
	buf_release(&out);
}

int
main(int argc, char *argv[])
{
	struct options o;
	int status = 0;

	standard_fill();
	o = parse_options(argc, argv);
	if (needs_no_space(&o))
		print_schema(o.schema);
	else
		status = handle(&o);
	options_release(&o);
	close_stdout();
	return status;
}
