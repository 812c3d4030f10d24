#include "proc.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	CHUNK = 4096,
	ENVIRON_MAX = 1 << 20,
	STAT_MAX = 1024,
	STATE_FIELD = 3, /* of /proc/PID/stat */
	SIZE_FIELD = 23,
	ENV_END_FIELD = 51,
	EXEC_MS = 20, /* that an exec may take */
};

/* The fields of a process from its state on, in text; NULL: it has none. */
static const char *
read_stat(pid_t pid, char text[STAT_MAX])
{
	char path[64];
	const char *name_end;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return NULL;
	n = read(fd, text, STAT_MAX - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	name_end = strrchr(text, ')'); /* the name may hold anything */
	return name_end && name_end[1] == ' ' ? name_end + 2 : NULL;
}

bool
proc_alive(pid_t pid)
{
	char text[STAT_MAX];
	const char *state = read_stat(pid, text);

	return state && *state != 'Z' && *state != 'X';
}

/* Whether a process is becoming another program: it has memory, but its
 * environment is not there yet. */
static bool
is_in_exec(pid_t pid)
{
	char text[STAT_MAX];
	const char *field = read_stat(pid, text);
	bool memory = false;

	for (int i = STATE_FIELD; i < ENV_END_FIELD && field; i++) {
		field = strchr(field, ' ');
		field = field ? field + 1 : NULL;
		if (field && i + 1 == SIZE_FIELD)
			memory = *field != '0';
	}
	return field && memory && strtoull(field, NULL, 10) == 0;
}

bool
proc_environ(pid_t pid, struct buf *out)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%ld/environ", (long)pid);
	for (int ms = 0; ms < EXEC_MS; ms++) {
		const int fd = open(path, O_RDONLY | O_CLOEXEC);

		out->len = 0;
		if (fd == -1)
			return false;
		while (out->len < ENVIRON_MAX && buf_read(out, fd, CHUNK) > 0)
			;
		close(fd);
		if (out->len > 0 || !is_in_exec(pid))
			break;
		(void)poll(NULL, 0, 1);
	}
	buf_add(out, "", 1);
	return out->len > 1;
}

const char *
proc_value(const struct buf *environ_of, const char *name)
{
	const size_t len = strlen(name);
	const char *s = environ_of->data, *end = s + environ_of->len;

	for (; s < end; s += strlen(s) + 1)
		if (strncmp(s, name, len) == 0 && s[len] == '=')
			return s + len + 1;
	return NULL;
}
