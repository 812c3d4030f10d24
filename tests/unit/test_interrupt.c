/* A signal that wakes comes while it is asked for, and not later. */
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

#include "interrupt.h"
#include "tap.h"

static volatile sig_atomic_t late;

static void
note(int signal_number)
{
	late = signal_number;
}

int
main(void)
{
	const struct sigaction noting = {.sa_handler = note};
	const struct timespec minute = {.tv_sec = 60};
	struct sigaction now;
	struct wake wake;
	sigset_t alarm;

	sigaction(SIGALRM, &noting, NULL);
	wake_start(&wake);
	ok(nanosleep(&minute, NULL) == -1 && errno == EINTR && late == 0,
	    "a call that waits is woken");

	/* One that is sent, but has not arrived when it is not wanted more. */
	sigemptyset(&alarm);
	sigaddset(&alarm, SIGALRM);
	sigprocmask(SIG_BLOCK, &alarm, NULL);
	raise(SIGALRM);
	errno = ERANGE;
	wake_stop(&wake);
	ok(errno == ERANGE, "errno is kept");
	sigprocmask(SIG_UNBLOCK, &alarm, NULL);
	ok(late == 0, "none comes later");

	sigaction(SIGALRM, NULL, &now);
	ok(now.sa_handler == note, "who was told before is told again");
	return tap_done();
}
