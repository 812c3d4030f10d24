/*
 * For make coverage alone: see that what a program has counted is written, and
 * that no fault meant for the program falls upon it.
 */
#include <gcov.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* Of tests/faults/nomem.c, in a program that it was loaded before. */
void nomem_stop(void) __attribute__((weak));

_Noreturn void __real_interrupt_die(int signal);
_Noreturn void __wrap_interrupt_die(int signal);

/* Whether somebody follows our system calls, perhaps to make them fail: those
 * of this function, too. */
static bool
is_traced(void)
{
	FILE *f = fopen("/proc/self/status", "re");
	char line[256];
	long tracer = -1;

	while (f && fgets(line, sizeof(line), f))
		if (strncmp(line, "TracerPid:", 10) == 0)
			tracer = strtol(line + 10, NULL, 10);
	if (f)
		fclose(f);
	return tracer != 0;
}

/* A file of counts that is cut off would be begun anew by the next program, so
 * rather none is written.  Runs before the counts are. */
__attribute__((destructor)) static void
spare_counts(void)
{
	const struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
	struct rlimit now;

	if (nomem_stop)
		nomem_stop();
	if (getrlimit(RLIMIT_FSIZE, &now) == 0 &&
	    (now.rlim_cur == RLIM_INFINITY ||
		setrlimit(RLIMIT_FSIZE, &none) == 0) &&
	    !is_traced())
		return;
	setenv("GCOV_ERROR_FILE", "/dev/null", 1);
	setenv("GCOV_PREFIX", "/dev/null", 1);
}

/* Put by the linker in the place of interrupt_die(), which has the other name:
 * what dies of a signal writes no counts. */
void
__wrap_interrupt_die(int signal)
{
	spare_counts();
	__gcov_dump();
	__real_interrupt_die(signal);
}
