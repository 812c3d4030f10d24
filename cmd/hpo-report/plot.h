/* The kinds of pictures: one file each, and one row in view_plot.c. */
#ifndef HPO_PLOT_H
#define HPO_PLOT_H
#include <stdbool.h>

#include "buf.h"
#include "history.h"

struct canvas {
	bool letters; /* made of letters, for a terminal; else a picture */
	bool local;   /* only characters of the user's locale */
	/* Only letters that fonts have as a rule: gnuplot's png draws what none
	 * has as large as the picture. */
	bool common;
	/* In letters; in points of a picture, which has 14 to a line. */
	int width, height;
};

struct plot {
	const char *name;
	const char *summary; /* one line */
	/* Change the size to what is to be drawn; NULL: any will do. */
	void (*fit)(const struct history *h, struct canvas *c);
	/*
	 * Append a script for gnuplot that needs no more than a terminal set.
	 * Returns false, nothing appended, if there is nothing to draw.
	 */
	bool (*draw)(
	    struct buf *script, struct history *h, const struct canvas *c);
};

extern const struct plot plot_history, plot_slice, plot_parallel;

#endif
