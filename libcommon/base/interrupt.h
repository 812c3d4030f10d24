/*
 * Ending by a signal.  A program that was interrupted cleans up and then dies
 * of that very signal, so that a shell loop around it stops.
 */
#ifndef HPO_INTERRUPT_H
#define HPO_INTERRUPT_H
#include <signal.h>

/*
 * From now on INT, TERM and HUP are only noted (HUP not if it was ignored),
 * and system calls that they meet return EINTR.
 */
void interrupt_catch(void);

/* The signal that came since, or 0. */
int interrupt_caught(void);

/*
 * From wake_start() to wake_stop() SIGALRM comes every second, and does nothing
 * but have a system call that waits return EINTR: a signal may have come after
 * we looked for one and before the call.
 */
struct wake {
	struct sigaction before;
};
void wake_start(struct wake *w);
void wake_stop(const struct wake *w); /* keeps errno */

/* Restore what the signal does by default, and raise it. */
_Noreturn void interrupt_die(int signal);

#endif
