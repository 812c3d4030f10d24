/*
 * Diagnostics and exit statuses, the same for all commands.
 *
 * Below cmd/ a failure is reported by filling a struct err and returning -1
 * (or NULL).  Only die.c, xalloc.c and cli.c may print or end the program.
 * What they print is one line, cleaned for a terminal, and goes out with one
 * write(2).  A long text loses its middle: no name floods a screen.
 */
#ifndef HPO_DIE_H
#define HPO_DIE_H
#include <stddef.h>

enum status {
	STATUS_OK = 0,    /* done */
	STATUS_NO = 1,    /* done, and the answer is no (see each manual) */
	STATUS_INPUT = 2, /* wrong usage, or input that is not valid */
	STATUS_SYS = 3,   /* the system failed us: I/O, lock, engine, memory */
	STATUS_LATER = 4, /* hpo-ask only: nothing to hand out now */
};

struct err {
	int column;         /* in the input line, from 1; 0 if not known */
	enum status status; /* STATUS_INPUT by err_set, STATUS_SYS by err_sys */
	char text[500];     /* one line, lower case, no full stop, no program */
};

#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

/* Fill *e, column 0; return -1, so that a caller can return the call.  Of what
 * is longer than text both ends are kept. */
int err_set(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The same, and add what errno says. */
int err_sys(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* To standard error: program: file:line[:column]: text. */
void warn_at(const char *file, size_t line, const struct err *e);

/* To standard error: program: text. */
void warn(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* The same, then exit with a status that is not 0. */
_Noreturn void die(enum status status, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Flush and close standard output; what cannot be written is STATUS_SYS. */
void close_stdout(void);

#endif
