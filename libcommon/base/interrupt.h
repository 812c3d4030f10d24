/*
 * Ending by a signal.  A program that was interrupted cleans up and then dies
 * of that very signal, so that a shell loop around it stops.
 */
#ifndef HPO_INTERRUPT_H
#define HPO_INTERRUPT_H

/*
 * From now on INT, TERM and HUP are only noted (HUP not if it was ignored),
 * and system calls that they meet return EINTR.
 */
void interrupt_catch(void);

/* The signal that came since, or 0. */
int interrupt_caught(void);

/* Restore what the signal does by default, and raise it. */
_Noreturn void interrupt_die(int signal);

#endif
