#include "interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/time.h>
#include <unistd.h>

static volatile sig_atomic_t caught;

static void
note(int signal)
{
	caught = signal;
}

void
interrupt_catch(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	const struct sigaction noting = {.sa_handler = note};

	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
		struct sigaction before;

		sigaction(signals[i], NULL, &before);
		if (before.sa_handler != SIG_IGN || signals[i] != SIGHUP)
			sigaction(signals[i], &noting, NULL);
	}
}

int
interrupt_caught(void)
{
	return caught;
}

static void
woken(int signal_number)
{
	(void)signal_number; /* the call has returned: that is all */
}

void
wake_start(struct wake *w)
{
	const struct sigaction wake = {.sa_handler = woken};
	const struct itimerval every = {{1, 0}, {1, 0}};

	sigaction(SIGALRM, &wake, &w->before);
	setitimer(ITIMER_REAL, &every, NULL);
}

void
wake_stop(const struct wake *w)
{
	const struct itimerval never = {{0}, {0}};
	const struct sigaction ignore = {.sa_handler = SIG_IGN};
	const int saved = errno;

	setitimer(ITIMER_REAL, &never, NULL);
	/* One that is pending is forgotten so: by default it would kill. */
	sigaction(SIGALRM, &ignore, NULL);
	sigaction(SIGALRM, &w->before, NULL);
	errno = saved;
}

void
interrupt_die(int signal_number)
{
	sigset_t set;

	signal(signal_number, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, signal_number);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	kill(getpid(), signal_number);
	for (;;) /* it is on its way */
		pause();
}
