/*
 * One output of a payload: from its pipe into a file.  Of more than the cap
 * the first half is kept and the last half, which goes round in the file and
 * is put in order at the end.
 */
#ifndef HPO_STREAM_H
#define HPO_STREAM_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

struct stream {
	const char *name; /* of the file */
	int pipe;         /* what the payload writes to; -1: ended */
	int dir, file;    /* the file, made with the first byte; -1: none */
	int ordered;      /* the file that takes its place; -1: none */
	uint64_t cap;     /* bytes kept */
	uint64_t total;   /* bytes that came */
	uint64_t copied;  /* bytes of it put in order */
	struct buf gap;   /* the line in the place of what is missing */
	bool cut;         /* a part is missing in the file */
	int error;        /* errno of what failed; 0: nothing */
};

/*
 * Make the pipe; its other end, for the payload, goes to *end.  Returns 0, or
 * -1 with errno set.  dir is the open folder for the file.
 */
int stream_open(
    struct stream *s, const char *name, int dir, uint64_t cap, int *end);

/*
 * Read once and keep it; what was read is also left in *scratch.  Returns as
 * read(2): 0 at the end, when the pipe is closed, -1 if nothing is there now.
 */
ssize_t stream_read(struct stream *s, struct buf *scratch);

/* Keep len bytes. */
void stream_keep(struct stream *s, const char *data, size_t len);

/*
 * Put a part of the file in order.  Returns true when there is no more to do;
 * with files of usual size the first time.
 */
bool stream_order(struct stream *s);

/*
 * Append the last bytes of what came, at most max.  Returns whether that is
 * all: else the first line of it may be a part of one.  If they cannot be read
 * s->error says why.
 */
bool stream_tail(struct stream *s, size_t max, struct buf *out);

void stream_close(struct stream *s);

#endif
