#include "owner.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	BOOT_DIGITS = 4,
	START_FIELD = 22,
	NAME_MAX_LEN = 64, /* of a host */
};

/* The first pid namespace of Linux, PROC_PID_INIT_INO of linux/proc_ns.h. */
static const unsigned long FIRST_WORLD = 0xeffffffcUL;

/* host:boot:pid:start, taken apart. */
struct identity {
	char host[OWNER_TEXT]; /* with its world, host~N */
	char boot[BOOT_DIGITS + 1];
	long pid;
	uint64_t start;
};

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
	if (gethostname(text, NAME_MAX_LEN) == -1)
		*text = '\0';
	text[NAME_MAX_LEN - 1] = '\0';
	for (char *c = text; *c; c++) /* the rest is a name, on one line */
		if (*c == ':' || *c == '~' || *c <= ' ' || *c >= 0x7f)
			*c = '_';
	if (strcmp(text, "-") == 0 || *text == '\0')
		snprintf(text, OWNER_TEXT, "localhost");
}

/* The host and, if pids here are not those of all of it, their world. */
static void
host_and_world(char text[OWNER_TEXT])
{
	char link[64] = "";
	unsigned long world;
	size_t len;

	owner_host(text);
	if (readlink("/proc/self/ns/pid", link, sizeof(link) - 1) == -1)
		return;
	world = strtoul(link + strcspn(link, "0123456789"), NULL, 10);
	len = strlen(text);
	if (world != FIRST_WORLD)
		snprintf(text + len, OWNER_TEXT - len, "~%lu", world);
}

/* Whether the boot's id could be read. */
static bool
boot_id(char text[BOOT_DIGITS + 1])
{
	char id[64];

	snprintf(text, BOOT_DIGITS + 1, "0000");
	if (read_start("/proc/sys/kernel/random/boot_id", id, sizeof(id)) <
	    BOOT_DIGITS)
		return false;
	snprintf(text, BOOT_DIGITS + 1, "%.4s", id);
	return true;
}

/*
 * When process pid started, in ticks since the boot; 0 if there is only what
 * is left of one; -1 with errno set if that cannot be read.
 */
static int
start_of(long pid, uint64_t *start)
{
	char path[64], stat[1024];
	const char *field;

	snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
	if (read_start(path, stat, sizeof(stat)) == -1)
		return -1;
	field = strrchr(stat, ')'); /* the name, field 2, may hold anything */
	*start = 0;
	if (!field || field[1] == '\0' || field[2] == 'Z' || field[2] == 'X')
		return 0;
	for (int i = 2; i < START_FIELD && field; i++)
		field = strchr(field + 1, ' ');
	if (field)
		*start = strtoull(field, NULL, 10);
	return 0;
}

void
owner_self(char text[OWNER_TEXT])
{
	char host[OWNER_TEXT], boot[BOOT_DIGITS + 1];
	uint64_t start = 0;

	host_and_world(host);
	(void)boot_id(boot); /* 0000: then nobody can say that we are dead */
	(void)start_of((long)getpid(), &start);
	snprintf(text, OWNER_TEXT, "%.96s:%s:%ld:%" PRIu64, host, boot,
	    (long)getpid(), start);
}

/* text as a number of at least 1 digit and nothing else, above 0. */
static bool
parse_positive(const char *text, uint64_t *n)
{
	const size_t digits = strspn(text, "0123456789");

	errno = 0;
	*n = strtoull(text, NULL, 10);
	return digits > 0 && text[digits] == '\0' && errno == 0 && *n > 0;
}

static bool
parse_identity(const char *by, struct identity *id)
{
	char copy[OWNER_TEXT];
	char *part[3];
	uint64_t pid;

	if (strlen(by) >= sizeof(copy))
		return false;
	snprintf(copy, sizeof(copy), "%s", by);
	for (int i = 2; i >= 0; i--) {
		char *colon = strrchr(copy, ':');

		if (!colon)
			return false;
		*colon = '\0';
		part[i] = colon + 1;
	}
	snprintf(id->host, sizeof(id->host), "%s", copy);
	snprintf(id->boot, sizeof(id->boot), "%.4s", part[0]);
	if (strlen(part[0]) != BOOT_DIGITS || !parse_positive(part[1], &pid) ||
	    pid > INT32_MAX)
		return false;
	id->pid = (long)pid;
	return parse_positive(part[2], &id->start);
}

/* The process, on this host and boot and among the pids that we see. */
static enum owner_life
process_alive(const struct identity *id)
{
	uint64_t start;

	if (start_of(id->pid, &start) == 0)
		return start == id->start ? OWNER_ALIVE : OWNER_DEAD;
	if (errno == ENOENT && kill((pid_t)id->pid, 0) == -1 && errno == ESRCH)
		return OWNER_DEAD;
	return OWNER_HIDDEN;
}

enum owner_life
owner_alive(const char *by)
{
	char host[OWNER_TEXT], boot[BOOT_DIGITS + 1];
	struct identity id;
	const size_t name = strcspn(by, ":~");

	owner_host(host);
	if (strlen(host) != name || strncmp(by, host, name) != 0 ||
	    by[name] == '\0')
		return OWNER_UNKNOWN;
	if (!parse_identity(by, &id) || !boot_id(boot) ||
	    strcmp(id.boot, "0000") == 0)
		return OWNER_HIDDEN;
	if (strcmp(id.boot, boot) != 0)
		return OWNER_DEAD;
	host_and_world(host);
	if (strcmp(id.host, host) != 0)
		return OWNER_HIDDEN;
	return process_alive(&id);
}

bool
owner_is_process(const char *by)
{
	int colons = 0;

	for (; by && *by; by++)
		colons += *by == ':';
	return colons >= 3;
}
