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

enum { FIRST = 64 };

static const char byte_order_mark[] = "\xef\xbb\xbf";

void
index_forget(struct history *h)
{
	for (size_t i = 0; i < h->nchains; i++)
		free(h->chain[i].trial);
	h->lines = h->nlines = h->indexed = h->nchains = 0;
	h->nfresh = h->norder = 0;
	h->sorted = true;
	map_clear(&h->by_number);
	json_decref(h->uids);
	h->uids = NULL;
}

void
index_release(struct history *h)
{
	index_forget(h);
	free(h->line);
	free(h->chain);
	free(h->fresh);
	free(h->order);
	map_release(&h->by_number);
}

/* Make room for one more in an array of n, whose elements are this large. */
static void *
room(void *array, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return array;
	*cap = *cap > 0 ? 2 * *cap : FIRST;
	return xreallocarray(array, *cap, size);
}

static struct chain *
chain_of(struct history *h, uint32_t number)
{
	const uint32_t i = map_get(&h->by_number, number);

	if (i != 0)
		return &h->chain[i - 1];
	h->chain = room(h->chain, h->nchains, &h->chain_cap, sizeof(*h->chain));
	h->chain[h->nchains++] = (struct chain){.number = number};
	map_put(&h->by_number, number, (uint32_t)h->nchains);
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
	if (c->trial && c->trial->unread != 0)
		return;
	if (c->trial)
		c->trial->unread = line;
	else if (c->first != line)
		return; /* it is among the fresh since its first line */
	h->fresh = room(h->fresh, h->nfresh, &h->fresh_cap, sizeof(*h->fresh));
	h->fresh[h->nfresh++] = (uint32_t)(c - h->chain);
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
	h->line = room(h->line, h->nlines, &h->line_cap, sizeof(*h->line));
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
	for (size_t i = 0; i < h->nfresh; i++)
		fold_trial(h, &h->chain[h->fresh[i]]);
	h->nfresh = 0;
	if (!h->sorted)
		qsort(h->order, h->norder, sizeof(struct trial *), by_number);
	h->sorted = true;
}

void
index_valid(struct history *h, struct trial *t)
{
	h->order =
	    room(h->order, h->norder, &h->order_cap, sizeof(struct trial *));
	if (h->norder > 0 && h->order[h->norder - 1]->number > t->number)
		h->sorted = false;
	h->order[h->norder++] = t;
}

struct chain *
index_find(const struct history *h, uint32_t number)
{
	const uint32_t i = map_get(&h->by_number, number);

	return i != 0 ? &h->chain[i - 1] : NULL;
}
