#include "page.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "jsonl.h"
#include "terminal.h"

enum {
	BYTES_A_COLUMN = 16, /* no letter with its marks takes more */
	LONGEST = 1000,      /* columns of a line that is not for a terminal */
	LINES_MAX = 4,
};

static void
add_label(struct page *p, const char *label)
{
	buf_printf(p->out, "%-*s", PAGE_LABEL, label);
}

/* Columns behind the label; SIZE_MAX: any number. */
static size_t
room_of(const struct page *p)
{
	const size_t width = p->width > 0 ? p->width : LONGEST;

	return width > PAGE_LABEL ? width - PAGE_LABEL : SIZE_MAX;
}

bool
page_is_narrow(const struct page *p)
{
	return p->width > 0 && p->width < PAGE_NARROW;
}

bool
page_has_room(const struct page *p, const struct buf *text)
{
	return terminal_width(text) <= room_of(p);
}

/* Where text is to be broken so that it fits: its length if it does. */
static size_t
find_break(const struct buf *text, size_t room)
{
	const size_t fits = terminal_fit(text, room);
	size_t at = fits;

	if (fits == text->len)
		return fits;
	while (at > 0 && text->data[at] != ' ')
		at--;
	return at > 0 ? at : fits;
}

static void
add_lines(struct page *p, const char *label, struct buf *text, size_t lines)
{
	const size_t room = room_of(p);
	struct buf clean = {0};
	size_t len = text->len;

	if (room < SIZE_MAX && len > BYTES_A_COLUMN * (room + 1) * lines)
		len = BYTES_A_COLUMN * (room + 1) * lines;
	terminal_line(&clean, text->data, len);
	for (; lines > 1 && !page_has_room(p, &clean); lines--) {
		const size_t at = find_break(&clean, room);

		add_label(p, label);
		buf_add(p->out, clean.data, at);
		buf_puts(p->out, "\n");
		buf_drop(&clean, clean.data[at] == ' ' ? at + 1 : at);
		label = "";
	}
	terminal_cut(&clean, room);
	add_label(p, label);
	buf_add(p->out, clean.data, clean.len);
	buf_puts(p->out, "\n");
	buf_release(&clean);
	buf_release(text);
}

void
page_line(struct page *p, const char *label, struct buf *text)
{
	add_lines(p, label, text, page_is_narrow(p) ? 2 : 1);
}

void
page_text(struct page *p, const char *label, struct buf *text)
{
	add_lines(p, label, text, LINES_MAX);
}

void
page_command(struct page *p, const char *label, struct buf *text)
{
	add_label(p, label);
	terminal_line(p->out, text->data, text->len);
	buf_puts(p->out, "\n");
	buf_release(text);
}

bool
page_words(struct page *p, const char *label, const struct buf *words, size_t n,
    size_t lines)
{
	const size_t end = 2; /* " \" */
	const size_t room = p->width > PAGE_LABEL ? p->width - PAGE_LABEL : 0;
	const size_t before = p->out->len;
	size_t used = 0, line = 1;

	add_label(p, label);
	for (size_t i = 0; i < n; i++) {
		struct buf clean = {0};
		size_t width;

		terminal_line(&clean, words[i].data, words[i].len);
		width = terminal_width(&clean);
		if (room > 0 && used > 0 && used + 1 + width + end > room) {
			buf_puts(p->out, " \\\n");
			add_label(p, "");
			used = 0;
			line++;
		}
		if (used > 0)
			buf_puts(p->out, " ");
		buf_add(p->out, clean.data, clean.len);
		used += (used > 0) + width;
		if (room > 0 && used > room)
			line += used / room;
		buf_release(&clean);
	}
	buf_puts(p->out, "\n");
	if (room == 0 || line <= lines)
		return true;
	p->out->len = before;
	return false;
}

json_t *
page_json(double x)
{
	return x == floor(x) && fabs(x) < 0x1p53 ? json_integer((json_int_t)x)
						 : json_real(x);
}

void
page_number(struct buf *text, double x)
{
	json_t *number = page_json(x);

	jsonl_write(text, number);
	json_decref(number);
}

void
page_span(struct buf *text, const struct history *h, struct span s)
{
	char *own = history_text(h, s);

	buf_puts(text, own);
	free(own);
}

void
page_time(struct buf *text, const struct history *h, struct span s)
{
	char *own = history_text(h, s);
	const double when = clock_parse(own, strlen(own));

	if (when >= 0) {
		char shown[CLOCK_TEXT];

		clock_text(shown, (int64_t)when, 0);
		buf_printf(text, "%.10s %.8sZ", shown, shown + 11);
	} else {
		buf_puts(text, own);
	}
	free(own);
}
