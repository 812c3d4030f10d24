/*
 * runs/<study id>/<trial>/: what is kept of a trial.  params.json, checkpoint/
 * and stop are the trial's; out, err, report.jsonl and exit.json are an
 * attempt's, in a folder of its number.
 */
#ifndef HPO_FOLDER_H
#define HPO_FOLDER_H
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "die.h"
#include "job.h"

/* The folder runs/, and that of the study used last. */
struct folders {
	char *root; /* absolute; NULL before folders_open() */
	int runs;
	int study; /* -1: none yet */
	char id[JOB_ID];
};

/* Those of one trial and attempt. */
struct folder {
	int trial, attempt; /* open; -1: not */
	int params;         /* params.json, locked as long as we have it */
	char *dir;          /* absolute, the trial's */
	bool used;          /* the trial has been attempted before */
};

/* Open the folder path, made if it is not there; -1 with *e set. */
int folders_open(struct folders *all, const char *path, struct err *e);
void folders_close(struct folders *all);

/* The trial's folder, absolute, to be freed.  Nothing is made. */
char *folders_path(const struct folders *all, const struct job *job);

enum folder_state {
	FOLDER_ERROR = -1, /* *e says why */
	FOLDER_READY,      /* for an attempt */
	FOLDER_ENDED,      /* one at the same fidelity ended: see *final */
	FOLDER_HELD,       /* an attempt of the trial is under way: nothing is
			    * open */
};

/*
 * Open the folder of a job's trial, made if it is not there, and lock it, so
 * that no two attempts of a trial have it at once, whoever makes them; where
 * the file system has no locks it is left to its users.  One of other params
 * is moved aside, and *moved set.
 */
enum folder_state folder_open(struct folders *all, const struct job *job,
    struct folder *f, struct buf *final, bool *moved, struct err *e);

/* None is open. */
void folder_init(struct folder *f);

/*
 * Make the attempt's folder; one of its number is moved aside, and a stop of
 * before is taken away.  Returns 0, or -1 with *e set.
 */
int folder_attempt(struct folder *f, long long attempt, struct err *e);

/* Remove the attempt's folder again, if nothing is in it. */
void folder_discard(struct folder *f, long long attempt);

void folder_close(struct folder *f);

/*
 * Whether somebody said that the trial is to stop: hpo-tell does, by the file
 * stop, whose text is appended to *why.
 */
bool folder_stopped(const struct folder *f, struct buf *why);

/* Put the final line into exit.json. */
int folder_finish(
    const struct folder *f, const struct buf *line, struct err *e);

#endif
