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

/*
 * Append text as a string for a script, together with noenhanced.  Between
 * double quotes gnuplot would run what stands in backquotes, so it is '...';
 * control characters become \xNN, what the canvas cannot show \xNN or a
 * question mark, and what is too long for a label is cut.
 */
void gnuplot_quote(
    struct buf *script, const char *text, const struct canvas *c);

/*
 * The same without noenhanced, as it is for the labels of tics, cut to so many
 * columns.
 */
void gnuplot_label(struct buf *script, const struct buf *text, size_t columns,
    const struct canvas *c);

/*
 * Append what gnuplot draws to *out.  Returns 0, or -1 with *e set if it is
 * not there, or fails.
 */
int gnuplot_run(const struct buf *script, struct buf *out, struct err *e);

#endif
