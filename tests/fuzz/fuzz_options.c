/*
 * Words of command lines.  Each line of the input is a kind, a blank and what
 * was given: "duration 1.5h".  A refusal says why, and what is accepted is
 * within the limits of its kind.
 */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "cli.h"
#include "clock.h"
#include "direct.h"
#include "fuzz.h"
#include "jsonl.h"
#include "lines_of.h"
#include "metrics.h"
#include "options.h"
#include "samplers.h"
#include "suggest.h"

static int
try_number(const char *text, struct err *e)
{
	long long n;
	const int rc = cli_number(text, -5, 1000, &n, e);

	must(rc == -1 || (n >= -5 && n <= 1000));
	return rc;
}

static int
try_seed(const char *text, struct err *e)
{
	char again[32];
	uint64_t seed, other;
	const int rc = cli_seed(text, &seed, e);

	if (rc == -1)
		return rc;
	snprintf(again, sizeof(again), "%llu", (unsigned long long)seed);
	must(cli_seed(again, &other, e) == 0 && other == seed);
	return rc;
}

static int
try_duration(const char *text, struct err *e)
{
	char shown[CLOCK_TEXT];
	double seconds;
	const int rc = cli_duration(text, &seconds, e);

	if (rc == -1)
		return rc;
	must(seconds >= 0 && isfinite(seconds));
	clock_length(shown, seconds);
	must(shown[0] != '\0');
	return rc;
}

static int
try_size(const char *text, struct err *e)
{
	uint64_t bytes;
	const int rc = options_size(text, &bytes, e);

	must(rc == -1 || (bytes >= 2 && bytes <= (uint64_t)1 << 50));
	return rc;
}

/* A number of a direct tell, as it stands in the file. */
static int
try_metric(const char *text, struct err *e)
{
	char *const results[] = {(char *)(uintptr_t)text, NULL};
	json_t *metrics = direct_metrics(results, e);
	const char *name;
	json_t *value;

	if (!metrics)
		return -1;
	json_object_foreach (metrics, name, value)
		must(json_is_number(value) ? isfinite(json_number_value(value))
					   : metrics_is_not_finite(value));
	json_decref(metrics);
	return 0;
}

/* A time of RFC 3339: not refused with words. */
static int
try_time(const char *text, struct err *e)
{
	char again[CLOCK_TEXT];
	const double at = clock_parse(text, strlen(text));

	/* we write none of before 1970, and years have four digits */
	if (!(at >= 0 && at < 253402300800))
		return err_set(e, "not a time");
	clock_text(again, (int64_t)at, 0);
	must(fabs(clock_parse(again, strlen(again)) - floor(at)) < 0.5);
	return 0;
}

static int
try_name(const char *text, struct err *e)
{
	const char *names[] = {"learning_rate", "momentum", "C", NULL};
	const char *near = suggest(text, names);

	must(!near || strcmp(near, "C") == 0 || strlen(text) > 1);
	return sampler_row_find(text) ? 0 : err_set(e, "no sampler");
}

static const struct {
	const char *name;
	int (*try)(const char *text, struct err *e);
} kinds[] = {
    {"number ", try_number},
    {"seed ", try_seed},
    {"duration ", try_duration},
    {"size ", try_size},
    {"metric ", try_metric},
    {"time ", try_time},
    {"name ", try_name},
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text_lines words = lines_of(data, size);

	for (size_t i = 0; i < words.n; i++)
		for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
			const size_t len = strlen(kinds[k].name);
			struct err e = {0};
			int rc;

			if (strncmp(words.line[i], kinds[k].name, len) != 0)
				continue;
			rc = kinds[k].try(words.line[i] + len, &e);
			must((rc == -1) == (e.text[0] != '\0'));
		}
	text_lines_release(&words);
	return 0;
}
