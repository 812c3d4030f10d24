/*
 * A trial file, and behind a line "tell" what hpo-tell is told.  The file
 * reads the same at once and in two pieces; a line is sound for the scanner if
 * it is for jansson; what is told is added behind what was there, is sound
 * itself, and ends no trial again.
 */
#include <stdbool.h>
#include <string.h>

#include "fuzz.h"
#include "history.h"
#include "jsonl.h"
#include "memory_file.h"
#include "scan.h"
#include "tell.h"
#include "told.h"
#include "xalloc.h"

/* Whether jansson has an object, where the scanner has one. */
static void
check_line(const char *line, size_t len)
{
	struct err scanned = {0}, parsed = {0};
	const int rc = scan_object(line, len, NULL, NULL, &scanned);
	json_t *value = jsonl_parse(line, len, &parsed);

	must((rc == -1) == (scanned.text[0] != '\0'));
	must(rc == 0 ||
	     (scanned.column > 0 && (size_t)scanned.column <= len + 1));
	must((value == NULL) == (parsed.text[0] != '\0'));
	if (json_is_object(value))
		must(rc == 0);
	if (rc == 0 && !value) /* what only values and not looks can tell */
		must(strstr(parsed.text, "duplicate") ||
		     strstr(parsed.text, "overflow") ||
		     strstr(parsed.text, "large") ||
		     strstr(parsed.text, "big"));
	json_decref(value);
}

static void
check_lines(const char *text, size_t len)
{
	const char *end;

	while ((end = memchr(text, '\n', len)) != NULL) {
		check_line(text, (size_t)(end - text));
		len -= (size_t)(end - text) + 1;
		text = end + 1;
	}
}

static void
write_line(struct buf *out, json_t *object)
{
	jsonl_write(out, object);
	buf_puts(out, "\n");
	json_decref(object);
}

/* All that a history knows, as text. */
static void
describe(struct buf *out, struct history *h)
{
	const size_t n = history_count(h);
	uint32_t last = 0;

	buf_printf(out, "%s %zu lines, last seq %lld\n", h->id, h->lines,
	    (long long)history_seq(h));
	write_line(out, json_incref(h->study.header));
	for (size_t i = 0; i < n; i++) {
		const struct trial *t = history_at(h, i);

		must(t->valid && t->number > last && t->attempt >= 1);
		must(history_trial(h, t->number) == t);
		last = t->number;
		buf_printf(out, "%u %s %d %u %g ", (unsigned)t->number,
		    trial_state_name(t->state), t->attempt, t->lost,
		    history_metric(h, t, h->study.objectives[0].metric));
		write_line(out, history_merge(h, t));
	}
	must(history_last(h) == last);
	buf_printf(out, "%zu damaged\n", h->damaged);
}

static bool
same_bytes(struct buf *a, struct buf *b)
{
	return strcmp(buf_text(a), buf_text(b)) == 0;
}

/* What a reader knows who saw the file growing, as far as it is whole. */
static void
check_growth(const char *text, size_t size, struct buf *whole)
{
	const char *first = memchr(text, '\n', size);
	const size_t half = size / 2;
	struct memory_file f = memory_file(text, half);
	struct history h;
	struct buf now = {0};
	struct err e = {0};

	if (first && half > (size_t)(first - text) &&
	    history_open(&h, f.path, false, &e) == 0) {
		(void)history_count(&h);
		(void)history_seq(&h);
		must(write_all(f.fd, text + half, size - half) == 0);
		must(history_update(&h, &e) == 0);
		describe(&now, &h);
		must(same_bytes(&now, whole));
		history_close(&h);
	}
	buf_release(&now);
	close(f.fd);
}

/* States of trials that ended, by index. */
static void
note_ends(struct buf *out, struct history *h)
{
	const size_t n = history_count(h);

	for (size_t i = 0; i < n; i++) {
		const struct trial *t = history_at(h, i);

		if (trial_is_final(t->state))
			buf_printf(out, "%u %s\n", (unsigned)t->number,
			    trial_state_name(t->state));
	}
}

/* Every line of ends is among those of now. */
static void
check_ends(struct buf *ends, struct buf *now)
{
	char *line = buf_text(ends);

	for (char *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		char *copy = xstrndup(line, (size_t)(end + 1 - line));
		const char *found = strstr(buf_text(now), copy);

		must(found && (found == now->data || found[-1] == '\n'));
		free(copy);
	}
}

static void
check_told(struct memory_file *f, const char *text, size_t size,
    const char *told, size_t told_len)
{
	struct memory_file in = memory_file(told, told_len);
	struct teller t = {.lost = TELL_LOST};
	struct history h;
	struct buf ends = {0}, now = {0}, again = {0};
	struct err e = {0};
	size_t damaged;

	must(history_open(&t.history, f->path, true, &e) == 0);
	memcpy(t.id, t.history.id, sizeof(t.id));
	note_ends(&ends, &t.history);
	damaged = t.history.damaged;
	must(lseek(in.fd, 0, SEEK_SET) == 0);
	must(dup2(in.fd, STDIN_FILENO) == STDIN_FILENO);
	must(told_lines(&t) <= STATUS_INPUT);
	note_ends(&now, &t.history);
	check_ends(&ends, &now);
	/* the file itself: what was there, and lines without a fault */
	must(history_open(&h, f->path, false, &e) == 0);
	must(h.log.text.len >= size || t.lines == 0);
	must(memcmp(h.log.text.data, text,
		 h.log.text.len < size ? h.log.text.len : size) == 0);
	note_ends(&again, &h);
	must(same_bytes(&now, &again));
	must(h.damaged <= damaged + 1); /* a fragment that was closed */
	history_close(&h);
	tell_close(&t);
	close(in.fd);
	buf_release(&ends);
	buf_release(&now);
	buf_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char separator[] = "\ntell\n";
	const char *text = (const char *)data;
	const char *told = memmem(text, size, separator, strlen(separator));
	const size_t len = told ? (size_t)(told - text) + 1 : size;
	struct memory_file f = memory_file(text, len);
	struct history h;
	struct buf whole = {0};
	struct err e = {0};

	check_lines(text, len);
	if (history_open(&h, f.path, false, &e) == 0) {
		describe(&whole, &h);
		history_close(&h);
		check_growth(text, len, &whole);
		if (told)
			check_told(&f, text, len, told + strlen(separator),
			    size - len + 1 - strlen(separator));
	} else {
		must(e.text[0] != '\0' && e.status == STATUS_INPUT);
	}
	buf_release(&whole);
	close(f.fd);
	return 0;
}
