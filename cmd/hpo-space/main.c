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

#include "acceptance.h"
#include "buf.h"
#include "change.h"
#include "cli.h"
#include "die.h"
#include "diff.h"
#include "jsonl.h"
#include "lint.h"
#include "read_inline.h"
#include "schema.h"
#include "show.h"
#include "source.h"
#include "standard.h"
#include "start.h"
#include "study.h"
#include "xalloc.h"

enum {
	OPT_COUNT = CLI_LONG,
	OPT_DIFF,
	OPT_FIX,
	OPT_FORMAT,
	OPT_LINT,
	OPT_NARROW,
	OPT_INFER,
	OPT_SAMPLE,
	OPT_SCHEMA,
	OPT_SEED,
	OPT_SHOW,
	SAMPLES_MAX = 2147483647,
	CHUNK = 1 << 16,
};

struct options;

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

static const struct cli_option option_table[] = {
    {'o', "output", "FILE", "start the study in this trial file"},
    {OPT_COUNT, "count", NULL, "print the number of points"},
    {OPT_DIFF, "diff", "OLD", "print what is other than in OLD"},
    {OPT_FIX, "fix", "NAME=VALUE", "make a constant of this parameter"},
    {OPT_FORMAT, "format", "FORMAT",
	"of what --diff and --lint say: text or json"},
    {OPT_INFER, "infer", "[=FILE]",
	"the space is that of a command, or of a template"},
    {OPT_LINT, "lint", NULL, "give advice about the space"},
    {OPT_NARROW, "narrow", "TRIALS",
	"shrink ranges to the region of the best trials"},
    {OPT_SAMPLE, "sample", "N", "print N random points"},
    {OPT_SCHEMA, "schema", "[=OF]",
	"print a JSON Schema: of params, trial or space"},
    {OPT_SEED, "seed", "S", "of the random points; else the space's"},
    {OPT_SHOW, "show", NULL, "print a table of the parameters"},
    {'q', "quiet", NULL, "do not print warnings"},
    {'v', "verbose", NULL, "say what was done"},
    {0},
};

static const struct cli cli = {
    .summary = "check a search space and start a study",
    .operands = "[SPACE | NAME=DOMAIN ... [-- COMMAND ...]]",
    .options = option_table,
};

struct options {
	const char *output;
	char *old;    /* of --diff */
	char **fixed; /* words of --fix, nfixed */
	size_t nfixed;
	char *narrow;            /* NULL: not by trials */
	const struct mode *mode; /* NULL: none */
	bool quiet, verbose, has_seed;
	const char *format; /* NULL: none */
	bool json;
	long long sample;
	uint64_t seed;
	bool infer;
	const char *infer_from; /* NULL: a command */
	enum schema_kind schema;
	char *const *operands;
	size_t n;
};

static bool
is_mode(const struct options *o, int key)
{
	return o->mode && o->mode->key == key;
}

/* Whether the space is that of the trials by which it is narrowed. */
static bool
is_from_trials(const struct options *o)
{
	return o->narrow && o->n == 0 && !o->infer;
}

/* A source that was opened if rc is 0: tell what is wrong with it, which ends
 * the program. */
static void
check_source(
    struct source *s, const struct options *o, int rc, const struct err *e)
{
	if (rc == -1)
		die(e->status, "%s", e->text);
	if (s->header && !o->quiet && !o->mode)
		acceptance_warn(
		    s->header, s->root, ACCEPTANCE_QUICK, &s->problems);
	/* what is advice is told elsewhere */
	source_tell(s, o->quiet || is_mode(o, OPT_LINT));
	if (!s->header)
		exit(STATUS_INPUT);
}

/* The space that was given. */
static void
open_source(struct source *s, const struct options *o)
{
	struct err e;
	int rc;

	if (o->infer)
		rc = source_infer(s, o->operands, o->n, o->infer_from, &e);
	else if (is_from_trials(o))
		rc = source_open(s, &o->narrow, 1, &e);
	else
		rc = source_open(s, o->operands, o->n, &e);
	check_source(s, o, rc, &e);
}

static void
print(struct buf *out)
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
			print(out);
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
	struct err e;
	int rc, status;

	rc = source_open(&old, &o->old, 1, &e);
	check_source(&old, o, rc, &e);
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
    {OPT_LINT, lint},
    {OPT_SAMPLE, sample},
    {OPT_SCHEMA, schema},
    {OPT_SHOW, show},
    {0},
};

static void
take_mode(struct options *o, int key)
{
	const struct mode *m = modes;

	while (m->key != 0 && m->key != key)
		m++;
	if (m->key == 0)
		return;
	if (o->mode && o->mode != m)
		die(STATUS_INPUT, "--%s and --%s cannot be given together",
		    cli_option_name(&cli, o->mode->key),
		    cli_option_name(&cli, key));
	o->mode = m;
}

