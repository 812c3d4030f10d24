#include "terminal.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

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

void
terminal_line(struct buf *out, const char *text, size_t len)
{
	struct buf clean = {0};

	clean_line(&clean, text, len);
	add_shown(out, &clean);
	buf_release(&clean);
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
