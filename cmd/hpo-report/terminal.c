#include "terminal.h"

#include <langinfo.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "clean.h"

enum { COLUMNS = 79, ROWS = 24, LARGEST = 1000 };

static int
within(int n, int least, int otherwise)
{
	if (n == 0)
		return otherwise;
	return n < least ? least : n > LARGEST ? LARGEST : n;
}

struct terminal_size
terminal_size(void)
{
	const int narrowest = 40, lowest = 12; /* below, plots are all frame */
	struct winsize w = {0};

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == -1)
		w = (struct winsize){0};
	return (struct terminal_size){
	    .columns = within(w.ws_col, narrowest, COLUMNS),
	    .rows = within(w.ws_row, lowest, ROWS),
	};
}

bool
terminal_colours(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(no && *no != '\0') && term &&
	       strcmp(term, "dumb") != 0;
}

/* Append text, which is clean UTF-8, as the locale can show it. */
static void
add_shown(struct buf *out, const struct buf *text)
{
	const bool utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;

	for (size_t i = 0; i < text->len; i++) {
		const unsigned char c = (unsigned char)text->data[i];

		if (c < 0x80 || utf8)
			buf_add(out, text->data + i, 1);
		else
			buf_printf(out, "\\x%02x", c);
	}
}

/* Whether a letter is a byte and takes a column, as in most texts. */
static bool
is_plain(const char *text, size_t len)
{
	size_t i = 0;

	while (i < len && text[i] >= ' ' && text[i] <= '~')
		i++;
	return i == len;
}

void
terminal_line(struct buf *out, const char *text, size_t len)
{
	struct buf clean = {0};

	if (is_plain(text, len)) {
		buf_add(out, text, len);
		return;
	}
	clean_line(&clean, text, len);
	add_shown(out, &clean);
	buf_release(&clean);
}

/*
 * How many bytes of text take at most so many columns; *used: how many they
 * take.  What the C library knows no width of takes one.
 */
static size_t
fitting(const struct buf *text, size_t columns, size_t *used)
{
	mbstate_t state = {0};
	size_t at = 0;

	*used = 0;
	while (at < text->len) {
		wchar_t c = 0;
		size_t n = mbrtowc(&c, text->data + at, text->len - at, &state);
		int width;

		if (n == (size_t)-1 || n == (size_t)-2 || n == 0) {
			state = (mbstate_t){0};
			n = 1;
			c = L'?';
		}
		width = wcwidth(c);
		width = width < 0 ? 1 : width;
		if (*used + (size_t)width > columns)
			break;
		*used += (size_t)width;
		at += n;
	}
	return at;
}

size_t
terminal_width(const struct buf *text)
{
	size_t used;

	if (is_plain(text->data, text->len))
		return text->len;
	(void)fitting(text, SIZE_MAX, &used);
	return used;
}

/* A length within text, less what it has of a letter of UTF-8 only in part. */
static size_t
whole_letters(const struct buf *text, size_t len)
{
	while (len > 0 && len < text->len &&
	       ((unsigned char)text->data[len] & 0xc0) == 0x80)
		len--;
	return len;
}

size_t
terminal_fit(const struct buf *text, size_t columns)
{
	size_t used;

	/* The locale may know no letters of what a picture can show. */
	return whole_letters(text, fitting(text, columns, &used));
}

void
terminal_cut(struct buf *text, size_t columns)
{
	static const char mark[] = "...";
	const size_t len = sizeof(mark) - 1;
	const bool marked = columns >= 2 * len;
	size_t used;

	if (fitting(text, columns, &used) == text->len)
		return;
	text->len = terminal_fit(text, marked ? columns - len : columns);
	if (marked)
		buf_puts(text, mark);
}

void
terminal_text(struct buf *text)
{
	struct buf clean = {0};

	clean_text(&clean, text->data, text->len);
	buf_release(text);
	add_shown(text, &clean);
	buf_release(&clean);
}

void
terminal_trim(struct buf *out, const char *text)
{
	size_t empty = 0; /* lines waiting for one that is not */

	for (bool first = true; *text != '\0';) {
		const size_t line = strcspn(text, "\n");
		size_t len = line;

		while (len > 0 && text[len - 1] == ' ')
			len--;
		if (len == 0) {
			empty += !first;
		} else {
			for (; empty > 0; empty--)
				buf_puts(out, "\n");
			buf_add(out, text, len);
			buf_puts(out, "\n");
			first = false;
		}
		text += line + (text[line] == '\n');
	}
}
