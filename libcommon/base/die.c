#include "die.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "clean.h"

enum { SAID_MAX = 2000 }; /* bytes of a message, before it is cleaned */

static bool
is_inside(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* vsnprintf(3) at the end of *b. */
PRINTF_LIKE(2, 0)
static void
add_text(struct buf *b, const char *fmt, va_list ap)
{
	char *text;

	if (vasprintf(&text, fmt, ap) == -1)
		return;
	buf_puts(b, text);
	free(text);
}

/* Leave of a text longer than max bytes both ends: a long name is usually in
 * the middle of what is said of it. */
static void
shorten(struct buf *text, size_t max)
{
	static const char gap[] = " ... ";
	struct buf whole = *text;
	size_t head, tail;

	if (whole.len <= max)
		return;
	head = (max - sizeof(gap)) / 4 * 3;
	tail = whole.len - (max - sizeof(gap) - head);
	while (head > 0 && is_inside(whole.data[head]))
		head--;
	while (tail < whole.len && is_inside(whole.data[tail]))
		tail++;
	*text = (struct buf){0};
	buf_add(text, whole.data, head);
	buf_puts(text, gap);
	buf_add(text, whole.data + tail, whole.len - tail);
	buf_release(&whole);
}

/* Fill e->text with the text and what follows it. */
PRINTF_LIKE(3, 0)
static void
fill(struct err *e, const char *end, const char *fmt, va_list ap)
{
	struct buf text = {0};

	add_text(&text, fmt, ap);
	buf_puts(&text, end);
	shorten(&text, sizeof(e->text) - 1);
	memcpy(e->text, buf_text(&text), text.len + 1);
	buf_release(&text);
}

int
err_set(struct err *e, const char *fmt, ...)
{
	va_list ap;

	e->column = 0;
	e->status = STATUS_INPUT;
	va_start(ap, fmt);
	fill(e, "", fmt, ap);
	va_end(ap);
	return -1;
}

int
err_sys(struct err *e, const char *fmt, ...)
{
	struct buf why = {0};
	va_list ap;

	buf_printf(&why, ": %s", strerror(errno));
	e->column = 0;
	e->status = STATUS_SYS;
	va_start(ap, fmt);
	fill(e, buf_text(&why), fmt, ap);
	va_end(ap);
	buf_release(&why);
	return -1;
}

/* "program: ", what is in *text on one line, cleaned, and a newline. */
static void
say(struct buf *text)
{
	struct buf line = {0};
	ssize_t ignored;

	buf_printf(&line, "%s: ", program_invocation_short_name);
	shorten(text, SAID_MAX);
	clean_line(&line, text->data, text->len);
	buf_puts(&line, "\n");
	ignored = write(STDERR_FILENO, line.data, line.len);
	(void)ignored; /* nowhere is left to say it */
	buf_release(&line);
	buf_release(text);
}

void
warn_at(const char *file, size_t line, const struct err *e)
{
	struct buf text = {0};

	buf_printf(&text, "%s:%zu:", file, line);
	if (e->column > 0)
		buf_printf(&text, "%d:", e->column);
	buf_printf(&text, " %s", e->text);
	say(&text);
}

void
warn(const char *fmt, ...)
{
	struct buf text = {0};
	va_list ap;

	va_start(ap, fmt);
	add_text(&text, fmt, ap);
	va_end(ap);
	say(&text);
}

void
die(enum status status, const char *fmt, ...)
{
	struct buf text = {0};
	va_list ap;

	va_start(ap, fmt);
	add_text(&text, fmt, ap);
	va_end(ap);
	say(&text);
	exit(status != STATUS_OK ? (int)status : STATUS_SYS);
}

void
close_stdout(void)
{
	const int failed = ferror(stdout);

	if (fclose(stdout) == EOF || failed)
		die(STATUS_SYS, "standard output: %s", strerror(errno));
}
