#include "space_options.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answer.h"
#include "die.h"
#include "read_inline.h"
#include "xalloc.h"

enum { SAMPLES_MAX = 2147483647 };

static const struct cli_option option_table[] = {
    {'o', "output", "FILE", "start the study in this trial file"},
    {OPT_COUNT, "count", NULL, "print the number of points"},
    {OPT_DIFF, "diff", "OLD", "print what is other than in OLD"},
    {OPT_FIX, "fix", "NAME=VALUE", "make a constant of this parameter"},
    {OPT_FORMAT, "format", "FORMAT",
	"of what --diff and --lint say: text or json"},
    {OPT_GRID, "grid", NULL, "print all points of a finite space"},
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

static void
take_mode(struct options *o, int key)
{
	if (!is_answer(key))
		return;
	if (o->mode != 0 && o->mode != key)
		die(STATUS_INPUT, "--%s and --%s cannot be given together",
		    cli_option_name(&cli, o->mode), cli_option_name(&cli, key));
	o->mode = key;
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

bool
needs_no_space(const struct options *o)
{
	return o->mode == OPT_SCHEMA && o->schema != SCHEMA_PARAMS;
}

bool
is_from_trials(const struct options *o)
{
	return o->narrow && o->n == 0 && !o->infer;
}

static void
choose_format(struct options *o)
{
	if (!o->format)
		return;
	if (o->mode != OPT_LINT && o->mode != OPT_DIFF)
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
		    cli_option_name(&cli, o->mode));
	if (o->has_seed && o->mode != OPT_SAMPLE)
		die(STATUS_INPUT, "--seed belongs to --sample");
	if (needs_no_space(o) &&
	    (o->n > 0 || o->infer || o->nfixed > 0 || o->narrow))
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

struct options
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

void
options_release(struct options *o)
{
	free(o->fixed);
}
