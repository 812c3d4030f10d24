/*
 * What a payload prints and reports, line by line.  A line `--metric NAME=RE`
 * is an option of hpo-run for those behind it; `--report` says that those
 * behind it are of HPO_REPORT.
 */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "fuzz.h"
#include "jsonl.h"
#include "lines.h"
#include "pattern.h"
#include "result.h"

/* Beyond these regcomp(3) and regexec(3) are slow, which is the user's lot. */
enum { PATTERNS_MAX = 4, REGEX_MAX = 24, REPEAT_MAX = 3, MATCHED_MAX = 200 };

struct payload {
	struct patterns patterns;
	struct matches matches;
	struct result result;
	struct buf last, all; /* all: each line with a newline */
	bool report;
};

/* Numbers, and words for what is not finite if they may be. */
static void
check_metrics(json_t *metrics, bool finite)
{
	const char *name;
	json_t *value;

	json_object_foreach (metrics, name, value) {
		const char *word = json_string_value(value);

		if (json_is_number(value))
			must(isfinite(json_number_value(value)));
		else
			must(!finite && word &&
			     strspn(word, "-infa") == strlen(word));
	}
}

/* Repetitions of repetitions take glibc any time and memory. */
static bool
is_slow(const char *regex)
{
	int n = 0;

	for (const char *c = regex; *c; c++)
		n += strchr("*+?", *c) != NULL;
	return n > REPEAT_MAX || strchr(regex, '{') ||
	       strlen(regex) > REGEX_MAX;
}

static void
take_option(struct payload *p, const char *text)
{
	const char *equals = strchr(text, '=');
	struct err e = {0};

	if (p->patterns.n == PATTERNS_MAX || (equals && is_slow(equals + 1)))
		return;
	if (patterns_add(&p->patterns, text, &e) == -1)
		must(e.text[0] != '\0' && e.status == STATUS_INPUT);
}

static void
take_report(struct payload *p, const char *line, size_t len)
{
	double step;
	json_t *metrics = result_metrics(line, len, &step);
	const char *odd = NULL;

	must(metrics || step == -1);
	must(step >= 0 || step == -1);
	check_metrics(metrics, false);
	if (metrics && step >= 0) {
		result_step(&p->result, metrics, &odd);
		check_metrics(p->result.last, true);
	} else if (metrics) {
		json_decref(p->result.final);
		p->result.final = json_incref(metrics);
	}
	json_decref(metrics);
}

/* line is terminated: sanitizers look for its end when regexec(3) does not. */
static void
take_output(struct payload *p, const char *line, size_t len)
{
	if (p->patterns.n > 0 && len <= MATCHED_MAX)
		patterns_match(&p->patterns, &p->matches, line, len);
	if (len == 0)
		return;
	buf_drop(&p->last, p->last.len);
	buf_add(&p->last, line, len);
}

static void
take_line(void *arg, const char *line, size_t len)
{
	static const char option[] = "--metric ";
	struct payload *p = arg;
	struct buf text = {0};

	buf_add(&p->all, line, len);
	buf_puts(&p->all, "\n");
	buf_add(&text, line, len);
	if (strcmp(buf_text(&text), "--report") == 0)
		p->report = true;
	else if (strncmp(buf_text(&text), option, strlen(option)) == 0)
		take_option(p, buf_text(&text) + strlen(option));
	else if (p->report)
		take_report(p, line, len);
	else
		take_output(p, buf_text(&text), len);
	buf_release(&text);
}

static void
judge(struct payload *p)
{
	json_t *names = json_pack("[s]", "loss");
	json_t *constrained = json_pack("[s]", "acc");
	struct buf left_out = {0}, reason = {0};
	json_t *metrics;

	check_metrics(p->matches.found, false);
	p->result.matched = json_incref(p->matches.found);
	metrics = result_judge(&p->result, p->last.data, p->last.len,
	    &(struct wanted){names, constrained}, &left_out, &reason);
	must((metrics == NULL) == (reason.len > 0));
	check_metrics(metrics, true);
	if (metrics)
		must(json_object_get(metrics, "loss") != NULL);
	else
		must(strncmp(buf_text(&reason), "no result", 9) == 0 ||
		     strcmp(buf_text(&reason), "nonfinite: loss") == 0 ||
		     strcmp(buf_text(&reason), "nonfinite: acc") == 0);
	json_decref(metrics);
	json_decref(names);
	json_decref(constrained);
	buf_release(&left_out);
	buf_release(&reason);
}

static void
add_line(void *arg, const char *line, size_t len)
{
	buf_add(arg, line, len);
	buf_puts(arg, "\n");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct payload p = {0};
	struct lines whole = {0}, bytes = {0};
	struct buf again = {0};

	lines_feed(&whole, (const char *)data, size, take_line, &p);
	lines_end(&whole, take_line, &p);
	for (size_t i = 0; i < size; i++)
		lines_feed(&bytes, (const char *)data + i, 1, add_line, &again);
	lines_end(&bytes, add_line, &again);
	must(again.len == p.all.len);
	must(again.len == 0 || memcmp(again.data, p.all.data, again.len) == 0);
	judge(&p);
	result_release(&p.result);
	matches_release(&p.matches);
	patterns_release(&p.patterns);
	buf_release(&p.last);
	buf_release(&p.all);
	buf_release(&again);
	return 0;
}
