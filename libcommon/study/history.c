/*
 * The text is cut into lines once.  A line that begins as we write trial lines,
 * {"trial":N, is put in the chain of trial N unread; any other is scanned at
 * once.  The chain is folded, oldest line first, when somebody asks for N.
 */
#include "history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "jsonl.h"
#include "scan.h"
#include "xalloc.h"

enum { FIRST_SLOTS = 64, FIRST_LINES = 64 };

static const char byte_order_mark[] = "\xef\xbb\xbf";

/* Forget all that was known of the text. */
static void
forget(struct history *h)
{
	if (h->has_study)
		study_release(&h->study);
	h->has_study = false;
	h->id[0] = '\0';
	h->header_line = 0;
	h->lines = h->nlines = h->indexed = h->ntrials = h->damaged = 0;
	if (h->slot)
		memset(h->slot, 0, h->nslots * sizeof(*h->slot));
	free(h->order);
	h->order = NULL;
}

void
history_close(struct history *h)
{
	forget(h);
	free(h->line);
	free(h->trial);
	free(h->slot);
	log_close(&h->log);
	*h = (struct history){.log.fd = -1};
}

void
history_damage(struct history *h, const struct line *line, const struct err *e)
{
	const size_t most = sizeof(h->damages) / sizeof(*h->damages);

	if (h->damaged < most) {
		struct damage *d = &h->damages[h->damaged];

		d->line = line->number;
		d->at = line->at;
		snprintf(d->text, sizeof(d->text), "%.99s", e->text);
	}
	h->damaged++;
}

/* Where the trial called number is, or where it would be put. */
static uint32_t *
find_slot(const struct history *h, uint32_t number)
{
	size_t i = (size_t)(number * 2654435769U) & (h->nslots - 1);

	while (h->slot[i] != 0 && h->trial[h->slot[i] - 1].number != number)
		i = (i + 1) & (h->nslots - 1);
	return &h->slot[i];
}

static void
grow_slots(struct history *h)
{
	free(h->slot);
	h->nslots = h->nslots > 0 ? 2 * h->nslots : FIRST_SLOTS;
	h->slot = xcalloc(h->nslots, sizeof(*h->slot));
	for (size_t i = 0; i < h->ntrials; i++)
		*find_slot(h, h->trial[i].number) = (uint32_t)i + 1;
}

static struct trial *
trial_of(struct history *h, uint32_t number)
{
	uint32_t *slot;

	if (2 * h->ntrials >= h->nslots)
		grow_slots(h);
	slot = find_slot(h, number);
	if (*slot != 0)
		return &h->trial[*slot - 1];
	if (h->ntrials == h->trial_cap) {
		h->trial_cap =
		    h->trial_cap > 0 ? 2 * h->trial_cap : FIRST_SLOTS;
		h->trial =
		    xreallocarray(h->trial, h->trial_cap, sizeof(*h->trial));
	}
	h->trial[h->ntrials++] = (struct trial){.number = number, .attempt = 1};
	*slot = (uint32_t)h->ntrials;
	free(h->order);
	h->order = NULL;
	return &h->trial[h->ntrials - 1];
}

/* Put the last line in the chain of trial number. */
static void
chain(struct history *h, uint32_t number)
{
	struct trial *t = trial_of(h, number);

	if (t->last != 0)
		h->line[t->last - 1].next = h->nlines;
	else
		t->first = h->nlines;
	t->last = h->nlines;
	if (t->unread == 0)
		t->unread = h->nlines;
}

/* The N of a line that begins {"trial":N, or 0. */
static uint32_t
quick_number(const char *text, size_t len)
{
	static const char start[] = "{\"trial\":";
	const size_t skip = sizeof(start) - 1;
	uint64_t n = 0;
	size_t i;

	if (len <= skip || memcmp(text, start, skip) != 0)
		return 0;
	for (i = skip; i < len && text[i] >= '0' && text[i] <= '9'; i++) {
		n = 10 * n + (uint64_t)(text[i] - '0');
		if (n > TRIAL_MAX)
			return 0;
	}
	if (i == len || text[i] != ',' || text[skip] == '0')
		return 0;
	return (uint32_t)n;
}

