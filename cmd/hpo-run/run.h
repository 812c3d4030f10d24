/*
 * A run: lines in, attempts in slots, lines out, and one loop that never
 * waits for anything but events.
 */
#ifndef HPO_RUN_H
#define HPO_RUN_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "attempt.h"
#include "buf.h"
#include "die.h"
#include "emit.h"
#include "folder.h"
#include "jsonl.h"
#include "options.h"
#include "owner.h"
#include "progress.h"

enum {
	RUN_QUEUE_MAX = 1 << 20, /* bytes that may wait for our reader */
	RUN_SILENCE_S = 1,       /* after which no more lines come */
};

/* What an event of the loop is about; slots have their number with it. */

enum event {
	EVENT_INPUT,
	EVENT_OUTPUT, /* standard output */
	EVENT_SIGNAL,
	EVENT_STREAM0, /* a payload's standard output */
	EVENT_STREAM1, /* its standard error */
	EVENT_END,     /* it has ended */
	EVENTS,
};

struct run {
	const struct options *options;
	void *executor; /* its state */
	struct jsonl_reader in;
	struct emit out;
	struct folders folders;
	struct progress progress;
	struct buf scratch; /* what was read last from a payload */
	char **environ_base;
	char owner[OWNER_TEXT];
	int loop, signals;     /* epoll, signalfd */
	struct attempt *slots; /* places of them, more than run at a time */
	size_t places;
	size_t ended; /* of the busy: payloads that have, not concluded */
	size_t busy;
	json_t *names; /* of parameters that were checked last */

	bool started; /* a program was started: the command is good */
	bool input_watched, input_always, output_watched;
	bool room_watched;  /* for room, too: it was full */
	bool output_lost;   /* it failed, and that was said */
	enum status status; /* the worst so far */
	bool stopping;      /* nothing more is started */
	struct err why;     /* of that */
	double drain_until; /* when to stop waiting for more lines */
	int signal;         /* that ends us; 0: none */
	double leave_at;    /* when to die without our reader; 0: not yet */
	double interrupted; /* when SIGINT came last */
	bool killed;
};

/* Run what standard input asks for; returns 0, or the signal to die of. */
int run(const struct options *o, enum status *status);

/* For attempts: have the loop tell of fd, which closing ends. */
int run_watch(
    struct run *run, int fd, const struct attempt *a, enum event event);

/* The status is to be this, if it is not worse already. */
void run_status(struct run *run, enum status status);

/* Nothing more is to be started, for this reason. */
void run_give_up(struct run *run, const struct err *e);

/* Say something on standard error, beside the bar. */
void run_warn(struct run *run, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
