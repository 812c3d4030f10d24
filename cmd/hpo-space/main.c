/*
 * hpo-space: check a search space, and start a study.
 *
 * What a person writes, in YAML, JSON or on the command line, becomes the one
 * canonical header that the other programs read.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "clean.h"
#include "cli.h"
#include "define.h"
#include "die.h"
#include "file.h"
#include "jsonl.h"
#include "read_inline.h"
#include "read_yaml.h"
#include "show.h"
#include "standard.h"
#include "start.h"
#include "study.h"

enum {
	OPT_COUNT = CLI_LONG,
	OPT_SAMPLE,
	OPT_SEED,
	OPT_SHOW,
	SAMPLES_MAX = 2147483647,
	CHUNK = 1 << 16,
};

static const struct cli_option option_table[] = {
    {'o', "output", "FILE", "start the study in this trial file"},
    {OPT_COUNT, "count", NULL, "print the number of points"},
    {OPT_SAMPLE, "sample", "N", "print N random points"},
    {OPT_SEED, "seed", "S", "of the random points; else the space's"},
    {OPT_SHOW, "show", NULL, "print a table of the parameters"},
    {'q', "quiet", NULL, "do not print warnings"},
    {'v', "verbose", NULL, "say what was done"},
    {0},
};

static const struct cli cli = {
    .summary = "check a search space and start a study",
    .operands = "[SPACE | NAME=DOMAIN ...]",
    .options = option_table,
};

struct options {
	const char *output;
	bool count, show, quiet, verbose, has_seed;
	long long sample; /* 0: none */
	uint64_t seed;
	char *const *operands;
	size_t n;
};

static void
take_option(struct options *o, int key)
{
	struct err e = {0};
	int rc = 0;

	switch (key) {
	case 'o':
		o->output = optarg;
		break;
	case OPT_COUNT:
		o->count = true;
		break;
	case OPT_SAMPLE:
		rc = cli_number(optarg, 1, SAMPLES_MAX, &o->sample, &e);
		break;
	case OPT_SEED:
		rc = cli_seed(optarg, &o->seed, &e);
		o->has_seed = true;
		break;
	case OPT_SHOW:
		o->show = true;
		break;
	case 'q':
		o->quiet = true;
		break;
	case 'v':
		o->verbose = true;
		break;
	default:
		break;
	}
	if (rc == -1)
		die(STATUS_INPUT, "%s", e.text);
}

static struct options
parse_options(int argc, char *argv[])
{
	struct options o = {0};
	int key, modes;

	while ((key = cli_next(&cli, argc, argv)) != CLI_END)
		take_option(&o, key);
	o.operands = argv + optind;
	o.n = (size_t)(argc - optind);
	modes = o.count + o.show + (o.sample > 0) + (o.output != NULL);
	if (modes > 1)
		die(STATUS_INPUT, "only one of -o, --count, --sample and "
				  "--show can be given");
	if (o.has_seed && o.sample == 0)
		die(STATUS_INPUT, "--seed belongs to --sample");
	if (o.n == 0 && isatty(STDIN_FILENO))
		cli_usage(&cli);
	for (size_t i = 0; o.n > 1 && i < o.n; i++)
		if (!inline_is(o.operands[i]))
			die(STATUS_INPUT,
			    "'%s' is not NAME=DOMAIN, and a file stands alone",
			    o.operands[i]);
	return o;
}

/* What the places of mistakes are in. */
struct source {
	const char *name;
	char separator; /* between the name and a line */
};

/* The tree of what was given, and what it is called in messages. */
static struct node *
read_space(const struct options *o, struct source *source, struct problems *p)
{
	const char *path = o->n > 0 ? o->operands[0] : "-";
	struct buf text = {0};
	struct node *root;
	struct err e;

	if (o->n > 0 && inline_is(path)) {
		*source = (struct source){"argument", ' '};
		return read_inline(o->operands, o->n, p);
	}
	*source = (struct source){path, ':'};
	if (strcmp(path, "-") == 0)
		source->name = "standard input";
	if (file_read(path, YAML_BYTES_MAX, &text, &e) == -1)
		die(e.status, "%s", e.text);
	root = read_yaml(text.data, text.len, p);
	buf_release(&text);
	return root;
}

