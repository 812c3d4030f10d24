/*
 * hpo-tell: record the results of trials.
 *
 * Trial lines from standard input, or one made of the command line, are judged
 * by the rules of hpo-trials(5) and appended to the trial file.  Lines that
 * arrive together are written and synced together; one that is refused keeps
 * no other out.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "die.h"
#include "direct.h"
#include "inside.h"
#include "interrupt.h"
#include "standard.h"
#include "tell.h"
#include "told.h"

enum {
	OPT_FAILED = CLI_LONG,
	OPT_CANCEL,
	OPT_STEP,
	OPT_TEE,
	OPT_AMEND,
	OPT_REAP,
	OPT_LOST,
};

static const struct cli_option option_table[] = {
    {'t', "trial", "N", "record a result of trial N, from the operands"},
    {OPT_FAILED, "failed", "WHY", "trial N failed, for this reason"},
    {OPT_CANCEL, "cancel", NULL, "trial N will not be evaluated"},
    {OPT_STEP, "step", "S", "the result is intermediate; 1: stop"},
    {OPT_AMEND, "amend", "WHY", "record an end that differs, and why"},
    {OPT_REAP, "reap", "[=AGE]",
	"give back what the dead held, or what is old"},
    {OPT_LOST, "lost", "N", "lost attempts before a trial fails"},
    {OPT_TEE, "tee", NULL, "copy what was recorded to standard output"},
    {'q', "quiet", NULL, "do not mention what is not an error"},
    {'v', "verbose", NULL, "say how many lines were recorded"},
    {0},
};

static const struct cli cli = {
    .summary = "record the results of trials",
    .operands = "[TRIALS] [NAME=VALUE ...]",
    .options = option_table,
};

struct options {
	const char *trials; /* NULL: in a payload, see report */
	const char *report; /* its HPO_REPORT */
	struct direct direct;
	struct teller teller;
	bool reap;
	double reap_age_s; /* negative: only the provably dead */
};

static void
take_option(struct options *o, int key)
{
	struct err e = {0};
	int rc = 0;

	switch (key) {
	case 't':
		rc = cli_number(optarg, 1, TRIAL_MAX, &o->direct.trial, &e);
		break;
	case OPT_FAILED:
		o->direct.failed = optarg;
		break;
	case OPT_CANCEL:
		o->direct.cancel = true;
		break;
	case OPT_STEP:
		rc =
		    cli_number(optarg, 0, (1LL << 53) - 1, &o->direct.step, &e);
		break;
	case OPT_AMEND:
		o->teller.amend = optarg;
		break;
	case OPT_REAP:
		o->reap = true;
		rc = optarg ? cli_duration(optarg, &o->reap_age_s, &e) : 0;
		break;
	case OPT_LOST:
		rc = cli_number(optarg, 0, TRIAL_MAX, &o->teller.lost, &e);
		break;
	case OPT_TEE:
		o->teller.tee = true;
		break;
	case 'v':
		o->teller.verbose = true;
		break;
	default:
		o->teller.quiet = true;
	}
	if (rc == -1)
		die(STATUS_INPUT, "--%s: %s", cli_option_name(&cli, key),
		    e.text);
}

/* Whether all operands are results, for the payload that we are in. */
static bool
in_payload(const struct options *o, char *const *operands)
{
	return o->report && *operands && strchr(*operands, '=') &&
	       o->direct.trial == 0 && !o->reap;
}

static void
check_usage(const struct options *o)
{
	const struct direct *d = &o->direct;
	const bool says = d->failed || d->cancel || d->step >= 0 || *d->results;

	if (o->trials && strchr(o->trials, '=') && !o->report)
		die(STATUS_INPUT,
		    "no trial file before '%s', and HPO_REPORT is not set",
		    o->trials);
	if (o->reap && (says || d->trial != 0))
		die(STATUS_INPUT, "--reap stands alone");
	if (!o->trials && (d->failed || d->cancel))
		die(STATUS_INPUT, "--failed and --cancel need the trial file");
	if (o->trials && d->trial == 0 && says)
		die(STATUS_INPUT, "a result needs --trial");
	if (d->trial != 0 && !says)
		die(STATUS_INPUT, "trial %lld has no result", d->trial);
	if ((d->failed != NULL) + d->cancel + (d->step >= 0) > 1)
		die(STATUS_INPUT, "only one of --failed, --cancel, --step");
	if (d->step >= 0 && !*d->results)
		die(STATUS_INPUT, "--step needs a result");
}

static struct options
parse_options(int argc, char *argv[])
{
	struct options o = {.direct.step = -1,
	    .reap_age_s = -1,
	    .teller.lost = TELL_LOST,
	    .report = getenv("HPO_REPORT")};
	int key;

	while ((key = cli_next(&cli, argc, argv)) != CLI_END)
		take_option(&o, key);
	o.direct.results = argv + optind;
	if (!in_payload(&o, argv + optind)) {
		if (optind == argc)
			cli_usage(&cli);
		o.trials = argv[optind];
		o.direct.results++;
	}
	check_usage(&o);
	return o;
}

/*
 * From a pipe the results of the stages before come first to their end,
 * whatever signal there is.
 */
static void
check_input(struct teller *t)
{
	struct stat in, trials;

	if (fstat(STDIN_FILENO, &in) == -1 ||
	    fstat(t->history.log.fd, &trials) == -1)
		die(STATUS_SYS, "standard input: %s", strerror(errno));
	if (in.st_dev == trials.st_dev && in.st_ino == trials.st_ino)
		die(STATUS_INPUT, "the input is '%s' itself",
		    t->history.log.path);
	if (S_ISFIFO(in.st_mode) || S_ISSOCK(in.st_mode)) {
		t->history.log.patient = true;
		interrupt_catch();
	}
}

static enum status
tell(struct options *o)
{
	struct teller *t = &o->teller;
	enum status status;

	tell_open(t, o->trials);
	if (o->reap) {
		status = direct_reap(t, o->reap_age_s);
	} else if (o->direct.trial != 0) {
		status = direct_tell(t, &o->direct);
	} else {
		check_input(t);
		status = told_lines(t);
	}
	if (t->verbose)
		warn("%zu lines recorded in '%s'", t->lines, o->trials);
	tell_close(t);
	if (interrupt_caught() != 0)
		interrupt_die(interrupt_caught());
	return status;
}

int
main(int argc, char *argv[])
{
	struct options o;

	standard_fill();
	o = parse_options(argc, argv);
	signal(SIGPIPE, SIG_IGN); /* for tell_end() */
	if (!o.trials)
		return (int)inside_tell(o.report, &o.direct);
	return (int)tell(&o);
}
