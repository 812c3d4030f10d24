#include "input.h"

#include <errno.h>
#include <string.h>

enum { CHUNK = 1 << 16 };

void
input_init(struct input *in, int fd)
{
	*in = (struct input){.reader = {.fd = fd}};
}

void
input_release(struct input *in)
{
	jsonl_release(&in->reader);
}

/* Whether the line of len bytes is none for jsonl_next(). */
static bool
is_blank(const struct jsonl_reader *r, const char *line, size_t len)
{
	if (r->lineno == 0 && len >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0)
		return len == 3 || (len == 4 && line[3] == '\r');
	return len == 0 || (len == 1 && line[0] == '\r');
}

/* jsonl_next() would go on behind a blank line, and perhaps have to read. */
static void
skip_blank(struct jsonl_reader *r)
{
	while (!r->skip && r->next < r->buf.len) {
		const char *line = r->buf.data + r->next;
		const char *end = memchr(line, '\n', r->buf.len - r->next);

		if (!end || !is_blank(r, line, (size_t)(end - line)))
			return;
		r->next += (size_t)(end - line) + 1;
		r->lineno++;
	}
}

bool
input_waiting(struct input *in)
{
	skip_blank(&in->reader);
	return jsonl_waiting(&in->reader);
}

enum jsonl_event
input_next(struct input *in, const char **line, size_t *len)
{
	struct err ignored = {0}; /* there is nothing to read */

	if (!input_waiting(in) && !in->reader.eof)
		return JSONL_END;
	return jsonl_next(&in->reader, line, len, &ignored);
}

bool
input_read(struct input *in)
{
	struct jsonl_reader *r = &in->reader;
	ssize_t n;

	buf_drop(&r->buf, r->next);
	r->next = 0;
	if (r->buf.len > JSONL_LINE_MAX) {
		r->skip = true;
		buf_drop(&r->buf, r->buf.len);
	}
	n = buf_read(&r->buf, r->fd, CHUNK);
	if (n == -1 && errno == EAGAIN)
		return false;
	if (n == -1)
		in->error = errno;
	r->eof = n <= 0;
	return n > 0;
}

size_t
input_lines(const struct input *in)
{
	const struct jsonl_reader *r = &in->reader;
	size_t n = 0;

	for (size_t i = r->next; i < r->buf.len; i++)
		n += r->buf.data[i] == '\n' || i + 1 == r->buf.len;
	return n;
}

bool
input_ended(const struct input *in)
{
	return in->reader.eof;
}
