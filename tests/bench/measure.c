/*
 * measure N COMMAND ...: run it N times, one after the other, % in an argument
 * being the run's number; print the medians of wall time and of CPU time (user
 * and system), in ms, and the largest resident memory, in MiB.
 *
 * The command has our standard input, and /dev/null as its output.  Memory is
 * that of the command or of the largest process that it waited for.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "buf.h"
#include "cli.h"
#include "clock.h"
#include "die.h"
#include "xalloc.h"

extern char **environ;

struct sample {
	double wall_ms, cpu_ms, mem_mib;
};

static double
ms(struct timeval t)
{
	return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

/* A copy of arg with the number i for each %. */
static char *
numbered(const char *arg, int i)
{
	struct buf b = {0};

	for (; *arg; arg++) {
		if (*arg == '%')
			buf_printf(&b, "%d", i);
		else
			buf_add(&b, arg, 1);
	}
	return buf_steal(&b);
}

static void
run(char *args[], int nargs, int i, struct sample *s)
{
	char **argv = xcalloc((size_t)nargs + 1, sizeof(*argv));
	posix_spawn_file_actions_t files;
	struct rusage use;
	double begun;
	pid_t pid;
	int status;

	for (int a = 0; a < nargs; a++)
		argv[a] = numbered(args[a], i);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
	begun = clock_monotonic();
	if (posix_spawnp(&pid, argv[0], &files, NULL, argv, environ) != 0 ||
	    wait4(pid, &status, 0, &use) == -1)
		die(STATUS_SYS, "cannot run '%s'", argv[0]);
	s->wall_ms = (clock_monotonic() - begun) * 1e3;
	if (status != 0)
		die(STATUS_SYS, "'%s' ended with wait status %d", argv[0],
		    status);
	s->cpu_ms = ms(use.ru_utime) + ms(use.ru_stime);
	s->mem_mib = (double)use.ru_maxrss / 1024;
	posix_spawn_file_actions_destroy(&files);
	for (int a = 0; a < nargs; a++)
		free(argv[a]);
	free(argv);
}

static int
compare(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *values, size_t n)
{
	qsort(values, n, sizeof(*values), compare);
	return values[n / 2];
}

int
main(int argc, char *argv[])
{
	long long n = 0;
	double mem_mib = 0, *wall_ms, *cpu_ms;
	struct err e = {0};

	if (argc < 3 || cli_number(argv[1], 1, 1000000, &n, &e) == -1)
		die(STATUS_INPUT, "usage: measure N COMMAND ...");
	wall_ms = xcalloc((size_t)n, sizeof(*wall_ms));
	cpu_ms = xcalloc((size_t)n, sizeof(*cpu_ms));
	for (int i = 0; i < n; i++) {
		struct sample s;

		run(argv + 2, argc - 2, i + 1, &s);
		wall_ms[i] = s.wall_ms;
		cpu_ms[i] = s.cpu_ms;
		if (s.mem_mib > mem_mib)
			mem_mib = s.mem_mib;
	}
	printf("%.3f %.3f %.1f\n", median(wall_ms, (size_t)n),
	    median(cpu_ms, (size_t)n), mem_mib);
	free(wall_ms);
	free(cpu_ms);
	return STATUS_OK;
}
