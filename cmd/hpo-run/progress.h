/* What people see of a run, on standard error. */
#ifndef HPO_PROGRESS_H
#define HPO_PROGRESS_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "trial.h"

struct progress {
	bool terminal; /* a bar is drawn, and drawn again */
	bool quiet, verbose;
	bool drawn; /* the bar is on the screen now */
	double began;
	size_t done[TRIAL_STATES]; /* that ended so; waiting: given back */
	size_t running;
	bool closed;  /* no more lines come */
	size_t known; /* lines that wait */
};

void progress_init(struct progress *p, bool quiet, bool verbose);

/* A trial has ended as its final line says. */
void progress_trial(struct progress *p, json_t *line);

/* Draw the bar, if there is one. */
void progress_draw(struct progress *p);

/* Take the bar off, before a message. */
void progress_clear(struct progress *p);

/* One line on how things stand, whatever else is shown. */
void progress_status(struct progress *p);

#endif
