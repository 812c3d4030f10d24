/*
 * The text is cut into lines once.  A line that begins as we write trial lines,
 * {"trial":N, is put in the chain of trial N unread; any other is scanned at
 * once.  The chain is folded, oldest line first, when somebody asks for N.
 */
#include "index.h"

#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "xalloc.h"

enum { FIRST_SLOTS = 64, FIRST_LINES = 64 };

static const char byte_order_mark[] = "\xef\xbb\xbf";

void
index_forget(struct history *h)
{
	h->lines = h->nlines = h->indexed = h->ntrials = 0;
	if (h->slot)
		memset(h->slot, 0, h->nslots * sizeof(*h->slot));
	free(h->order);
	h->order = NULL;
}

void
index_release(struct history *h)
{
	index_forget(h);
	free(h->line);
	free(h->trial);
	free(h->slot);
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

void
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

static int
by_number(const void *a, const void *b, void *arg)
{
	const struct trial *trial = arg;
	const uint32_t x = trial[*(const uint32_t *)a].number;
	const uint32_t y = trial[*(const uint32_t *)b].number;

	return (x > y) - (x < y);
}

void
index_order(struct history *h)
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

struct trial *
index_find(const struct history *h, uint32_t number)
{
	const uint32_t *slot = h->nslots > 0 ? find_slot(h, number) : NULL;

	return slot && *slot != 0 ? &h->trial[*slot - 1] : NULL;
}