static void
take_option(struct options *o, int key)
{
	struct err e = {0};
	int rc = 0;

	take_mode(o, key);
	switch (key) {
	case 'o':
		o->output = optarg;
		break;
	case OPT_DIFF:
		o->old = optarg;
		break;
	case OPT_FIX:
		o->fixed =
		    xreallocarray(o->fixed, o->nfixed + 1, sizeof(*o->fixed));
		o->fixed[o->nfixed++] = optarg;
		break;
	case OPT_FORMAT:
		o->format = optarg;
		break;
	case OPT_INFER:
		o->infer = true;
		o->infer_from = optarg;
		break;
	case OPT_NARROW:
		o->narrow = optarg;
		break;
	case OPT_SAMPLE:
		rc = cli_number(optarg, 1, SAMPLES_MAX, &o->sample, &e);
		break;
	case OPT_SCHEMA:
		o->schema = SCHEMA_PARAMS;
		if (optarg && !schema_find(optarg, &o->schema))
			rc = err_set(&e,
			    "'%s' has no schema, but params, trial and space",
			    optarg);
		break;
	case OPT_SEED:
		rc = cli_seed(optarg, &o->seed, &e);
		o->has_seed = true;
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

/* Whether what is wanted needs no space. */
static bool
needs_no_space(const struct options *o)
{
	return o->mode && o->mode->key == OPT_SCHEMA &&
	       o->schema != SCHEMA_PARAMS;
}

static void
choose_format(struct options *o)
{
	if (!o->format)
		return;
	if (!is_mode(o, OPT_LINT) && !is_mode(o, OPT_DIFF))
		die(STATUS_INPUT, "--format belongs to --diff and --lint");
	o->json = strcmp(o->format, "json") == 0;
	if (!o->json && strcmp(o->format, "text") != 0)
		die(STATUS_INPUT, "unknown format '%s': text or json",
		    o->format);
}

static bool
is_stdin(const char *path)
{
	return strcmp(path, "-") == 0;
}

/* Whether the space, not an old one, comes from there. */
static bool
reads_stdin(const struct options *o)
{
	if (o->infer)
		return o->infer_from && is_stdin(o->infer_from);
	if (is_from_trials(o))
		return is_stdin(o->narrow);
	return o->n == 0 || is_stdin(o->operands[0]);
}

/* Options that do not go with each other. */
static void
check_options(const struct options *o)
{
	if (o->mode && o->output)
		die(STATUS_INPUT, "-o and --%s cannot be given together",
		    cli_option_name(&cli, o->mode->key));
	if (o->has_seed && !is_mode(o, OPT_SAMPLE))
		die(STATUS_INPUT, "--seed belongs to --sample");
	if (needs_no_space(o) && (o->n > 0 || o->infer))
		die(STATUS_INPUT, "this schema is the same for all spaces");
	if (o->old && is_stdin(o->old) && reads_stdin(o))
		die(STATUS_INPUT, "standard input cannot be both spaces");
	if (o->narrow && is_stdin(o->narrow) && !is_from_trials(o) &&
	    (reads_stdin(o) || (o->old && is_stdin(o->old))))
		die(STATUS_INPUT,
		    "standard input cannot be both a space and trials");
	for (size_t i = 0; o->n > 1 && !o->infer && i < o->n; i++)
		if (!inline_is(o->operands[i]))
			die(STATUS_INPUT,
			    "'%s' is not NAME=DOMAIN, and a file stands alone",
			    o->operands[i]);
}

static struct options
parse_options(int argc, char *argv[])
{
	struct options o = {0};
	int key;

	while ((key = cli_next(&cli, argc, argv)) != CLI_END)
		take_option(&o, key);
	o.operands = argv + optind;
	o.n = (size_t)(argc - optind);
	check_options(&o);
	choose_format(&o);
	if (o.n == 0 && !needs_no_space(&o) && !o.infer && !o.narrow &&
	    isatty(STDIN_FILENO))
		cli_usage(&cli);
	return o;
}

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

/* Print what was asked for of the header with this line; returns the status.
 */
static int
answer(const struct options *o, struct source *source, const struct buf *line)
{
	struct given given = {.source = source};
	struct buf out = {0};
	struct err e;
	int status;

	if (study_parse(&given.study, line->data, line->len, &e) == -1)
		die(STATUS_INPUT, "%s", e.text);
	status = o->mode->answer(o, &given, &out);
	print(&out);
	buf_release(&out);
	study_release(&given.study);
	return status;
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
		exit(status);
}

/* Read a space and print or do what was asked for; returns the status. */
static int
handle(const struct options *o)
{
	struct source source;
	struct buf line;
	int status = 0;

	open_source(&source, o);
	change(&source, o);
	line = make_line(source.header);
	if (o->output && strcmp(o->output, "-") != 0) {
		start(o, source.header);
	} else if (o->mode) {
		status = answer(o, &source, &line);
	} else {
		buf_puts(&line, "\n");
		print(&line);
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
	print(&out);
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
	free(o.fixed);
	close_stdout();
	return status;
}
