/*
 * The views of a study: what hpo-report can show.  One file each, and one row
 * in view.c; a view writes into the report, main.c puts it into its place.
 */
#ifndef HPO_VIEW_H
#define HPO_VIEW_H
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "die.h"
#include "history.h"

struct options {
	const struct view *view;
	const struct format *format; /* of the view */
	const struct plot *kind; /* of the view's kinds; NULL if it has none */
	const char *trials;      /* "-": standard input */
	const char *output;      /* NULL: standard output */
	const char *columns;     /* as given, NULL: the view's choice */
	const char *order_by;    /* as given, NULL: by number */
	long long count;         /* at least 1 */
	bool quiet, verbose;
};

struct report {
	struct history *history; /* has a study */
	const struct options *options;
	struct buf out;
	bool terminal; /* out is going to be shown on a terminal ... */
	bool painted;  /* ... and has colours: the view cleaned its text */
};

/* One form of a view.  The first of a view is its default. */
struct format {
	const char *name;
	const char *suffixes; /* of files for -o, a blank between */
	bool binary;          /* nothing for a terminal */
	/*
	 * Append the view to r->out.  Returns STATUS_OK; STATUS_NO if the
	 * answer is no, where that is to be shown, or nothing is to be shown,
	 * which it has said; or, having said why, the status of an error.
	 */
	enum status (*show)(struct report *r);
};

enum view_flag {
	VIEW_COUNT = 1 << 0,   /* takes --count */
	VIEW_COLUMNS = 1 << 1, /* takes --columns */
	VIEW_ORDER = 1 << 3,   /* takes --order-by */
	VIEW_SUFFIX = 1 << 2,  /* a file's suffix must be one of its formats' */
};

struct view {
	const char *name;
	const char *summary;             /* one line */
	const struct format *formats;    /* name NULL last */
	const struct plot *const *kinds; /* NULL last, or NULL: has none */
	unsigned flags;                  /* of enum view_flag */
};

extern const struct view *const views[]; /* NULL last, the default first */

/* The view called name, or NULL. */
const struct view *view_find(const char *name);

/* The format of view called name, or NULL. */
const struct format *view_format(const struct view *view, const char *name);

/* The format that the end of a file's name stands for, or NULL. */
const struct format *view_suffix(const struct view *view, const char *file);

/* Append the views with their formats, a line each. */
void view_list(struct buf *out);

/* Say it, unless -q; for answers that are no. */
void view_say(const struct report *r, const char *text);

extern const struct view view_summary, view_best, view_table, view_plot,
    view_stop;

#endif
