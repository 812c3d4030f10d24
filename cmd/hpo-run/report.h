/* HPO_REPORT: the file that a payload appends its results to. */
#ifndef HPO_REPORT_H
#define HPO_REPORT_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "buf.h"
#include "lines.h"

struct report {
	int dir, file; /* the attempt's folder; the file, -1: not there */
	struct lines lines;
	off_t read, end; /* bytes; end is -1 while the payload runs */
};

void report_open(struct report *r, int dir);

/*
 * Hand on lines that have come since: 64 KiB, so that a long report keeps
 * nobody waiting.  Returns whether there may be more.
 */
bool report_poll(struct report *r, lines_take *take, void *arg);

/* The payload has ended: what is written from now on is not its result. */
void report_seal(struct report *r);

/* All was polled: hand on also a last line without a newline. */
void report_end(struct report *r, lines_take *take, void *arg);

void report_close(struct report *r);

#endif
