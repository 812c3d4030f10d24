#include "die.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "clean.h"

int
err_set(struct err *e, const char *fmt, ...)
{
	va_list ap;

	e->column = 0;
	e->status = STATUS_INPUT;
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	return -1;
}

int
err_sys(struct err *e, const char *fmt, ...)
{
	const int saved = errno;
	va_list ap;
	size_t len;

	e->column = 0;
	e->status = STATUS_SYS;
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	len = strlen(e->text);
	snprintf(e->text + len, sizeof(e->text) - len, ": %s", strerror(saved));
	return -1;
}

/* "program: ", what is in *text, and a newline, cleaned. */
static void
say(struct buf *text)
{
	struct buf line = {0};
	ssize_t ignored;

	buf_printf(&line, "%s: ", program_invocation_short_name);
	clean_text(&line, text->data, text->len);
	buf_puts(&line, "\n");
	ignored = write(STDERR_FILENO, line.data, line.len);
	(void)ignored; /* nowhere is left to say it */
	buf_release(&line);
	buf_release(text);
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
