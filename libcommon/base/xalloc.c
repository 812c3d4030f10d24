#include "xalloc.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "die.h"

void
out_of_memory(void)
{
	const char *name = program_invocation_short_name;
	struct iovec parts[] = {
	    {.iov_base = program_invocation_short_name,
		.iov_len = strlen(name)},
	    {.iov_base = (char[]){": out of memory\n"}, .iov_len = 16},
	};
	const ssize_t ignored = writev(STDERR_FILENO, parts, 2);

	(void)ignored; /* nowhere is left to say it */
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
