/*
 * work LOG MIN MAX: a payload of hpo-run that takes from MIN to MAX
 * milliseconds, which depends on HPO_SEED; if that is odd it is deaf to TERM.
 * Its result is the number of its trial.
 *
 * It appends to LOG, one write each, by the monotonic clock in seconds:
 *   start TRIAL ATTEMPT PID SECONDS
 *   end TRIAL ATTEMPT PID SECONDS
 * The second is the last thing it does: nothing but KILL comes between that
 * and its exit status 0.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"

static const char *
variable(const char *name)
{
	const char *value = getenv(name);

	if (!value)
		die(STATUS_INPUT, "%s is not set", name);
	return value;
}

static void
note(int log, const char *what)
{
	char line[200];
	const int len = snprintf(line, sizeof(line), "%s %s %s %ld %.6f\n",
	    what, variable("HPO_TRIAL"), variable("HPO_ATTEMPT"),
	    (long)getpid(), clock_monotonic());

	if (write(log, line, (size_t)len) != len)
		die(STATUS_SYS, "cannot write the log: %s", strerror(errno));
}

static void
sleep_ms(long ms)
{
	const struct timespec t = {
	    .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

	nanosleep(&t, NULL);
}

int
main(int argc, char *argv[])
{
	const long seed = strtol(variable("HPO_SEED"), NULL, 10);
	sigset_t all;
	long min, max;
	int log;

	if (argc != 4)
		die(STATUS_INPUT, "usage: work LOG MIN MAX");
	log = open(argv[1], O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	min = strtol(argv[2], NULL, 10);
	max = strtol(argv[3], NULL, 10);
	if (seed % 2 == 1)
		(void)signal(SIGTERM, SIG_IGN);
	note(log, "start");
	sleep_ms(min + seed % (max - min + 1));
	printf("%s\n", variable("HPO_TRIAL"));
	fflush(stdout);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	note(log, "end");
	_exit(0);
}
