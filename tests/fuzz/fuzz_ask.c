/*
 * A trial file that is asked for three trials, with -m SAMPLER, -O KEY=VALUE,
 * --seed S and --for KEY in lines before it: what is new are points of the
 * space, under numbers that none had, and the same when asked again or for
 * fewer; each form has them in a line each.
 */
#include <string.h>

#include "batch.h"
#include "cli.h"
#include "encode.h"
#include "format.h"
#include "fuzz.h"
#include "jsonl.h"
#include "study_file.h"

enum { ASKED = 3 };

/* Of many trials or parameters models take long, not for ever. */
enum { TRIALS_MAX = 60, DIM_MAX = 40 };

static void
check_new(struct history *h, json_t *line, json_int_t *last)
{
	const json_int_t number =
	    json_integer_value(json_object_get(line, "trial"));
	struct err e = {0};

	must(number > *last && number <= TRIAL_MAX);
	*last = number;
	must(encode_check(
		 &h->study.space, json_object_get(line, "params"), &e) == 0);
	must(json_is_object(json_object_get(line, "ask")));
}

/* Each form of whole lines: as many lines as there are trials. */
static void
check_forms(struct history *h, struct batch *b)
{
	for (const struct format *f = formats; f->name; f++) {
		struct buf out = {0};
		size_t lines = 0;

		if (f->begin)
			f->begin(&h->study, &out);
		for (size_t i = 0; i < b->n; i++)
			f->trial(&h->study, b->line[i], &out);
		for (size_t i = 0; i < out.len; i++)
			lines += out.data[i] == '\n';
		must(lines == b->n + (f->begin != NULL));
		must(out.len == 0 || out.data[out.len - 1] == '\n');
		buf_release(&out);
	}
}

/* The lines of at most so many trials that are handed out. */
static void
collect(struct buf *out, struct history *h, size_t most,
    const struct method *method, const struct taker *who)
{
	struct batch b = {0};
	struct err e = {0};
	json_int_t last = history_last(h);
	const int rc = batch_collect(&b, h, most, method, who, &e);

	must((rc == -1) == (e.text[0] != '\0'));
	must(b.n <= most && b.claimed <= b.n);
	must(rc == -1 || b.n > 0 || b.why.len > 0 || b.held > 0);
	for (size_t i = b.claimed; i < b.n; i++)
		check_new(h, b.line[i], &last);
	for (size_t i = 0; i < b.n; i++) {
		jsonl_write(out, b.line[i]);
		buf_puts(out, "\n");
	}
	if (!b.ended)
		batch_merge(&b, h);
	check_forms(h, &b);
	batch_release(&b);
}

static void
ask(struct history *h, const struct study_file *f)
{
	const char *options[GIVEN_MAX + 1] = {0};
	const char *given = study_file_option(f, "--seed");
	const struct taker who = {
	    .by = "host", .key = study_file_option(f, "--for")};
	struct method method = {
	    .sampler = study_file_option(f, "-m"), .options = options};
	struct buf all = {0}, again = {0}, one = {0};
	struct err e = {0};
	uint64_t seed;
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->option[i], "-O") == 0)
			options[n++] = f->argument[i];
	if (given && cli_seed(given, &seed, &e) == 0)
		method.seed = &seed;
	collect(&all, h, ASKED, &method, &who);
	collect(&again, h, ASKED, &method, &who);
	collect(&one, h, 1, &method, &who);
	must(strcmp(buf_text(&all), buf_text(&again)) == 0);
	must(strncmp(buf_text(&all), buf_text(&one), one.len) == 0);
	buf_release(&all);
	buf_release(&again);
	buf_release(&one);
}

/* Of few trials and parameters, as the models take long of many. */
static void
ask_few(struct history *h, const struct study_file *f)
{
	if (history_count(h) <= TRIALS_MAX && h->study.space.dim <= DIM_MAX)
		ask(h, f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	study_file_look(data, size, ask_few);
	return 0;
}
