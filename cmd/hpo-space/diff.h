/* What is other in one header than in another. */
#ifndef HPO_DIFF_H
#define HPO_DIFF_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "diff_effect.h"
#include "source.h"

struct change {
	char *field;        /* "params.lr.high", "require" */
	json_t *from, *to;  /* own references; NULL: it is not there */
	const char *param;  /* belongs to a header; NULL: it is of none */
	enum effect effect; /* on trials that there are */
};

struct diff {
	struct change *list;
	size_t n, cap;
	/* If the old one is a trial file: of so many trials that are points of
	 * the old space so many are points of the new one. */
	bool counted;
	size_t trials, stay;
};

/*
 * From the space of one source to that of another: parameters in the order of
 * the old space, new ones behind them, then what else a header has.  id and seq
 * are no matter of it, nor is the order of parameters.  O(size), and O(trials)
 * if old is a trial file.
 */
void diff_find(struct diff *d, struct source *old, const struct source *new);
void diff_release(struct diff *d);

/* Append a line for each change, aligned; or an object for each. */
void diff_write(const struct diff *d, bool json, struct buf *out);

#endif
