#include "xalloc.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "die.h"

/* die() would allocate. */
static _Noreturn void
out_of_memory(void)
{
	static const char text[] = ": out of memory\n";
	const char *name = program_invocation_short_name;
	ssize_t ignored;

	ignored = write(STDERR_FILENO, name, strlen(name));
	ignored = write(STDERR_FILENO, text, sizeof(text) - 1);
	(void)ignored;
	exit(STATUS_SYS);
}

static void *
checked(void *p)
{
	if (!p)
		out_of_memory();
	return p;
}

void *
xmalloc(size_t size)
{
	return checked(malloc(size > 0 ? size : 1));
}

void *
xcalloc(size_t n, size_t size)
{
	return checked(calloc(n > 0 ? n : 1, size > 0 ? size : 1));
}

void *
xreallocarray(void *p, size_t n, size_t size)
{
	return checked(reallocarray(p, n > 0 ? n : 1, size > 0 ? size : 1));
}

char *
xstrdup(const char *s)
{
	return checked(strdup(s));
}

char *
xstrndup(const char *s, size_t len)
{
	return checked(strndup(s, len));
}
