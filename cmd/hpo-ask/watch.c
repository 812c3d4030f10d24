#include "watch.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

enum { POLL_MS = 1000 };

int
watch_open(const char *path)
{
	const int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);

	if (fd != -1)
		(void)inotify_add_watch(
		    fd, path, IN_MODIFY); /* else the poll */
	return fd;
}

/* What changed will be read anyway. */
static void
drop_events(int fd)
{
	char events[4096];
	ssize_t n;

	do
		n = read(fd, events, sizeof(events));
	while (n > 0);
}

void
watch_wait(int fd, const char *path)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	if (poll(&p, 1, POLL_MS) == 1)
		drop_events(fd);
	if (fd != -1) /* the same again, unless path is another file by now */
		(void)inotify_add_watch(fd, path, IN_MODIFY);
}

void
watch_close(int fd)
{
	if (fd != -1)
		close(fd);
}
