/* HPO_REPORT: the file that a payload appends its results to. */
#ifndef HPO_REPORT_H
#define HPO_REPORT_H
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "lines.h"

struct report {
	int dir, file; /* the attempt's folder; the file, -1: not there */
	struct lines lines;
	size_t total; /* bytes read */
};

void report_open(struct report *r, int dir);

/* Hand on the lines that have come since. */
void report_poll(struct report *r, lines_take *take, void *arg);

/* The payload has ended: hand on also a last line without a newline. */
void report_end(struct report *r, lines_take *take, void *arg);

void report_close(struct report *r);

#endif
