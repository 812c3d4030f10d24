#include "signals.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "interrupt.h"
#include "run.h"

static const double double_s = 2; /* within which a second SIGINT is meant */

int
signals_open(void)
{
	static const int taken[] = {
	    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGUSR1};
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(taken) / sizeof(*taken); i++)
		sigaddset(&set, taken[i]);
	signal(SIGPIPE, SIG_IGN); /* write(2) says it */
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGCHLD, SIG_DFL); /* ignored, it would hide all statuses */
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void
kill_all(struct run *run)
{
	if (run->killed)
		interrupt_die(run->signal); /* we were told often enough */
	run->killed = true;
	for (size_t i = 0; i < run->places; i++)
		attempt_kill(run, &run->slots[i]);
}

/* Start nothing more, and ask all that runs to end. */
static void
interrupt(struct run *run, int sig)
{
	const double now = clock_monotonic();
	struct err e = {.status = STATUS_OK};

	if (run->signal == 0) {
		run->signal = sig;
		run->interrupted = now;
		snprintf(e.text, sizeof(e.text), "interrupted by SIG%s",
		    sigabbrev_np(sig));
		run_give_up(run, &e);
		for (size_t i = 0; i < run->places; i++)
			if (run->slots[i].stage != ATTEMPT_FREE)
				attempt_interrupt(run, &run->slots[i]);
	} else if (run->busy == 0) {
		run->leave_at = now; /* only our reader keeps us */
	} else if (sig == SIGINT && now - run->interrupted <= double_s) {
		kill_all(run);
	}
	if (sig == SIGINT)
		run->interrupted = now;
}

/* Stop with all that runs; the clocks of time limits stop, too. */
static void
suspend(struct run *run)
{
	const double before = clock_monotonic();
	double lost;

	progress_clear(&run->progress);
	for (size_t i = 0; i < run->places; i++)
		if (run->slots[i].stage == ATTEMPT_RUNNING)
			/* they have no terminal to hear TSTP from */
			attempt_signal(run, &run->slots[i], SIGSTOP);
	kill(getpid(), SIGSTOP);
	lost = clock_monotonic() - before;
	for (size_t i = 0; i < run->places; i++) {
		struct attempt *a = &run->slots[i];

		if (a->stage == ATTEMPT_RUNNING)
			attempt_signal(run, a, SIGCONT);
		if (a->due > 0)
			a->due += lost;
	}
}

static void
take(struct run *run, int sig)
{
	switch (sig) {
	case SIGINT:
	case SIGTERM:
		interrupt(run, sig);
		break;
	case SIGHUP:
		if (isatty(STDERR_FILENO))
			interrupt(run, sig);
		break;
	case SIGQUIT:
		interrupt(run, sig);
		kill_all(run);
		break;
	case SIGTSTP:
		suspend(run);
		break;
	default: /* SIGUSR1 */
		progress_status(&run->progress);
	}
}

void
signals_take(struct run *run)
{
	struct signalfd_siginfo info;

	while (read(run->signals, &info, sizeof(info)) == sizeof(info))
		take(run, (int)info.ssi_signo);
}