static void
add_line(struct history *h, size_t at, size_t len)
{
	if (h->nlines == h->line_cap) {
		h->line_cap = h->line_cap > 0 ? 2 * h->line_cap : FIRST_LINES;
		h->line = xreallocarray(h->line, h->line_cap, sizeof(*h->line));
	}
	h->line[h->nlines++] =
	    (struct line){.at = at, .len = len, .number = h->lines};
}

static void
index_line(struct history *h, size_t at, size_t len)
{
	const char *text = h->log.text.data;
	const size_t mark = sizeof(byte_order_mark) - 1;
	struct line *line;
	uint32_t number;

	h->lines++;
	if (h->lines == 1 && len >= mark &&
	    memcmp(text + at, byte_order_mark, mark) == 0) {
		at += mark;
		len -= mark;
	}
	if (len > 0 && text[at + len - 1] == '\r')
		len--;
	if (len == 0)
		return;
	add_line(h, at, len);
	line = &h->line[h->nlines - 1];
	number = quick_number(text + at, len);
	if (number == 0)
		number = fold_look(h, line);
	if (number > 0)
		chain(h, number);
}

/* Cut what is new into lines. */
static void
index_text(struct history *h)
{
	const struct buf *text = &h->log.text;

	while (h->indexed < text->len) {
		const char *start = text->data + h->indexed;
		const char *newline =
		    memchr(start, '\n', text->len - h->indexed);
		const size_t len = (size_t)(newline - start);

		index_line(h, h->indexed, len);
		h->indexed += len + 1;
	}
}

/* Look for the last header that is one; the first names the study. */
static void
find_study(struct history *h, size_t from)
{
	for (size_t i = h->nlines; i-- > from;) {
		const struct line *line = &h->line[i];
		struct study study;
		struct err e = {0};

		if (!line->header)
			continue;
		if (study_parse(&study, h->log.text.data + line->at, line->len,
			&e) == -1) {
			history_damage(h, line, &e);
			continue;
		}
		if (h->has_study)
			study_release(&h->study);
		h->study = study;
		h->has_study = true;
		h->header_line = line->number;
		break;
	}
}

/* Eight hex digits: it names a folder. */
static bool
is_id(const char *text)
{
	const size_t digits = STUDY_ID - 1;

	return text && strlen(text) == digits &&
	       strspn(text, "0123456789abcdef") == digits;
}

/* The id of the first header that is one. */
static void
find_id(struct history *h)
{
	for (size_t i = 0; i < h->nlines && h->id[0] == '\0'; i++) {
		const struct line *line = &h->line[i];
		const char *text = h->log.text.data + line->at;
		json_t *header, *id;

		if (!line->header)
			continue;
		header = jsonl_value(text, line->len);
		id = json_object_get(header, "id");
		if (is_id(json_string_value(id)))
			memcpy(h->id, json_string_value(id), STUDY_ID);
		else
			study_id(h->id, text, line->len);
		json_decref(header);
	}
	if (h->has_study)
		memcpy(h->study.id, h->id, sizeof(h->id));
}

static int
take_in(struct history *h, struct err *e)
{
	size_t before;

	if (h->log.replaced)
		forget(h);
	before = h->nlines;
	index_text(h);
	find_study(h, before);
	find_id(h);
	if (!h->has_study)
		return err_set(e, "'%s' has no header that is valid%s%s",
		    h->log.path, h->damaged > 0 ? ": " : "",
		    h->damaged > 0 ? h->damages[0].text : "");
	return 0;
}

int
history_update(struct history *h, struct err *e)
{
	if (log_read(&h->log, e) == -1)
		return -1;
	return take_in(h, e);
}

int
history_lock(struct history *h, enum log_lock which, struct err *e)
{
	if (log_lock(&h->log, which, e) == -1)
		return -1;
	return take_in(h, e);
}

void
history_add(struct history *h, json_t *object)
{
	const size_t before = h->nlines;

	log_line(&h->log.text, object, history_seq(h) + 1);
	index_text(h);
	find_study(h, before);
	if (h->has_study)
		memcpy(h->study.id, h->id, sizeof(h->id));
}

