/* Opening, locking, reading and adding to the file of a history. */
#include "history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "index.h"
#include "jsonl.h"
#include "mount.h"
#include "owner.h"
#include "scan.h"
#include "xalloc.h"

/* Forget all that was known of the text. */
static void
forget(struct history *h)
{
	if (h->has_study)
		study_release(&h->study);
	h->has_study = false;
	h->id[0] = '\0';
	h->header_line = 0;
	h->damaged = 0;
	index_forget(h);
}

void
history_close(struct history *h)
{
	forget(h);
	index_release(h);
	log_close(&h->log);
	*h = (struct history){.log.fd = -1};
}

static void
take_study(
    struct history *h, const struct line *line, const struct study *study)
{
	if (h->has_study)
		study_release(&h->study);
	h->study = *study;
	h->has_study = true;
	h->header_line = line->number;
}

/*
 * Look for the last header that is one; the first names the study.  All are
 * looked at, so that damage is the same for who saw the file growing.
 */
static void
find_study(struct history *h, size_t from)
{
	for (size_t i = from; i < h->nlines; i++) {
		const struct line *line = &h->line[i];
		struct study study;
		struct err e = {0};

		if (!line->header)
			continue;
		if (study_parse(&study, h->log.text.data + line->at, line->len,
			&e) == -1)
			history_damage(h, line, &e);
		else
			take_study(h, line, &study);
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

/* Look at what is new in the text. */
static void
take_lines(struct history *h)
{
	const size_t before = h->nlines;

	index_text(h);
	find_study(h, before);
	find_id(h);
}

static int
take_in(struct history *h, struct err *e)
{
	if (h->log.replaced)
		forget(h);
	h->log.replaced = false;
	take_lines(h);
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

/* The first trial that another host holds or held, or NULL. */
static const struct trial *
held_elsewhere(struct history *h)
{
	const size_t n = history_count(h);
	char host[OWNER_TEXT];

	owner_host(host);
	for (size_t i = 0; i < n; i++) {
		const struct trial *t = history_at(h, i);
		char *by = history_text(h, t->by);
		const size_t len = strcspn(by, ":~");
		const bool other =
		    len > 0 && strcmp(by, "-") != 0 &&
		    (len != strlen(host) || memcmp(by, host, len) != 0);

		free(by);
		if (other)
			return t;
	}
	return NULL;
}

/* Locks that only this host sees: fine until another one writes, too. */
static int
check_mount(struct history *h, struct err *e)
{
	const char *why = mount_check(h->log.path);
	const struct trial *t;

	if (!why)
		return 0;
	t = held_elsewhere(h);
	if (!t) {
		warn("'%s': other hosts do not see the locks of this file "
		     "system (%s)",
		    h->log.path, why);
		return 0;
	}
	err_set(e,
	    "'%s': other hosts do not see the locks of this file system (%s), "
	    "and one of them holds trial %u: move the file to one that has "
	    "locks",
	    h->log.path, why, (unsigned)t->number);
	e->status = STATUS_SYS;
	return -1;
}

int
history_end(struct history *h, size_t before, bool sync, struct err *e)
{
	const size_t n = h->log.text.len - before;
	int rc = n > 0 ? history_write(h, n, e) : 0;

	if (log_unlock(&h->log, LOG_APPEND, rc == 0 ? e : &(struct err){0}) ==
	    -1)
		rc = -1;
	return rc == 0 && sync ? log_sync(&h->log, e) : rc;
}

int
history_open(struct history *h, const char *path, bool writable, struct err *e)
{
	*h = (struct history){.sorted = true};
	if (log_open(&h->log, path, writable, e) == -1)
		return -1;
	if (history_update(h, e) == 0 && (!writable || check_mount(h, e) == 0))
		return 0;
	history_close(h);
	return -1;
}

int
history_take(
    struct history *h, const char *path, struct buf *text, struct err *e)
{
	*h = (struct history){.sorted = true};
	log_take(&h->log, path, text);
	if (take_in(h, e) == 0)
		return 0;
	history_close(h);
	return -1;
}

void
history_begin(struct history *h, const char *path)
{
	struct buf nothing = {0};

	*h = (struct history){.sorted = true};
	log_take(&h->log, path, &nothing);
}

void
history_feed(struct history *h, const char *line, size_t len)
{
	buf_add(&h->log.text, line, len);
	buf_puts(&h->log.text, "\n");
	take_lines(h);
}

const struct trial *
history_trial(struct history *h, uint32_t number)
{
	struct chain *c = index_find(h, number);
	struct trial *t = c ? fold_trial(h, c) : NULL;

	return t && t->valid ? t : NULL;
}

size_t
history_count(struct history *h)
{
	index_order(h);
	return h->norder;
}

const struct trial *
history_at(struct history *h, size_t i)
{
	return h->order[i];
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

	if (!h->uids) {
		h->uids = jsonl_object();
		for (size_t i = 0; i < n; i++)
			if (h->order[i]->uid.len > 0)
				fold_uid(h, h->order[i]);
	}
	return (uint32_t)json_integer_value(json_object_get(h->uids, uid));
}

const struct trial *
history_for(struct history *h, const char *key)
{
	const size_t n = history_count(h);

	for (size_t i = 0; i < n; i++) {
		const struct trial *t = history_at(h, i);

		if (t->key.len > 0 && history_equals(h, t->key, key))
			return t;
	}
	return NULL;
}

/* Whether the line has the bytes of word, which is a key or a value. */
static bool
has_word(const struct history *h, const struct line *line, const char *word)
{
	return memmem(h->log.text.data + line->at, line->len, word,
		   strlen(word)) != NULL;
}

bool
history_moved(const struct history *h, size_t from)
{
	bool moved = from > h->nlines;

	for (size_t i = from; i < h->nlines && !moved; i++) {
		const struct line *line = &h->line[i];

		moved = line->header || ((has_word(h, line, "\"state\"") ||
					     has_word(h, line, "\"by\"")) &&
					    !has_word(h, line, "\"running\""));
	}
	return moved;
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

	for (uint32_t i = t->first; i != 0; i = h->line[i - 1].next) {
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
history_damage(struct history *h, const struct line *line, const struct err *e)
{
	const size_t most = sizeof(h->damages) / sizeof(*h->damages);
	size_t i = h->damaged < most ? h->damaged : most;

	h->damaged++;
	/* Trials are folded one by one, the first lines are to be named. */
	while (i > 0 && h->damages[i - 1].line > line->number) {
		if (i < most)
			h->damages[i] = h->damages[i - 1];
		i--;
	}
	if (i == most)
		return;
	h->damages[i] = (struct damage){.line = line->number, .at = line->at};
	snprintf(
	    h->damages[i].text, sizeof(h->damages[i].text), "%.99s", e->text);
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
