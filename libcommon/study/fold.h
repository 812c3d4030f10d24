/*
 * Folding the lines of one trial into what is known of it, for history.c.
 * A damaged line is counted once, and changes nothing.
 */
#ifndef HPO_FOLD_H
#define HPO_FOLD_H
#include "history.h"

/*
 * Scan a line that does not begin as ours do: its trial's number; 0 if it is a
 * header (which is noted), something else, or damaged.
 */
uint32_t fold_look(struct history *h, struct line *line);

/* Fold the lines of a trial that were not read yet. */
struct trial *fold_trial(struct history *h, struct chain *c);

/* Put the uid of t among those that the history knows. */
void fold_uid(struct history *h, const struct trial *t);

/* The seq of a line, or -1. */
json_int_t fold_seq(const struct history *h, const struct line *line);

#endif