int
history_write(struct history *h, size_t n, struct err *e)
{
	struct log *log = &h->log;
	const size_t start = log->text.len - n;
	const size_t known = start - (log->lent_newline ? 1 : 0);

	if (log_write(log, log->text.data + start, n, e) == -1) {
		log->stale = true;
		return -1;
	}
	/* A fragment that was closed is in the file, but not in the text. */
	log->stale = (size_t)log->size != known;
	log->lent_newline = false;
	return 0;
}

int
history_open(struct history *h, const char *path, bool writable, struct err *e)
{
	*h = (struct history){0};
	if (log_open(&h->log, path, writable, e) == -1)
		return -1;
	if (history_update(h, e) == -1) {
		history_close(h);
		return -1;
	}
	return 0;
}

const struct trial *
history_trial(struct history *h, uint32_t number)
{
	struct trial *t;

	if (h->nslots == 0 || *find_slot(h, number) == 0)
		return NULL;
	t = &h->trial[*find_slot(h, number) - 1];
	fold_trial(h, t);
	return t->valid ? t : NULL;
}

static int
by_number(const void *a, const void *b, void *arg)
{
	const struct trial *trial = arg;
	const uint32_t x = trial[*(const uint32_t *)a].number;
	const uint32_t y = trial[*(const uint32_t *)b].number;

	return (x > y) - (x < y);
}

/* Fold what is not folded yet, and put the trials that are valid in order. */
static void
make_order(struct history *h)
{
	bool sorted = true;

	h->norder = 0;
	if (!h->order)
		h->order = xmalloc((h->ntrials + 1) * sizeof(*h->order));
	for (size_t i = 0; i < h->ntrials; i++) {
		fold_trial(h, &h->trial[i]);
		if (!h->trial[i].valid)
			continue;
		if (h->norder > 0 && h->trial[h->order[h->norder - 1]].number >
					 h->trial[i].number)
			sorted = false;
		h->order[h->norder++] = (uint32_t)i;
	}
	if (!sorted)
		qsort_r(h->order, h->norder, sizeof(*h->order), by_number,
		    h->trial);
}

size_t
history_count(struct history *h)
{
	make_order(h);
	return h->norder;
}

const struct trial *
history_at(struct history *h, size_t i)
{
	struct trial *t = &h->trial[h->order[i]];

	fold_trial(h, t);
	return t;
}

uint32_t
history_last(struct history *h)
{
	const size_t n = history_count(h);

	return n > 0 ? history_at(h, n - 1)->number : 0;
}

uint32_t
history_uid(struct history *h, const char *uid)
{
	const size_t n = history_count(h);

	for (size_t i = 0; i < n; i++)
		if (history_equals(h, history_at(h, i)->uid, uid))
			return history_at(h, i)->number;
	return 0;
}

json_int_t
history_seq(struct history *h)
{
	for (size_t i = h->nlines; i-- > 0;) {
		const json_int_t seq = fold_seq(h, &h->line[i]);

		if (seq >= 0)
			return seq;
	}
	return -1;
}

json_t *
history_merge(struct history *h, const struct trial *t)
{
	json_t *merged = jsonl_object();

	for (size_t i = t->first; i != 0; i = h->line[i - 1].next) {
		const struct line *line = &h->line[i - 1];
		const char *text = h->log.text.data + line->at;
		struct err ignored = {0};
		json_t *patch;

		if (scan_object(text, line->len, NULL, NULL, &ignored) == -1)
			continue;
		patch = jsonl_value(text, line->len);
		if (patch)
			json_object_update(merged, patch);
		json_decref(patch);
	}
	return merged;
}

void
history_warn(struct history *h)
{
	const size_t most = sizeof(h->damages) / sizeof(*h->damages);

	(void)history_count(h); /* so that every line was looked at */
	for (size_t i = 0; i < h->damaged && i < most; i++)
		warn("%s:%zu: skipped, byte %zu: %s", h->log.path,
		    h->damages[i].line, h->damages[i].at, h->damages[i].text);
	if (h->damaged > most)
		warn("%s: %zu damaged lines in all", h->log.path, h->damaged);
}
