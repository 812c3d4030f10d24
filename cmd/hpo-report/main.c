/*
 * hpo-report: show what a search has found.
 *
 * A trial file is read once; the view that the command line names writes what
 * it shows into a buffer, which then goes out as a whole.
 */
#include <errno.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "die.h"
#include "history.h"
#include "output.h"
#include "plot.h"
#include "standard.h"
#include "suggest.h"
#include "terminal.h"
#include "view.h"

enum {
	OPT_COLUMNS = CLI_LONG,
	OPT_FORMAT,
	OPT_LIST,
	OPT_ORDER,
	OPT_WHERE,
	WORDS_MAX = 32, /* views, or formats of one */
};

static const struct cli_option option_table[] = {
    {OPT_COLUMNS, "columns", "LIST", "what table shows, commas between"},
    {OPT_FORMAT, "format", "FORMAT",
	"how: text, csv, json, args, env, svg, ..."},
    {OPT_LIST, "list", NULL, "list the views, kinds and formats"},
    {OPT_ORDER, "order-by", "LIST",
	"columns that order table, with DESC for downwards"},
    {OPT_WHERE, "where", "EXPR", "refused: there are no conditions yet"},
    {'k', "best", "N", "the same as --count"},
    {'n', "count", "N", "how many of the best (default 1)"},
    {'o', "output", "FILE", "write to FILE, its suffix naming the format"},
    {'q', "quiet", NULL, "do not name damaged lines"},
    {'v', "verbose", NULL, "summary: also name open and failed trials"},
    {0},
};

static const struct cli cli = {
    .summary = "show what a search has found",
    .operands = "[VIEW [KIND]] [TRIALS]",
    .options = option_table,
};

/* Refuse word, which names no WHAT; names what is near. */
static _Noreturn void
refuse(const char *what, const char *word, const char *const *words)
{
	const char *near = suggest(word, words);

	if (near)
		die(STATUS_INPUT, "no %s '%s': did you mean '%s'?", what, word,
		    near);
	die(STATUS_INPUT, "no %s '%s'", what, word);
}

static _Noreturn void
refuse_view(const char *word)
{
	const char *words[WORDS_MAX] = {0};

	for (size_t i = 0; views[i]; i++)
		words[i] = views[i]->name;
	refuse("view or file", word, words);
}

static _Noreturn void
refuse_format(const struct view *view, const char *word)
{
	const char *words[WORDS_MAX] = {0};
	struct buf what = {0};

	buf_printf(&what, "%s in format", view->name);
	for (size_t i = 0; view->formats[i].name; i++)
		words[i] = view->formats[i].name;
	refuse(buf_text(&what), word, words);
}

static const struct plot *
find_kind(const char *word, const struct plot *const *kinds)
{
	for (; *kinds; kinds++)
		if (strcmp(word, (*kinds)->name) == 0)
			return *kinds;
	return NULL;
}

static _Noreturn void
refuse_kind(const struct view *view, const char *word)
{
	const char *words[WORDS_MAX] = {0};

	for (size_t i = 0; view->kinds[i]; i++)
		words[i] = view->kinds[i]->name;
	refuse("kind or file", word, words);
}

static bool
is_file(const char *operand)
{
	return strcmp(operand, "-") == 0 || access(operand, F_OK) == 0;
}

/* [VIEW [KIND]] [TRIALS]: a word that names no view or kind is a file. */
static void
parse_operands(struct options *o, char *const *operand)
{
	const bool named = *operand && view_find(*operand);
	bool chosen = false;

	o->view = named ? view_find(*operand++) : views[0];
	if (o->view->kinds) {
		o->kind = *operand ? find_kind(*operand, o->view->kinds) : NULL;
		chosen = o->kind != NULL;
		operand += chosen;
		o->kind = chosen ? o->kind : o->view->kinds[0];
	}
	if (!*operand && isatty(STDIN_FILENO))
		cli_usage(&cli);
	o->trials = *operand ? *operand : "-";
	if (!named && !is_file(o->trials))
		refuse_view(o->trials);
	if (o->view->kinds && !chosen && !is_file(o->trials))
		refuse_kind(o->view, o->trials);
	if (*operand && operand[1])
		cli_usage(&cli);
}

