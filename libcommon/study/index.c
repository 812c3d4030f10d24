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
	for (size_t i = 0; i < h->nchains; i++)
		free(h->chain[i].trial);
	h->lines = h->nlines = h->indexed = h->nchains = 0;
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
	free(h->chain);
	free(h->slot);
}

/* Where the trial called number is, or where it would be put. */
static uint32_t *
find_slot(const struct history *h, uint32_t number)
{
	size_t i = (size_t)(number * 2654435769U) & (h->nslots - 1);

	while (h->slot[i] != 0 && h->chain[h->slot[i] - 1].number != number)
		i = (i + 1) & (h->nslots - 1);
	return &h->slot[i];
}

static void
grow_slots(struct history *h)
{
	free(h->slot);
	h->nslots = h->nslots > 0 ? 2 * h->nslots : FIRST_SLOTS;
	h->slot = xcalloc(h->nslots, sizeof(*h->slot));
	for (size_t i = 0; i < h->nchains; i++)
		*find_slot(h, h->chain[i].number) = (uint32_t)i + 1;
}

static struct chain *
chain_of(struct history *h, uint32_t number)
{
	uint32_t *slot;

	if (2 * h->nchains >= h->nslots)
		grow_slots(h);
	slot = find_slot(h, number);
	if (*slot != 0)
		return &h->chain[*slot - 1];
	if (h->nchains == h->chain_cap) {
		h->chain_cap =
		    h->chain_cap > 0 ? 2 * h->chain_cap : FIRST_SLOTS;
		h->chain =
		    xreallocarray(h->chain, h->chain_cap, sizeof(*h->chain));
	}
	h->chain[h->nchains++] = (struct chain){.number = number};
	*slot = (uint32_t)h->nchains;
	free(h->order);
	h->order = NULL;
	return &h->chain[h->nchains - 1];
}

/* Put the last line in the chain of trial number. */
static void
link_line(struct history *h, uint32_t number)
{
	struct chain *c = chain_of(h, number);
	const uint32_t line = (uint32_t)h->nlines;

	if (c->last != 0)
		h->line[c->last - 1].next = line;
	else
		c->first = line;
	c->last = line;
	if (c->trial && c->trial->unread == 0)
		c->trial->unread = line;
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
	h->line[h->nlines++] = (struct line){.at = at,
	    .len = len < UINT32_MAX ? (uint32_t)len : UINT32_MAX,
	    .number = (uint32_t)h->lines};
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
		link_line(h, number);
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
by_number(const void *a, const void *b)
{
	const struct trial *x = *(struct trial *const *)a;
	const struct trial *y = *(struct trial *const *)b;

	return (x->number > y->number) - (x->number < y->number);
}

void
index_order(struct history *h)
{
	bool sorted = true;

	h->norder = 0;
	if (!h->order)
		h->order = xmalloc((h->nchains + 1) * sizeof(struct trial *));
	for (size_t i = 0; i < h->nchains; i++) {
		struct trial *t = fold_trial(h, &h->chain[i]);

		if (!t->valid)
			continue;
		if (h->norder > 0 &&
		    h->order[h->norder - 1]->number > t->number)
			sorted = false;
		h->order[h->norder++] = t;
	}
	if (!sorted)
		qsort(h->order, h->norder, sizeof(struct trial *), by_number);
}

struct chain *
index_find(const struct history *h, uint32_t number)
{
	const uint32_t *slot = h->nslots > 0 ? find_slot(h, number) : NULL;

	return slot && *slot != 0 ? &h->chain[*slot - 1] : NULL;
}