static void
show_problem(const struct source *source, const struct problem *p)
{
	struct buf text = {0};

	buf_puts(&text, source->name);
	if (p->at.line > 0)
		buf_printf(&text, "%c%d:%d", source->separator, p->at.line,
		    p->at.column);
	buf_puts(&text, p->warning ? ": warning: " : ": ");
	/* cleaned here too, as a newline in a key would begin a line */
	if (p->field[0] != '\0') {
		clean_line(&text, p->field, strlen(p->field));
		buf_puts(&text, ": ");
	}
	clean_line(&text, p->text, strlen(p->text));
	warn("%s", buf_text(&text));
	buf_release(&text);
}

static void
show_problems(
    const struct options *o, const struct source *source, struct problems *p)
{
	problems_sort(p);
	for (size_t i = 0; i < p->n; i++)
		if (!p->list[i].warning || !o->quiet)
			show_problem(source, &p->list[i]);
}

/* The canonical header of what was given; ends the program if it is wrong. */
static json_t *
get_header(const struct options *o, struct buf *line)
{
	struct problems p = {0};
	struct source source;
	struct node *root = read_space(o, &source, &p);
	json_t *header = root ? define_header(root, &p) : NULL;

	show_problems(o, &source, &p);
	node_free(root);
	if (p.errors > 0) {
		problems_release(&p);
		json_decref(header);
		exit(STATUS_INPUT);
	}
	problems_release(&p);
	jsonl_write(line, header);
	/* an id may still be added to it */
	if (line->len > JSONL_LINE_MAX - 100)
		die(STATUS_INPUT, "the header is longer than a line may be");
	return header;
}

static void
print(struct buf *out)
{
	if (out->len > 0) /* else there may be no data; close_stdout() checks */
		fwrite(out->data, 1, out->len, stdout);
	buf_drop(out, out->len);
}

/* Returns the status: 1 if no point was found. */
static int
sample(const struct options *o, const struct study *study)
{
	bool found = true;
	const uint64_t seed = o->has_seed ? o->seed : study->seed;
	struct buf out = {0};

	for (long long i = 1; found && i <= o->sample && !ferror(stdout); i++) {
		found = show_sample(study, seed, (uint32_t)i, &out);
		if (out.len > CHUNK)
			print(&out);
	}
	print(&out);
	buf_release(&out);
	if (!found)
		warn("no point was found that keeps all rules");
	return found ? 0 : 1;
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

/* Print what was asked for, line being the header; returns the status. */
static int
answer(const struct options *o, struct buf *line)
{
	struct study study;
	struct buf out = {0};
	struct err e;
	int status = 0;

	if (study_parse(&study, line->data, line->len, &e) == -1)
		die(STATUS_INPUT, "%s", e.text);
	if (o->count)
		show_count(&study, &out);
	else if (o->show)
		show_table(&study, &out);
	else
		status = sample(o, &study);
	print(&out);
	buf_release(&out);
	study_release(&study);
	return status;
}

int
main(int argc, char *argv[])
{
	struct options o;
	struct buf line = {0};
	json_t *header;
	int status = 0;

	standard_fill();
	o = parse_options(argc, argv);
	header = get_header(&o, &line);
	if (o.output && strcmp(o.output, "-") != 0) {
		start(&o, header);
	} else if (o.count || o.show || o.sample > 0) {
		status = answer(&o, &line);
	} else {
		buf_puts(&line, "\n");
		print(&line);
	}
	json_decref(header);
	buf_release(&line);
	close_stdout();
	return status;
}