/* Refuse options that the view would not heed. */
static void
check_flags(const struct options *o)
{
	if (o->columns && !(o->view->flags & VIEW_COLUMNS))
		die(STATUS_INPUT, "%s takes no --columns", o->view->name);
	if (o->order_by && !(o->view->flags & VIEW_ORDER))
		die(STATUS_INPUT, "%s takes no --order-by", o->view->name);
	if (o->count > 0 && !(o->view->flags & VIEW_COUNT))
		die(STATUS_INPUT, "%s takes no --count", o->view->name);
}

static void
choose_format(struct options *o, const char *name)
{
	o->format = o->view->formats;
	if (name) {
		o->format = view_format(o->view, name);
		if (!o->format)
			refuse_format(o->view, name);
	} else if (o->output) {
		const struct format *f = view_suffix(o->view, o->output);

		if (f)
			o->format = f;
		else if (o->view->flags & VIEW_SUFFIX)
			die(STATUS_INPUT, "'%s': the suffix names no format",
			    o->output);
	}
	if (o->format->binary && !o->output && isatty(STDOUT_FILENO))
		die(STATUS_INPUT, "%s is not for a terminal: use --output",
		    o->format->name);
}

/* Answer --list. */
static _Noreturn void
list(void)
{
	struct buf out = {0};
	struct err e = {0};

	view_list(&out);
	if (output_write(NULL, &out, &e) == -1)
		die(e.status, "%s", e.text);
	buf_release(&out);
	exit(STATUS_OK);
}

/* Take one option, whose argument is optarg. */
static void
take_option(struct options *o, int key, const char **format)
{
	struct err e = {0};

	if (key == OPT_COLUMNS)
		o->columns = optarg;
	if (key == OPT_FORMAT)
		*format = optarg;
	if (key == OPT_LIST)
		list();
	if (key == OPT_ORDER)
		o->order_by = optarg;
	if (key == OPT_WHERE)
		die(STATUS_INPUT,
		    "--where is not built yet: hpo-report table --format json "
		    "gives lines that jq selects from");
	if ((key == 'n' || key == 'k') &&
	    cli_number(optarg, 1, TRIAL_MAX, &o->count, &e) == -1)
		die(STATUS_INPUT, "--%s: %s", cli_option_name(&cli, key),
		    e.text);
	if (key == 'o')
		o->output = strcmp(optarg, "-") == 0 ? NULL : optarg;
	o->quiet = o->quiet || key == 'q';
	o->verbose = o->verbose || key == 'v';
}

static struct options
parse_options(int argc, char *argv[])
{
	struct options o = {0};
	const char *format = NULL;
	int key;

	while ((key = cli_next(&cli, argc, argv)) != CLI_END)
		take_option(&o, key, &format);
	parse_operands(&o, argv + optind);
	check_flags(&o);
	choose_format(&o, format);
	if (o.count == 0)
		o.count = 1;
	return o;
}

/* Read the history, and say what of it could not be read. */
static void
open_history(struct history *h, const struct options *o)
{
	struct err e = {0};

	if (history_open(h, o->trials, false, &e) == -1)
		die(e.status, "%s", e.text);
	if (o->output && output_is(o->output, h->log.fd))
		die(STATUS_INPUT, "'%s' is the trial file itself", o->output);
	if (!o->quiet)
		history_warn(h);
}

int
main(int argc, char *argv[])
{
	struct options o;
	struct history history = {0};
	struct report report = {.history = &history, .options = &o};
	struct err e = {0};
	enum status status;

	standard_fill();
	o = parse_options(argc, argv);
	report.terminal = !o.output && isatty(STDOUT_FILENO);
	/* The width of letters, and no more, depends on where the user is. */
	setlocale(LC_CTYPE, "");
	open_history(&history, &o);
	status = o.format->show(&report);
	if (status > STATUS_NO) /* it is not whole */
		buf_release(&report.out);
	if (report.terminal && !report.painted)
		terminal_text(&report.out);
	if ((status == STATUS_OK || report.out.len > 0) &&
	    output_write(o.output, &report.out, &e) == -1)
		die(e.status, "%s", e.text);
	buf_release(&report.out);
	history_close(&history);
	return (int)status;
}
