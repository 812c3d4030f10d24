/*
 * gnuplot(1), which draws.  It is run by its name with nothing of a study in
 * its arguments; the script comes on its standard input.
 */
#ifndef HPO_GNUPLOT_H
#define HPO_GNUPLOT_H
#include <stdbool.h>

#include "buf.h"
#include "die.h"

struct canvas;

enum { GNUPLOT_LABEL = 80 }; /* columns of a text, at most */

/*
 * Append text as the canvas can show it, cut to so many columns or to
 * GNUPLOT_LABEL: control characters become \xNN, what the canvas has no letter
 * for \xNN or a question mark.  On one of letters, marks that take no column
 * are left out.
 */
void gnuplot_clean(
    struct buf *out, const char *text, size_t columns, const struct canvas *c);

/*
 * The same as a string for a script.  Between double quotes gnuplot would run
 * what stands in backquotes, so it is '...'.
 */
void gnuplot_quote(struct buf *script, const char *text, size_t columns,
    const struct canvas *c);

/*
 * Append what gnuplot draws to *out.  Returns 0, or -1 with *e set and *out as
 * it was if it is not there, or fails.  It takes tens of milliseconds to start,
 * and some microseconds a point.
 */
int gnuplot_run(const struct buf *script, struct buf *out, struct err *e);

#endif
