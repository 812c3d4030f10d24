#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "file.h"

enum {
	CHUNK = 1 << 16,      /* what a pipe holds */
	ORDER_STEP = 1 << 23, /* bytes put in order at once, some ms */
	MODE_FILE = 0666,
};

int
stream_open(struct stream *s, const char *name, int dir, uint64_t cap, int *end)
{
	int fds[2];

	*s = (struct stream){.name = name,
	    .pipe = -1,
	    .dir = dir,
	    .file = -1,
	    .ordered = -1,
	    .cap = cap};
	if (pipe2(fds, O_CLOEXEC) == -1)
		return -1;
	if (fcntl(fds[0], F_SETFL, O_NONBLOCK) == -1) {
		close(fds[0]);
		close(fds[1]);
		return -1;
	}
	s->pipe = fds[0];
	*end = fds[1];
	return 0;
}

ssize_t
stream_read(struct stream *s, struct buf *scratch)
{
	ssize_t n;

	scratch->len = 0;
	n = buf_read(scratch, s->pipe, CHUNK);
	if (n > 0)
		stream_keep(s, scratch->data, (size_t)n);
	if (n == 0 || (n == -1 && errno != EAGAIN)) {
		if (n == -1 && !s->error)
			s->error = errno;
		close(s->pipe);
		s->pipe = -1;
		return 0;
	}
	return n;
}

static uint64_t
first_half(const struct stream *s)
{
	return s->cap - s->cap / 2;
}

/* Where the byte after total ones goes, and how many fit there in a row. */
static off_t
place(const struct stream *s, uint64_t total, uint64_t *room)
{
	const uint64_t first = first_half(s), ring = s->cap - first;
	uint64_t at = total;

	if (at >= first)
		at = first + (at - first) % ring;
	*room = (at < first ? first : s->cap) - at;
	return (off_t)at;
}

static int
open_file(struct stream *s)
{
	if (s->file == -1)
		s->file = openat(s->dir, s->name,
		    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    MODE_FILE);
	return s->file == -1 ? -1 : 0;
}

static ssize_t
write_at(int fd, const char *data, size_t len, off_t at)
{
	ssize_t n;

	do
		n = pwrite(fd, data, len, at);
	while (n == -1 && errno == EINTR);
	if (n == 0)
		errno = ENOSPC;
	return n > 0 ? n : -1;
}

void
stream_keep(struct stream *s, const char *data, size_t len)
{
	if (len > 0 && !s->error && open_file(s) == -1)
		s->error = errno;
	while (len > 0 && !s->error) {
		uint64_t room;
		const off_t at = place(s, s->total, &room);
		const ssize_t n =
		    write_at(s->file, data, len < room ? len : room, at);

		if (n == -1) {
			s->error = errno;
			break;
		}
		data += n;
		len -= (size_t)n;
		s->total += (uint64_t)n;
	}
}

static ssize_t
read_at(int fd, char *data, size_t len, off_t at)
{
	ssize_t n;

	do
		n = pread(fd, data, len, at);
	while (n == -1 && errno == EINTR);
	return n;
}

/* Copy from one place to another of two files; -1 with errno set. */
static int
copy(int from, off_t from_at, int to, off_t to_at, uint64_t len)
{
	while (len > 0) {
		char chunk[CHUNK];
		const size_t want = len < sizeof(chunk) ? len : sizeof(chunk);
		const ssize_t n = read_at(from, chunk, want, from_at);

		if (n <= 0 || write_at(to, chunk, (size_t)n, to_at) != n)
			return -1;
		from_at += n;
		to_at += n;
		len -= (uint64_t)n;
	}
	return 0;
}

static void
ordered_name(const struct stream *s, char *name, size_t size)
{
	snprintf(name, size, ".%s.ordered", s->name);
}

/* Give up: the file stays as it is. */
static bool
order_failed(struct stream *s)
{
	char name[32];

	s->error = errno ? errno : EIO;
	ordered_name(s, name, sizeof(name));
	if (s->ordered != -1)
		close(s->ordered);
	s->ordered = -1;
	unlinkat(s->dir, name, 0);
	return true;
}

static bool
order_begin(struct stream *s)
{
	char name[32];

	buf_printf(&s->gap, "\n[hpo-run: %" PRIu64 " bytes are missing here]\n",
	    s->total - s->cap);
	ordered_name(s, name, sizeof(name));
	s->ordered = openat(s->dir, name,
	    O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, MODE_FILE);
	return s->ordered != -1;
}

static bool
order_end(struct stream *s)
{
	char name[32];

	ordered_name(s, name, sizeof(name));
	if (write_at(s->ordered, s->gap.data, s->gap.len,
		(off_t)first_half(s)) == -1 ||
	    renameat(s->dir, name, s->dir, s->name) == -1)
		return order_failed(s);
	close(s->file);
	s->file = s->ordered;
	s->ordered = -1;
	s->cut = true;
	return true;
}

/* The part of the kept bytes at s->copied: where it lies, and how long. */
static uint64_t
next_part(const struct stream *s, off_t *from)
{
	const uint64_t left = s->cap - s->copied;
	uint64_t room, at = s->copied;

	if (at >= first_half(s))
		at += s->total - s->cap; /* the oldest of the last half */
	*from = place(s, at, &room);
	if (room > left)
		room = left;
	return room < ORDER_STEP ? room : ORDER_STEP;
}

bool
stream_order(struct stream *s)
{
	uint64_t len;
	off_t from, to;

	if (s->error || s->cut || s->total <= s->cap)
		return true;
	if (s->ordered == -1 && !order_begin(s))
		return order_failed(s);
	len = next_part(s, &from);
	to = (off_t)s->copied;
	if (s->copied >= first_half(s))
		to += (off_t)s->gap.len;
	errno = 0;
	if (copy(s->file, from, s->ordered, to, len) == -1)
		return order_failed(s);
	s->copied += len;
	return s->copied == s->cap && order_end(s);
}

/* How long the file is. */
static off_t
kept(const struct stream *s)
{
	return (off_t)(s->total < s->cap ? s->total : s->cap) +
	       (s->cut ? (off_t)s->gap.len : 0);
}

bool
stream_tail(struct stream *s, size_t max, struct buf *out)
{
	const off_t size = kept(s);
	char chunk[CHUNK];
	off_t at;
	ssize_t n;

	if (s->cut && max > s->cap / 2)
		max = s->cap / 2;
	at = size > (off_t)max ? size - (off_t)max : 0;
	for (off_t from = at; from < size; from += n) {
		n = read_at(s->file, chunk, sizeof(chunk), from);
		if (n <= 0) {
			s->error = n == 0 ? EIO : errno;
			break;
		}
		buf_add(out, chunk, (size_t)n);
	}
	return at == 0;
}

void
stream_close(struct stream *s)
{
	if (s->pipe != -1)
		close(s->pipe);
	if (s->file != -1)
		close(s->file);
	if (s->ordered != -1)
		close(s->ordered);
	buf_release(&s->gap);
	s->pipe = s->file = s->ordered = -1;
}
