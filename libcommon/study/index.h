/* The lines of a history's text, and which trial each is about. */
#ifndef HPO_INDEX_H
#define HPO_INDEX_H
#include "history.h"

/* Cut what is new in the text into lines, each in the chain of its trial. */
void index_text(struct history *h);

/* Forget all lines and trials; the space for them is kept. */
void index_forget(struct history *h);
void index_release(struct history *h);

/* The lines of the trial with this number, or NULL. */
struct chain *index_find(const struct history *h, uint32_t number);

/* Fold all trials, and put those that are valid in order of their numbers. */
void index_order(struct history *h);

/* A trial that has its first valid line. */
void index_valid(struct history *h, struct trial *t);

#endif
