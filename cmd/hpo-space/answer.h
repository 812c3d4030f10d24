/* What is printed in place of the header: --count, --diff and so on. */
#ifndef HPO_ANSWER_H
#define HPO_ANSWER_H
#include <stdbool.h>

#include "buf.h"
#include "source.h"
#include "space_options.h"

/*
 * Print what the options want, which is not 0, of a space that is right, and of
 * which line is the header without its newline; returns the status.
 */
int answer(
    const struct options *o, struct source *source, const struct buf *line);

/* Whether the option of this key is one of these. */
bool is_answer(int key);

/* To standard output, and empty it. */
void print_text(struct buf *out);

#endif
