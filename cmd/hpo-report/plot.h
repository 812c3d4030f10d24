/* The kinds of pictures: one file each, and one row in view_plot.c. */
#ifndef HPO_PLOT_H
#define HPO_PLOT_H
#include <stdbool.h>

#include "buf.h"
#include "history.h"

struct canvas {
	bool letters; /* made of letters, for a terminal; else a picture */
	bool local;   /* only characters of the user's locale */
};

struct plot {
	const char *name;
	const char *summary; /* one line */
	/*
	 * Append a script for gnuplot that needs no more than a terminal set.
	 * Returns false, nothing appended, if there is nothing to draw.
	 */
	bool (*draw)(
	    struct buf *script, struct history *h, const struct canvas *c);
};

extern const struct plot plot_history;

#endif
