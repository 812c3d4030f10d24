#include "report.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 1 << 16 };

void
report_open(struct report *r, int dir)
{
	*r = (struct report){.dir = dir, .file = -1, .end = -1};
}

/* Whether there is a file by now. */
static bool
is_there(struct report *r)
{
	if (r->file == -1)
		r->file = openat(r->dir, "report.jsonl",
		    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	return r->file != -1;
}

bool
report_poll(struct report *r, lines_take *take, void *arg)
{
	struct buf chunk = {0};
	size_t max = CHUNK;
	ssize_t n;

	if (!is_there(r))
		return false;
	if (r->end != -1 && r->end - r->read < CHUNK)
		max = r->end > r->read ? (size_t)(r->end - r->read) : 0;
	n = max > 0 ? buf_read(&chunk, r->file, max) : 0;
	if (n > 0) {
		r->read += n;
		lines_feed(&r->lines, chunk.data, chunk.len, take, arg);
	}
	buf_release(&chunk);
	return n > 0;
}

void
report_seal(struct report *r)
{
	struct stat st = {0};

	if (is_there(r))
		(void)fstat(r->file, &st); /* if it fails, nothing follows */
	r->end = st.st_size;
}

void
report_end(struct report *r, lines_take *take, void *arg)
{
	lines_end(&r->lines, take, arg);
}

void
report_close(struct report *r)
{
	if (r->file != -1)
		close(r->file);
	buf_release(&r->lines.part);
	r->file = -1;
}
