/*
 * Standard output, which never makes us wait: lines are queued and written
 * one by one as far as the reader takes them.
 */
#ifndef HPO_EMIT_H
#define HPO_EMIT_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

struct emit {
	int fd;
	int flags;      /* of standard output before, or -1 */
	bool is_socket; /* send(2) is asked not to wait */
	bool terminal;  /* lines are cleaned */
	bool blocked;   /* the reader is behind: wait until fd is writable */
	int error;      /* errno of the write that failed; 0: none did */
	struct buf queue;
	size_t next; /* first byte of queue not written */
};

void emit_open(struct emit *m);

/* Write what is left as far as can be, restore standard output. */
void emit_close(struct emit *m);

/* Queue a line, which has no newline, and write what can be written.  A
 * terminal gets it cleaned, the foreign lines that are passed on too. */
void emit_text(struct emit *m, const char *line, size_t len);
void emit_json(struct emit *m, json_t *object);

/* fd is writable again: go on. */
void emit_flush(struct emit *m);

/* Bytes that wait for the reader. */
size_t emit_waiting(const struct emit *m);

#endif
