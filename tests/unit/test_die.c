/* Errors that quote what is too long for them. */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "die.h"
#include "tap.h"

/* Whether all of text is UTF-8. */
static int
is_utf8(const char *text)
{
	for (size_t len = strlen(text), n; len > 0; text += n, len -= n)
		if ((n = utf8_length(text, len)) == 0)
			return 0;
	return 1;
}

/* A name of n characters, of 1 or 3 bytes, to be freed. */
static char *
name_of(size_t n, bool wide)
{
	struct buf b = {0};

	for (size_t i = 0; i < n; i++)
		buf_puts(&b, wide ? "\xe2\x82\xac" : "x");
	return buf_steal(&b);
}

static void
test_long(size_t n, bool wide)
{
	char *name = name_of(n, wide);
	struct err e = {.column = 7};

	ok(err_set(&e, "unknown name '%s', did you mean x?", name) == -1 &&
		e.column == 0 && e.status == STATUS_INPUT,
	    "%zu characters: an error of input", n);
	ok(strlen(e.text) < sizeof(e.text) && is_utf8(e.text) &&
		strncmp(e.text, "unknown name '", 14) == 0 &&
		strcmp(strstr(e.text, "', "), "', did you mean x?") == 0,
	    "both ends are there, and no half of a character");
	ok((strstr(e.text, " ... ") != NULL) ==
		(strlen(name) + 32 >= sizeof(e.text)),
	    "it says whether something was left out");
	errno = ENOENT;
	ok(err_sys(&e, "cannot open '%s'", name) == -1 &&
		e.status == STATUS_SYS && is_utf8(e.text) &&
		strcmp(strrchr(e.text, ':'), ": No such file or directory") ==
		    0,
	    "what the system said is there");
	free(name);
}

int
main(void)
{
	static const size_t n[] = {0, 10, 467, 468, 469, 500, 1 << 20};

	for (size_t i = 0; i < sizeof(n) / sizeof(*n); i++) {
		test_long(n[i], false);
		test_long(n[i], true);
	}
	return tap_done();
}
