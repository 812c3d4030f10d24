/*
 * hpo-run: run a program for each trial.
 *
 * Waiting lines from standard input are evaluated in slots, and what becomes
 * of them is written to standard output as it happens.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "die.h"
#include "executor.h"
#include "interrupt.h"
#include "options.h"
#include "run.h"
#include "standard.h"
#include "trial.h"

enum {
	OPT_METRIC = CLI_LONG,
	OPT_CWD,
	OPT_TIME,
	OPT_KILL_AFTER,
	OPT_RETRIES,
	OPT_AGAIN,
	OPT_RUNS,
	OPT_OUTPUT_CAP,
	OPT_KEEP_CHILDREN,
	OPT_CLEAN_ENV,
	SLOTS_MAX = 10000,
	RETRIES_MAX = 1000,
};

static const struct cli_option option_table[] = {
    {'j', "jobs", "SLOTS", "run SLOTS trials at a time; default 1"},
    {'x', "executor", "NAME", "where trials run; default local"},
    {OPT_METRIC, "metric", "NAME=RE", "find a metric in the output"},
    {OPT_CWD, "cwd", "DIR", "run in DIR, such as {dir}"},
    {OPT_TIME, "time", "TIME", "end an attempt after that: 90s, 1.5m, 2h"},
    {OPT_KILL_AFTER, "kill-after", "TIME", "from TERM to KILL; default 30s"},
    {OPT_RETRIES, "retries", "N", "run what failed again, N times"},
    {OPT_AGAIN, "again", "N", "fail what exits with 75 more often; default 20"},
    {OPT_RUNS, "runs", "DIR", "keep evidence in DIR; default runs"},
    {OPT_OUTPUT_CAP, "output-cap", "SIZE",
	"keep SIZE of each output; default 1G"},
    {OPT_KEEP_CHILDREN, "keep-children", NULL,
	"let live what a program leaves behind"},
    {OPT_CLEAN_ENV, "clean-env", NULL,
	"pass on PATH, HOME and their like only"},
    {'q', "quiet", NULL, "show no progress"},
    {'v', "verbose", NULL, "show all trials on a terminal, too"},
    {0},
};

static const struct cli cli = {
    .summary = "run a program for each trial",
    .operands = "-- COMMAND ...",
    .options = option_table,
};

/* One of the options that may be wrong; -1 with *e set. */
static int
take_checked(struct options *o, int key, struct err *e)
{
	long long slots;

	switch (key) {
	case 'j':
		if (cli_number(optarg, 1, SLOTS_MAX, &slots, e) == -1)
			return -1;
		o->slots = (size_t)slots;
		return 0;
	case 'x':
		o->executor = executor_find(optarg);
		return o->executor
			   ? 0
			   : err_set(e, "there is no executor '%s'", optarg);
	case OPT_METRIC:
		return patterns_add(&o->patterns, optarg, e);
	case OPT_TIME:
		return cli_duration(optarg, &o->time_s, e);
	case OPT_KILL_AFTER:
		return cli_duration(optarg, &o->grace_s, e);
	case OPT_RETRIES:
		return cli_number(optarg, 0, RETRIES_MAX, &o->retries, e);
	case OPT_AGAIN:
		return cli_number(optarg, 0, TRIAL_MAX, &o->again, e);
	case OPT_OUTPUT_CAP:
		return options_size(optarg, &o->output_cap, e);
	default:
		return 0;
	}
}

static void
take_plain(struct options *o, int key)
{
	switch (key) {
	case OPT_CWD:
		o->cwd = optarg;
		break;
	case OPT_RUNS:
		o->runs = optarg;
		break;
	case OPT_KEEP_CHILDREN:
		o->keep_children = true;
		break;
	case OPT_CLEAN_ENV:
		o->clean_env = true;
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
}

static struct options
parse_options(int argc, char *argv[])
{
	struct options o = {.executor = executors[0],
	    .slots = 1,
	    .grace_s = 30,
	    .again = 20,
	    .runs = "runs",
	    .output_cap = 1ULL << 30};
	struct err e = {0};
	int key;

	while ((key = cli_next(&cli, argc, argv)) != CLI_END) {
		if (take_checked(&o, key, &e) == -1)
			die(STATUS_INPUT, "%s", e.text);
		take_plain(&o, key);
	}
	if (optind == argc)
		cli_usage(&cli);
	o.command = argv + optind;
	return o;
}

int
main(int argc, char *argv[])
{
	enum status status = STATUS_OK;
	struct options o;
	int signal_number;

	standard_fill();
	o = parse_options(argc, argv);
	signal_number = run(&o, &status);
	patterns_release(&o.patterns);
	if (signal_number != 0)
		interrupt_die(signal_number);
	return (int)status;
}
