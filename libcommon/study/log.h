/*
 * The trial file as a log that many processes append to.
 *
 * Exclusive locks on the open file itself (OFD) order the writers; each gives
 * its lines the next numbers, closes a line that a killed writer left
 * unfinished, and writes them all with one write(2).  Readers take no lock.
 * Two ranges of bytes are locked: all below 2^62 for appending, and the byte
 * at 2^62 by whoever gives out trial numbers; the asking one always first.
 */
#ifndef HPO_LOG_H
#define HPO_LOG_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "buf.h"
#include "die.h"

enum log_lock {
	LOG_APPEND, /* for the moment of writing */
	LOG_ASK,    /* from reading to recording, by those who give numbers */
};

struct log {
	const char *path; /* the caller's; "-": standard input, read only */
	int fd;
	bool patient;    /* wait for locks as long as it takes */
	struct buf text; /* what was read, whole lines, from the first byte */
	bool replaced;   /* text was read anew: forget what was known of it, and
			  * clear this */
	bool writable;
	bool ended;        /* not a regular file: it is read once */
	bool held[2];      /* by enum log_lock */
	off_t size;        /* of the file when it was read last */
	bool lent_newline; /* text ends in one that the file does not have */
	bool stale;        /* text is not what the file has: read all again */
};

/*
 * Open a trial file that exists, for writing or only for reading.  Returns 0,
 * or -1 with *e set.  Nothing is read yet.
 */
int log_open(struct log *log, const char *path, bool writable, struct err *e);
void log_close(struct log *log);

/*
 * A log of which all was read by somebody else: text, which is taken over.  An
 * unterminated last line counts.
 */
void log_take(struct log *log, const char *path, struct buf *text);

/*
 * Read what was appended since the last time, up to the last newline; under
 * LOG_APPEND also an unterminated last line, if it is an object, with the
 * newline that the next writer will give it.  If the file was replaced or
 * shrank or changed in place, all is read again and log->replaced set.
 */
int log_read(struct log *log, struct err *e);

/*
 * Lock the file that path names now.  Waits; says so after 2 seconds on
 * standard error; gives up after 60 unless log->patient.  LOG_APPEND also
 * reads, as log_read() does.
 */
int log_lock(struct log *log, enum log_lock which, struct err *e);
int log_unlock(struct log *log, enum log_lock which, struct err *e);

/*
 * Append the line of object with this seq to *text: hpo or trial first, then
 * seq, the one it had being replaced, and a newline.
 */
void log_line(struct buf *text, json_t *object, json_int_t seq);

/*
 * Whether readers will take the line of object: it is not too long, nor any
 * string or object in it.  Returns 0, or -1 with *e set.
 */
int log_check(json_t *object, struct err *e);

/*
 * Under LOG_APPEND: write lines, with one write(2), after what was read.  On
 * -1 the file is as before, or ends in a fragment that the next writer closes.
 */
int log_write(struct log *log, const char *lines, size_t len, struct err *e);

/* Onto the disk, after the unlock.  Only then may success be told. */
int log_sync(struct log *log, struct err *e);

#endif
