/*
 * One attempt at a trial, from its line to its last line.
 *
 * Its events come from the loop in run.c; what it has to say goes to run->out.
 */
#ifndef HPO_ATTEMPT_H
#define HPO_ATTEMPT_H
#include <stdbool.h>
#include <stddef.h>

#include "checkpoint.h"
#include "clock.h"
#include "executor.h"
#include "folder.h"
#include "job.h"
#include "lines.h"
#include "pattern.h"
#include "report.h"
#include "result.h"
#include "stream.h"

struct run;

enum attempt_stage {
	ATTEMPT_FREE,    /* the slot is empty */
	ATTEMPT_HELD,    /* an attempt of its trial is under way elsewhere */
	ATTEMPT_RUNNING, /* the payload runs */
	ATTEMPT_LEFT,    /* it has ended, but not all that it started */
	ATTEMPT_ORDER,   /* all have; what it said is read and put in order */
};

enum { OUTPUTS = 2 }; /* standard output and standard error */

struct attempt {
	enum attempt_stage stage;
	struct job job;
	struct folder folder;
	struct process process;
	struct stream output[OUTPUTS];
	struct lines lines[OUTPUTS]; /* for --metric */
	struct matches matches[OUTPUTS];
	struct report report;
	struct result result;
	double step;              /* the highest that came; -1: none did */
	struct checkpoint before; /* what was there when it started */
	char started[CLOCK_TEXT];
	double began, ended; /* monotonic */
	double listen_at;    /* when its outputs are watched; 0: they are */
	bool drained;        /* its outputs were read to their end */
	double due;          /* when to be harder on it; 0: never */
	int pressure;        /* signal sent last: 0, SIGTERM, SIGKILL */
	bool out_of_time;    /* by --time */
	bool interrupted;    /* hpo-run was told to end before it did */
	bool warned;         /* of step metrics that are not finite */
	bool unkept;         /* it was said that its output cannot be kept */
	size_t left_behind;  /* processes */
	long long retries;   /* left */
	long long again;     /* attempts that it may ask for; 0: any */
};

/* An output (0 or 1) can be read. */
void attempt_read(struct run *run, struct attempt *a, size_t output);

/* The payload may have reported something. */
void attempt_poll(struct run *run, struct attempt *a);

/* Have the loop watch the outputs of a payload that runs. */
void attempt_listen(struct run *run, struct attempt *a, double now);

/* Look whether something is due, or over. */
void attempt_advance(struct run *run, struct attempt *a, double now);

/* In ATTEMPT_ORDER: go on with that, and when all is in order say what came
 * of it; then the place is free. */
void attempt_conclude(struct run *run, struct attempt *a);

/* Send sig to all of its processes that can be found. */
void attempt_signal(struct run *run, const struct attempt *a, int sig);

/* hpo-run is to end: TERM now, KILL later. */
void attempt_interrupt(struct run *run, struct attempt *a);
void attempt_kill(struct run *run, struct attempt *a);

/* Keep a final line in the attempt's folder, then write it. */
void attempt_write_final(
    struct run *run, const struct attempt *a, json_t *line);

/* Close and forget what a process had. */
void attempt_clear(struct attempt *a);

/* The line was written: the slot is empty again. */
void attempt_end(struct run *run, struct attempt *a);

#endif
