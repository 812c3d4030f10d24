/*
 * gnuplot(1), which draws.  It is run by its name with nothing of a study in
 * its arguments; the script comes on its standard input.
 */
#ifndef HPO_GNUPLOT_H
#define HPO_GNUPLOT_H
#include <stdbool.h>

#include "buf.h"
#include "die.h"

/*
 * Append text as a string for a script, together with noenhanced.  Between
 * double quotes gnuplot would run what stands in backquotes, so it is '...';
 * control characters become \xNN, and what is too long for a label is cut.
 * local: only characters that the user's locale can show.
 */
void gnuplot_quote(struct buf *script, const char *text, bool local);

/*
 * Append what gnuplot draws to *out.  Returns 0, or -1 with *e set if it is
 * not there, or fails.
 */
int gnuplot_run(const struct buf *script, struct buf *out, struct err *e);

#endif
