/* Advice about a space in which nothing is wrong. */
#ifndef HPO_LINT_H
#define HPO_LINT_H
#include "source.h"
#include "study.h"

/*
 * Add to the warnings of a source what may have been meant otherwise, or what
 * makes the search harder than it need be; study is that of its header.  O(size
 * of the space), and of its trials if it has any.
 */
void lint_advise(struct source *source, const struct study *study);

/* Append all of it, a line each by place: "file:line:column: field: text", or
 * an object. */
void lint_write(struct source *source, bool json, struct buf *out);

#endif
