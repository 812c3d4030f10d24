/*
 * Where a space comes from: a space file, words of the command line, or a trial
 * file, whose newest header it is.
 */
#ifndef HPO_SOURCE_H
#define HPO_SOURCE_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "die.h"
#include "history.h"
#include "node.h"

struct source {
	const char *name;  /* in messages */
	char separator;    /* between the name and a line */
	int words;         /* lines up to here are words of the command line */
	struct node *root; /* what was written; NULL: it cannot be read */
	struct problems problems;
	json_t *header; /* canonical; NULL if there are mistakes */
	bool trials;    /* a trial file: it is in history */
	struct history history;
};

/*
 * Read what n operands are: names and domains, or a path, "-" or nothing being
 * standard input.  Text of which the first line is a header or a trial line is
 * a trial file, of any length.  Mistakes are among the problems.  Returns 0,
 * or -1 with *e set and nothing to be released.
 */
int source_open(
    struct source *s, char *const *operands, size_t n, struct err *e);

/*
 * The same of names with domains, and of the domains in braces of what follows
 * them: of a command, or with path, of which "-" is standard input, of the text
 * of a file, and of no words.
 */
int source_infer(struct source *s, char *const *operands, size_t n,
    const char *path, struct err *e);
void source_release(struct source *s);

/* Append "name:line:column: ", without a place if it has none; then "field:
 * text" of it, cleaned. */
void source_place(
    const struct source *s, const struct problem *p, struct buf *out);
void source_say(const struct problem *p, struct buf *out);

/* Tell a problem on standard error, with "warning: " before it or another word.
 */
void source_tell_one(
    const struct source *s, const struct problem *p, const char *word);

/* Tell all problems on standard error, sorted by place; quiet: mistakes only.
 */
void source_tell(struct source *s, bool quiet);

#endif
