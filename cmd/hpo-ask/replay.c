#include "replay.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "jsonl.h"
#include "sampler.h"
#include "xalloc.h"

static const char confirming[] = "confirm";
/* What asks without a sampler: any can stand by. */
static const char *const none[] = {"points", "default", confirming, NULL};
static const char idle[] = "random";

void
replay_init(
    struct replay *r, struct history *file, struct candidates *candidates)
{
	*r = (struct replay){.file = file, .candidates = candidates};
	r->fed = xcalloc(file->nlines + 1, sizeof(*r->fed));
	history_begin(&r->h, file->log.path);
}

static void
close_proposer(struct replay *r)
{
	if (r->key.len > 0)
		proposer_release(&r->proposer);
	buf_release(&r->key);
}

void
replay_release(struct replay *r)
{
	close_proposer(r);
	history_close(&r->h);
	free(r->fed);
	*r = (struct replay){0};
}

/* Line i of the file, unless it was read before. */
static void
feed(struct replay *r, size_t i)
{
	const struct line *line = &r->file->line[i];

	if (r->fed[i] || line->len > JSONL_LINE_MAX)
		return;
	r->fed[i] = true;
	if (line->header)
		close_proposer(r); /* it is for the study before */
	history_feed(&r->h, r->file->log.text.data + line->at, line->len);
}

/* The line of the file that has the asking of t: the last to say `ask`. */
static size_t
asking_line(const struct replay *r, const struct trial *t)
{
	size_t low = 0, high = r->file->nlines;

	while (high - low > 1) {
		const size_t middle = low + (high - low) / 2;

		if (r->file->line[middle].at <= t->ask.at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

void
replay_to(struct replay *r, const struct trial *t, const json_t *ask)
{
	const json_int_t seen =
	    json_integer_value(json_object_get(ask, "seen"));
	const size_t end = asking_line(r, t);

	for (; r->next < end; r->next++) {
		if (!r->fed[r->next] &&
		    fold_seq(r->file, &r->file->line[r->next]) > seen)
			return;
		feed(r, r->next);
	}
}

void
replay_pass(struct replay *r, const struct trial *t)
{
	feed(r, asking_line(r, t));
}

static const char *
text_of(const json_t *ask, const char *key)
{
	const char *text = json_string_value(json_object_get(ask, key));

	return text ? text : "";
}

/* Whether a sampler's version is that of ours. */
static enum replay_gap
gap_of(const char *name, const json_t *version)
{
	const struct sampler_row *row = sampler_row_find(name);

	if (!row || !sampler_find(name))
		return REPLAY_UNKNOWN;
	return json_is_integer(version) &&
		       json_integer_value(version) == row->version
		   ? REPLAY_CAN
		   : REPLAY_VERSION;
}

static bool
is_idle(const char *sampler)
{
	for (size_t i = 0; none[i]; i++)
		if (strcmp(none[i], sampler) == 0)
			return true;
	return false;
}

enum replay_gap
replay_gap(const struct replay *r, const json_t *ask)
{
	const char *sampler = text_of(ask, "sampler");
	const char *method = text_of(ask, "method");
	const char *among = text_of(ask, "candidates");
	const json_t *version = json_object_get(ask, "v");
	enum replay_gap gap;

	if (!json_is_integer(json_object_get(ask, "seen")))
		return REPLAY_UNKNOWN;
	if (*among && !(r->candidates && strcmp(r->candidates->id, among) == 0))
		return REPLAY_CANDIDATES;
	if (is_idle(sampler))
		return json_integer_value(version) == 1 ? REPLAY_CAN
							: REPLAY_VERSION;
	gap = gap_of(sampler, version);
	if (gap == REPLAY_CAN && *method)
		gap = gap_of(method, json_object_get(ask, "mv"));
	return gap;
}

/* The options as they were given, NULL last, to be freed by free_options(). */
static char **
options_of(const json_t *ask)
{
	json_t *given = json_object_get(ask, "options");
	char **options = xcalloc(json_object_size(given) + 1, sizeof(*options));
	const char *key;
	json_t *value;
	size_t n = 0;

	json_object_foreach (given, key, value) {
		struct buf text = {0};

		buf_printf(&text, "%s=", key);
		if (json_is_string(value))
			buf_puts(&text, json_string_value(value));
		else
			jsonl_write(&text, value);
		options[n++] = buf_steal(&text);
	}
	return options;
}

static void
free_options(char **options)
{
	for (size_t i = 0; options[i]; i++)
		free(options[i]);
	free(options);
}

/* What a proposer depends on: the study and how it was asked. */
static void
write_key(struct buf *key, const struct replay *r, const char *sampler,
    const json_t *ask)
{
	json_t *options = json_object_get(ask, "options");

	buf_printf(
	    key, "%zu %s %s ", r->h.header_line, sampler, text_of(ask, "seed"));
	if (options)
		jsonl_write(key, options);
}

static int
open_proposer(
    struct replay *r, const char *sampler, const json_t *ask, struct err *e)
{
	char **options = options_of(ask);
	const char *text = text_of(ask, "seed");
	uint64_t seed = 0;
	struct method method = {.sampler = sampler,
	    .options = (const char *const *)options,
	    .candidates = *text_of(ask, "candidates") ? r->candidates : NULL,
	    .confirm = strcmp(text_of(ask, "sampler"), confirming) == 0,
	    .seed = *text ? &seed : NULL};
	int rc = -1;

	errno = 0;
	seed = strtoull(text, NULL, 10);
	if (errno != 0)
		err_set(e, "'%.40s' is no seed", text);
	else
		rc = proposer_init(&r->proposer, &r->h.study, &method, e);
	free_options(options);
	return rc;
}

/* Have the proposer that made the point of this ask.  One for candidates knows
 * which are used, so it is of no use for another ask. */
static int
take_proposer(struct replay *r, const json_t *ask, struct err *e)
{
	const char *sampler = text_of(ask, "method");
	struct buf key = {0};

	if (!*sampler)
		sampler = text_of(ask, "sampler");
	write_key(&key, r, sampler, ask);
	if (is_idle(sampler))
		sampler = idle;
	if (!*text_of(ask, "candidates") && key.len == r->key.len &&
	    memcmp(key.data, r->key.data, key.len) == 0) {
		buf_release(&key);
		return 0;
	}
	close_proposer(r);
	if (open_proposer(r, sampler, ask, e) == -1) {
		buf_release(&key);
		return -1;
	}
	r->key = key;
	return 0;
}

json_t *
replay_ask(
    struct replay *r, const struct trial *t, const json_t *ask, struct err *e)
{
	struct past past;
	json_t *line;

	if (!r->h.has_study) {
		err_set(e, "no header is before its ask");
		return NULL;
	}
	if (take_proposer(r, ask, e) == -1)
		return NULL;
	past_init(&past, &r->h.study.space, proposer_looks(&r->proposer));
	past_read(&past, &r->h);
	past.last = t->number - 1;
	r->proposer.sampling.shortlist = r->shortlist;
	line = proposer_next(&r->proposer, &past, e);
	if (!line && e->text[0] == '\0')
		err_set(e, "there is no point left to ask");
	past_release(&past);
	return line;
}
