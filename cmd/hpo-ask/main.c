/*
 * hpo-ask: propose the next points of a search.
 *
 * With a file, what is handed out is recorded under the lock before it is
 * printed; from standard input it is a pure filter.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ask.h"
#include "cli.h"
#include "die.h"
#include "explain.h"
#include "follow.h"
#include "sampler.h"
#include "standard.h"
#include "suggest.h"
#include "verify.h"
#include "xalloc.h"

enum {
	OPT_CANDIDATES = CLI_LONG,
	OPT_CONFIRM,
	OPT_EXPLAIN,
	OPT_FOLLOW,
	OPT_FOR,
	OPT_FORMAT,
	OPT_LIST,
	OPT_LOST,
	OPT_SEED,
	OPT_VERIFY,
	OPT_WAIT,
	N_MAX = 1000000,
	LOST_MAX = 1000000,
	LOST = 3,
	KEY_MAX = 1000, /* bytes */
};

static const struct cli_option option_table[] = {
    {'n', "count", "N", "hand out up to N trials (1)"},
    {OPT_FOLLOW, "follow", NULL, "go on until the search is over"},
    {'j', "jobs", "W", "with --follow: keep W trials open (1)"},
    {'m', "method", "SAMPLER", "make new points so (auto)"},
    {'O', "set", "KEY=VALUE", "set an option of the sampler"},
    {'q', "quiet", NULL, "say nothing but errors"},
    {'v', "verbose", NULL, "say what is handed out, and why not"},
    {OPT_CANDIDATES, "candidates", "FILE", "choose among these points"},
    {OPT_CONFIRM, "confirm", "K", "ask K more trials of the best point"},
    {OPT_EXPLAIN, "explain", "N", "say why trial N was asked"},
    {OPT_FOR, "for", "KEY", "the trial of KEY, the same for ever"},
    {OPT_FORMAT, "format", "FORMAT", "print jsonl, tsv, args or env (jsonl)"},
    {OPT_LIST, "list", NULL, "list the samplers"},
    {OPT_LOST, "lost", "N", "fail what was lost N times before (3; 0: never)"},
    {OPT_SEED, "seed", "S", "use this seed, not the header's"},
    {OPT_VERIFY, "verify", NULL, "ask again for every point of the file"},
    {OPT_WAIT, "wait", NULL, "wait for something to hand out"},
    {0},
};

static const struct cli cli = {
    .summary = "propose the next points of a search",
    .operands = "[TRIALS]",
    .options = option_table,
};

struct options {
	struct ask ask;
	struct candidates candidates;
	const char **set; /* of -O, NULL last */
	size_t nset;
	uint64_t seed;
	bool list, verify, follow, count;
	size_t slots;     /* 0: not given */
	size_t confirm;   /* likewise */
	uint32_t explain; /* likewise */
};

static const struct format *
parse_format(const char *name)
{
	const struct format *format = format_find(name);
	const char *names[8] = {0};
	const char *near;

	if (format)
		return format;
	for (size_t i = 0; formats[i].name; i++)
		names[i] = formats[i].name;
	near = suggest(name, names);
	die(STATUS_INPUT, "--format: unknown format '%s'%s%s%s", name,
	    near ? " (did you mean '" : "", near ? near : "",
	    near ? "'?)" : "");
}

static long long
parse_number(const char *option, long long min, long long max)
{
	struct err e = {0};
	long long n;

	if (cli_number(optarg, min, max, &n, &e) == -1)
		die(STATUS_INPUT, "%s: %s", option, e.text);
	return n;
}

static const char *
parse_key(void)
{
	json_t *key = json_stringn(optarg, strnlen(optarg, KEY_MAX + 1));

	if (json_string_length(key) == 0)
		die(STATUS_INPUT, "--for: a key is text in UTF-8");
	if (json_string_length(key) > KEY_MAX)
		die(STATUS_INPUT, "--for: longer than %d bytes", KEY_MAX);
	json_decref(key);
	return optarg;
}

static void
add_setting(struct options *o, const char *setting)
{
	o->set = xreallocarray(o->set, o->nset + 2, sizeof(*o->set));
	o->set[o->nset++] = setting;
	o->set[o->nset] = NULL;
}

static void
take_option(struct options *o, int key)
{
	struct err e = {0};

	switch (key) {
	case 'n':
		o->ask.n = (size_t)parse_number("-n", 1, N_MAX);
		o->count = true;
		break;
	case 'j':
		o->slots = (size_t)parse_number("-j", 1, N_MAX);
		break;
	case 'm':
		o->ask.method.sampler = optarg;
		break;
	case 'O':
		add_setting(o, optarg);
		break;
	case 'q':
		o->ask.quiet = true;
		break;
	case 'v':
		o->ask.verbose = true;
		break;
	case OPT_CANDIDATES:
		o->candidates.file = optarg;
		break;
	case OPT_CONFIRM:
		o->confirm = (size_t)parse_number("--confirm", 1, N_MAX);
		break;
	case OPT_EXPLAIN:
		o->explain = (uint32_t)parse_number("--explain", 1, TRIAL_MAX);
		break;
	case OPT_FOLLOW:
		o->follow = true;
		break;
	case OPT_FOR:
		o->ask.key = parse_key();
		break;
	case OPT_FORMAT:
		o->ask.format = parse_format(optarg);
		break;
	case OPT_LIST:
		o->list = true;
		break;
	case OPT_LOST:
		o->ask.lost = parse_number("--lost", 0, LOST_MAX);
		break;
	case OPT_SEED:
		if (cli_seed(optarg, &o->seed, &e) == -1)
			die(STATUS_INPUT, "--seed: %s", e.text);
		o->ask.method.seed = &o->seed;
		break;
	case OPT_VERIFY:
		o->verify = true;
		break;
	case OPT_WAIT:
		o->ask.wait = true;
		break;
	}
}

