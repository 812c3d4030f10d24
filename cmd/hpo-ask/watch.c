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

bool
watch_wait(int fd, const char *path, int output)
{
	struct pollfd p[] = {
	    {.fd = fd, .events = POLLIN},
	    {.fd = output}, /* errors are told unasked */
	};

	if (poll(p, sizeof(p) / sizeof(*p), POLL_MS) < 1)
		p[0].revents = p[1].revents = 0;
	if (p[0].revents != 0)
		drop_events(fd);
	if (fd != -1) /* the same again, unless path is another file by now */
		(void)inotify_add_watch(fd, path, IN_MODIFY);
	return (p[1].revents & (POLLERR | POLLHUP)) != 0;
}

void
watch_close(int fd)
{
	if (fd != -1)
		close(fd);
}
