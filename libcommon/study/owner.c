#include "owner.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BOOT_DIGITS = 4, START_FIELD = 22 };

/* The first bytes of a small file of /proc; -1 with errno set. */
static ssize_t
read_start(const char *path, char *text, size_t size)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd == -1)
		return -1;
	do
		n = read(fd, text, size - 1);
	while (n == -1 && errno == EINTR);
	close(fd);
	if (n >= 0)
		text[n] = '\0';
	return n;
}

void
owner_host(char text[OWNER_TEXT])
{
	char *c;

	if (gethostname(text, OWNER_TEXT / 2) == -1)
		snprintf(text, OWNER_TEXT, "localhost");
	text[OWNER_TEXT / 2] = '\0';
	for (c = text; *c; c++) /* the colon separates; the rest is a name */
		if (*c == ':' || *c <= ' ' || *c >= 0x7f)
			*c = '_';
	if (strcmp(text, "-") == 0 || *text == '\0')
		snprintf(text, OWNER_TEXT, "localhost");
}

static void
boot_id(char text[BOOT_DIGITS + 1])
{
	char id[64] = "0000";

	read_start("/proc/sys/kernel/random/boot_id", id, sizeof(id));
	snprintf(text, BOOT_DIGITS + 1, "%.4s", id);
}

/* When process pid started, in ticks since the boot; 0 if there is none, or
 * only what is left of one. */
static unsigned long long
start_of(long pid)
{
	char path[64], stat[1024];
	const char *field;

	snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
	if (read_start(path, stat, sizeof(stat)) <= 0)
		return 0;
	field = strrchr(stat, ')'); /* the name, field 2, may hold anything */
	if (!field || field[1] == '\0' || field[2] == 'Z' || field[2] == 'X')
		return 0;
	for (int i = 2; i < START_FIELD && field; i++)
		field = strchr(field + 1, ' ');
	return field ? strtoull(field, NULL, 10) : 0;
}

void
owner_self(char text[OWNER_TEXT])
{
	char host[OWNER_TEXT], boot[BOOT_DIGITS + 1];
	const long pid = (long)getpid();

	owner_host(host);
	boot_id(boot);
	snprintf(text, OWNER_TEXT, "%.64s:%s:%ld:%llu", host, boot, pid,
	    start_of(pid));
}

/* Cut by at its last colon; the part behind it, or NULL. */
static char *
cut(char *by)
{
	char *colon = strrchr(by, ':');

	if (!colon)
		return NULL;
	*colon = '\0';
	return colon + 1;
}

enum owner_life
owner_alive(const char *by)
{
	char copy[OWNER_TEXT], host[OWNER_TEXT], boot[BOOT_DIGITS + 1];
	const char *start, *pid, *its_boot;

	if (strlen(by) >= sizeof(copy))
		return OWNER_UNKNOWN;
	snprintf(copy, sizeof(copy), "%s", by);
	start = cut(copy);
	pid = start ? cut(copy) : NULL;
	its_boot = pid ? cut(copy) : NULL;
	if (!its_boot)
		return OWNER_UNKNOWN;
	owner_host(host);
	if (strcmp(copy, host) != 0)
		return OWNER_UNKNOWN;
	boot_id(boot);
	if (strcmp(its_boot, boot) != 0)
		return OWNER_DEAD;
	if (start_of(strtol(pid, NULL, 10)) != strtoull(start, NULL, 10))
		return OWNER_DEAD;
	return OWNER_ALIVE;
}
