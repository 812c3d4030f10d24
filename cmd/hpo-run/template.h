/*
 * `{name}` inside an argument of the command.
 *
 * What is a name, and what is literal, placeholder.h says: `{name:-text}` gives
 * what stands for a name that has no value, and a domain says nothing here, so
 * that a command from which a space was made may be run as it is.  What is put
 * in is never looked at again, split, or seen by a shell.
 */
#ifndef HPO_TEMPLATE_H
#define HPO_TEMPLATE_H
#include <stddef.h>

#include "buf.h"
#include "die.h"

enum template_value {
	TEMPLATE_UNKNOWN, /* there is no such name */
	TEMPLATE_ABSENT,  /* a parameter that is not active */
	TEMPLATE_SAFE,    /* a number, or a path of our own */
	TEMPLATE_STRING,  /* any text */
};

/* Append the value of the name of len bytes to *out, if it has one. */
typedef enum template_value template_lookup(
    void *arg, const char *name, size_t len, struct buf *out);

/*
 * Append argument to *out, its names replaced.  Returns 1; 0 if the argument
 * is to be left out, because a name in it has no value; -1 with *e set for an
 * unknown name, for one without a value that is all of the argument, and for
 * a string that is all of it and would look like an option.  Unless it
 * returns 1 what was appended means nothing.
 */
int template_expand(const char *argument, template_lookup *lookup, void *arg,
    struct buf *out, struct err *e);

#endif
