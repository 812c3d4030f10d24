/* A space on the command line: name=domain ..., minimize=loss, seed=7. */
#ifndef HPO_READ_INLINE_H
#define HPO_READ_INLINE_H
#include <stdbool.h>
#include <stddef.h>

#include "node.h"

/* Whether an operand is name=..., and not the name of a file. */
bool inline_is(const char *arg);

/*
 * The tree that n such operands stand for, to be freed.  The line of a place
 * is the number of the operand, from 1.  Mistakes are added to *p.
 */
struct node *read_inline(char *const *args, size_t n, struct problems *p);

/*
 * What a word gives its parameter, a short form or a constant, to be freed; a
 * broken node after a complaint about field.
 */
struct node *inline_value(
    const char *field, const char *text, struct place at, struct problems *p);

#endif