/* That nothing says how new points are asked for, where none are. */
static void
check_alone(const struct options *o)
{
	const struct ask *ask = &o->ask;
	const bool asks = o->count || o->follow || o->slots > 0 ||
			  o->nset > 0 || ask->method.sampler ||
			  ask->method.seed || ask->key || ask->wait;

	if ((o->verify ? 1 : 0) + (o->explain > 0) + (o->confirm > 0) > 1)
		die(STATUS_INPUT,
		    "--verify, --explain or --confirm: one at a time");
	if ((o->verify || o->explain > 0) && (asks || ask->format != formats))
		die(STATUS_INPUT,
		    "--%s asks as it was asked: it takes no option but -q and "
		    "--candidates",
		    o->verify ? "verify" : "explain");
	if (o->confirm > 0 && (asks || o->candidates.file))
		die(STATUS_INPUT, "--confirm asks what is best: it takes no "
				  "option but -q, -v and --format");
}

/* What does not go together. */
static void
check_usage(struct options *o)
{
	const bool filter = strcmp(o->ask.trials, "-") == 0;

	check_alone(o);
	if (filter && (o->ask.wait || o->follow || o->ask.key))
		die(STATUS_INPUT, "--%s needs a trial file",
		    o->follow    ? "follow"
		    : o->ask.key ? "for"
				 : "wait");
	if (o->ask.key && (o->follow || o->count))
		die(STATUS_INPUT,
		    "--for is one trial: neither -n nor --follow");
	if (o->follow && o->count)
		die(STATUS_INPUT, "--follow goes on: -j, not -n");
	if (!o->follow && o->slots > 0)
		die(STATUS_INPUT, "-j needs --follow");
	if (filter && o->candidates.file &&
	    strcmp(o->candidates.file, "-") == 0)
		die(STATUS_INPUT, "--candidates -: the trials are there");
	if (o->slots > 0)
		o->ask.n = o->slots;
	if (o->confirm > 0)
		o->ask.n = o->confirm;
	o->ask.method.confirm = o->confirm > 0;
}

static void
read_candidates(struct options *o)
{
	struct err e = {0};

	if (!o->candidates.file)
		return;
	if (candidates_open(&o->candidates, o->candidates.file, &e) == -1)
		die(e.status, "--candidates: %s", e.text);
	o->ask.method.candidates = &o->candidates;
}

static void
parse_options(struct options *o, int argc, char *argv[])
{
	int key;

	*o = (struct options){.ask = {.n = 1, .lost = LOST, .format = formats}};
	o->set = xcalloc(1, sizeof(*o->set));
	while ((key = cli_next(&cli, argc, argv)) != CLI_END)
		take_option(o, key);
	if (argc - optind > 1)
		cli_usage(&cli);
	o->ask.trials = optind < argc ? argv[optind] : "-";
	o->ask.method.options = o->set;
	check_usage(o);
}

static void
list_samplers(void)
{
	static const struct {
		unsigned flag;
		const char *name;
	} flags[] = {
	    {SAMPLER_MODEL, "model"},
	    {SAMPLER_MULTIOBJ, "multi-objective"},
	    {SAMPLER_CONTINUOUS, "continuous"},
	    {SAMPLER_CONDITIONS, "conditional"},
	};

	for (const struct sampler_row *row = sampler_rows; row->name; row++) {
		const char *separator = "; ";

		printf("%-8s %s", row->name, row->summary);
		for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
			if ((row->flags & flags[i].flag) == 0)
				continue;
			printf("%s%s", separator, flags[i].name);
			separator = ", ";
		}
		putchar('\n');
	}
}

static enum status
run(const struct options *o)
{
	const struct ask *ask = &o->ask;

	if (o->verify)
		return verify_trials(
		    ask->trials, ask->method.candidates, ask->quiet);
	if (o->explain > 0)
		return explain_trial(ask->trials, o->explain,
		    ask->method.candidates, ask->quiet);
	return (o->follow ? ask_follow : ask_trials)(ask);
}

int
main(int argc, char *argv[])
{
	struct options o;
	enum status status = STATUS_OK;

	standard_fill();
	parse_options(&o, argc, argv);
	if (!standard_output()) /* nobody would get the trials */
		die(STATUS_SYS, "standard output is closed");
	if (o.list) {
		list_samplers();
	} else {
		read_candidates(&o);
		status = run(&o);
	}
	candidates_release(&o.candidates);
	free(o.set);
	close_stdout();
	return (int)status;
}
