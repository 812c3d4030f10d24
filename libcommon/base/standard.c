#include "standard.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "die.h"
#include "jsonl.h"

void
standard_fill(void)
{
	static const int flags[] = {O_RDONLY, O_RDONLY, O_WRONLY};

	jsonl_allocate();
	signal(SIGXFSZ, SIG_IGN);
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1 &&
		    open("/dev/null", flags[fd]) != fd) /* the lowest free */
			die(STATUS_SYS, "cannot open /dev/null");
}

bool
standard_output(void)
{
	const int flags = fcntl(STDOUT_FILENO, F_GETFL);

	return flags != -1 && (flags & O_ACCMODE) != O_RDONLY;
}
