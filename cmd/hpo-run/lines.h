/* Text that comes in pieces, handed on in lines.  All zero is a new one. */
#ifndef HPO_LINES_H
#define HPO_LINES_H
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

struct lines {
	struct buf part; /* of a line whose end has not come */
	bool skip;       /* it is longer than JSONL_LINE_MAX */
};

/* Called for each line, without its newline. */
typedef void lines_take(void *arg, const char *line, size_t len);

/* Lines longer than JSONL_LINE_MAX are skipped. */
void lines_feed(
    struct lines *l, const char *data, size_t len, lines_take *take, void *arg);

/* No more comes: hand on what had no newline.  Leaves an empty one. */
void lines_end(struct lines *l, lines_take *take, void *arg);

#endif
