#include "gnuplot.h"

#include <errno.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wchar.h>

#include "clean.h"
#include "file.h"
#include "plot.h"
#include "terminal.h"

enum {
	LABEL_BYTES = 16 * GNUPLOT_LABEL, /* as many columns can take */
	CHUNK = 1 << 16,
};

extern char **environ;

/* Append what is clean as a string. */
static void
add_quoted(struct buf *script, const char *text, size_t len)
{
	buf_puts(script, "'");
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\'')
			buf_puts(script, "'");
		buf_add(script, text + i, 1);
	}
	buf_puts(script, "'");
}

/* The letters that fonts have: Latin, Greek, Cyrillic, and signs. */
static bool
is_common(const char *letter, size_t len)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {{0x20, 0x7e}, {0xa0, 0x24f}, {0x370, 0x52f},
	    {0x1e00, 0x1eff}, {0x2010, 0x2027}, {0x2030, 0x205e},
	    {0x2070, 0x209c}, {0x20a0, 0x20bf}, {0x2190, 0x2193},
	    {0x2200, 0x22ff}};
	const uint32_t code = utf8_decode(letter, len);

	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

/* Append clean text, letters that are not common as question marks. */
static void
add_common(struct buf *out, const struct buf *text)
{
	for (size_t at = 0; at < text->len;) {
		const size_t len = utf8_length(text->data + at, text->len - at);

		if (len > 0 && is_common(text->data + at, len))
			buf_add(out, text->data + at, len);
		else
			buf_puts(out, "?");
		at += len > 0 ? len : 1;
	}
}

/*
 * Append clean text as gnuplot can place it among letters.  It doubles what
 * follows a letter beyond U+FFFF, and a mark that takes no column would take
 * one.
 */
static void
add_placed(struct buf *out, const struct buf *text)
{
	const uint32_t largest = 0xffff;

	for (size_t at = 0; at < text->len;) {
		const char *letter = text->data + at;
		const size_t len = utf8_length(letter, text->len - at);
		const uint32_t code = len > 0 ? utf8_decode(letter, len) : '?';

		if (code > largest)
			buf_puts(out, "?");
		else if (wcwidth((wchar_t)code) != 0)
			buf_add(out, letter, len > 0 ? len : 1);
		at += len > 0 ? len : 1;
	}
}

static void
add_clean(struct buf *out, const char *text, size_t len, const struct canvas *c)
{
	struct buf clean = {0};

	if (c->local)
		terminal_line(&clean, text, len);
	else
		clean_line(&clean, text, len);
	if (c->letters)
		add_placed(out, &clean);
	else if (c->common)
		add_common(out, &clean);
	else
		buf_add(out, clean.data, clean.len);
	buf_release(&clean);
}

void
gnuplot_clean(
    struct buf *out, const char *text, size_t columns, const struct canvas *c)
{
	struct buf clean = {0};

	add_clean(&clean, text, strnlen(text, LABEL_BYTES), c);
	terminal_cut(&clean, columns < GNUPLOT_LABEL ? columns : GNUPLOT_LABEL);
	buf_add(out, clean.data, clean.len);
	buf_release(&clean);
}

void
gnuplot_quote(struct buf *script, const char *text, size_t columns,
    const struct canvas *c)
{
	struct buf clean = {0};

	gnuplot_clean(&clean, text, columns, c);
	add_quoted(script, clean.data, clean.len);
	buf_release(&clean);
}

/*
 * What goes between us and gnuplot lies in files that only memory holds: with
 * pipes either side could wait for the other.
 */
struct channels {
	int fd[3]; /* its standard input, output and error */
};

static void
close_channels(const struct channels *c)
{
	for (int i = 0; i < 3; i++)
		if (c->fd[i] != -1)
			close(c->fd[i]);
}

static int
open_channels(struct channels *c, const struct buf *script, struct err *e)
{
	*c = (struct channels){{-1, -1, -1}};
	for (int i = 0; i < 3; i++) {
		c->fd[i] = memfd_create("gnuplot", MFD_CLOEXEC);
		if (c->fd[i] == -1)
			break;
	}
	if (c->fd[2] != -1 &&
	    write_all(c->fd[0], script->data, script->len) == 0 &&
	    lseek(c->fd[0], 0, SEEK_SET) == 0)
		return 0;
	err_sys(e, "cannot write the script");
	close_channels(c);
	return -1;
}

/*
 * Start it.  It stays in our process group, so that an interrupt from the
 * terminal ends both.
 */
static int
start(const struct channels *c, pid_t *pid, struct err *e)
{
	static char name[] = "gnuplot", defaults[] = "-d";
	char *const argv[] = {name, defaults, NULL};
	posix_spawn_file_actions_t actions;

	posix_spawn_file_actions_init(&actions);
	for (int i = 0; i < 3; i++)
		posix_spawn_file_actions_adddup2(&actions, c->fd[i], i);
	errno = posix_spawnp(pid, name, &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (errno == 0)
		return 0;
	err_sys(e, "cannot run gnuplot");
	if (errno == ENOENT)
		err_set(e, "gnuplot is not installed: "
			   "see the package gnuplot-nox, or gnuplot");
	e->status = STATUS_SYS;
	return -1;
}

/* Append all that fd holds. */
static int
read_back(int fd, struct buf *out)
{
	ssize_t n;

	if (lseek(fd, 0, SEEK_SET) == -1)
		return -1;
	do
		n = buf_read(out, fd, CHUNK);
	while (n > 0);
	return n == -1 ? -1 : 0;
}

/* Its first words on standard error. */
static int
complain(int fd, struct err *e)
{
	struct buf words = {0};
	char *text;

	(void)read_back(fd, &words); /* else there are none */
	text = buf_text(&words);
	text += strspn(text, " ^\n\t");
	text[strcspn(text, "\n")] = '\0';
	err_set(e, "gnuplot failed: %.300s", text);
	e->status = STATUS_SYS;
	buf_release(&words);
	return -1;
}

int
gnuplot_run(const struct buf *script, struct buf *out, struct err *e)
{
	const size_t before = out->len;
	struct channels c;
	int status = 0, rc = 0;
	pid_t pid;

	if (open_channels(&c, script, e) == -1)
		return -1;
	if (start(&c, &pid, e) == -1) {
		close_channels(&c);
		return -1;
	}
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR) {
	}
	if (read_back(c.fd[1], out) == -1)
		rc = err_sys(e, "cannot read the picture");
	else if (status != 0 || out->len == before)
		rc = complain(c.fd[2], e);
	if (rc == -1)
		out->len = before;
	close_channels(&c);
	return rc;
}
