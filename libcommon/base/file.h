/* Whole files, read and written with every result checked. */
#ifndef HPO_FILE_H
#define HPO_FILE_H
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "die.h"

/* All len bytes to fd, over short writes, EINTR, and, as others may have made
 * fd such that it does not wait, EAGAIN; -1 with errno set. */
int write_all(int fd, const char *data, size_t len);

/* After EAGAIN: until fd can be written to (read from), or a signal came. */
void wait_writable(int fd);
void wait_readable(int fd);

/*
 * Append the file path ("-": standard input) to *out, at most max bytes.
 * Returns 0, or -1 with *e set.
 */
int file_read(const char *path, size_t max, struct buf *out, struct err *e);

/*
 * The same, but where it is longer, all of it if more(), unless NULL, is true
 * of its first bytes, which are some more than max.
 */
typedef bool file_more(const char *text, size_t len);
int file_read_more(const char *path, size_t max, file_more *more,
    struct buf *out, struct err *e);

/*
 * Make the file path, which must not exist, whole or not at all: written to a
 * temporary name beside it, synced, linked into place, the folder synced.
 * Returns 0; 1 if path exists; -1 with *e set.
 */
int file_create(const char *path, const struct buf *data, struct err *e);

/*
 * Put data in the place of dir/name: written to a temporary name, synced if
 * sync, renamed, and the folder synced if sync.  dir is an open folder, or
 * AT_FDCWD.  Returns 0, or -1 with *e set and the temporary file removed.
 */
int file_replace(int dir, const char *name, const struct buf *data, bool sync,
    struct err *e);

#endif
