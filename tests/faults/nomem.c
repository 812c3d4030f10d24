/*
 * nomem.so, for LD_PRELOAD: allocations of one program fail.
 *
 *   NOMEM_PROGRAM  its name; what it starts is left alone
 *   NOMEM_FAIL     N: the N-th allocation fails; N+: and all after it; 0: none
 *   NOMEM_COUNT    a file of ten digits 0 and a newline
 *
 * How many allocations there were is counted in the file itself, so that it
 * stands there however the program ends.  What allocates inside the C library,
 * such as strdup(3) and getline(3), comes through here as well.
 *
 * A program may call nomem_stop(), where it has one: nothing fails from then
 * on, nor is it counted.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { DIGITS = 10 };

/* Which allocations fail, and where they are counted. */
struct plan {
	bool known;   /* what follows is set */
	bool lasts;   /* all from the first on */
	long first;   /* counted from 1 */
	long n;       /* until now */
	char *digits; /* the same for others to read; NULL: another program */
};

static struct plan plan;

void nomem_stop(void);

void
nomem_stop(void)
{
	plan.known = true;
	plan.digits = NULL;
}

/* The digits of the file, mapped; NULL if there is none. */
static char *
map_count(const char *path)
{
	const int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *p;

	if (fd == -1)
		return NULL;
	p = mmap(NULL, DIGITS, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	return p == MAP_FAILED ? NULL : p;
}

/* The loader allocates before the program has a name. */
static void
make_plan(void)
{
	const char *name = program_invocation_short_name;
	const char *wanted = getenv("NOMEM_PROGRAM");
	const char *fail = getenv("NOMEM_FAIL");

	if (!name || *name == '\0')
		return;
	plan.known = true;
	if (!wanted || !fail || strcmp(name, wanted) != 0)
		return;
	plan.first = strtol(fail, NULL, 10);
	plan.lasts = strchr(fail, '+') != NULL;
	plan.digits = map_count(getenv("NOMEM_COUNT"));
}

/* Add one to the number in the file. */
static void
count(void)
{
	char *digit = plan.digits + DIGITS - 1;

	plan.n++;
	while (*digit == '9')
		*digit-- = '0';
	++*digit;
}

/* Whether this allocation is to fail; errno is set then. */
static bool
fails(void)
{
	if (!plan.known)
		make_plan();
	if (!plan.digits)
		return false;
	count();
	if (plan.n != plan.first && !(plan.lasts && plan.n > plan.first))
		return false;
	errno = ENOMEM;
	return true;
}

/* The function that we stand before; pointers to objects and functions are of
 * one size where there is a dlsym(3). */
static void
find(const char *name, void *function)
{
	void *found = dlsym(RTLD_NEXT, name);

	if (!found)
		abort();
	memcpy(function, &found, sizeof(found));
}

void *
malloc(size_t size)
{
	static void *(*next)(size_t);

	if (!next)
		find("malloc", &next);
	return fails() ? NULL : next(size);
}

void *
calloc(size_t n, size_t size)
{
	static void *(*next)(size_t, size_t);

	if (!next)
		find("calloc", &next);
	return fails() ? NULL : next(n, size);
}

void *
realloc(void *p, size_t size)
{
	static void *(*next)(void *, size_t);

	if (!next)
		find("realloc", &next);
	return fails() ? NULL : next(p, size);
}
