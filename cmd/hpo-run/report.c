#include "report.h"

#include <fcntl.h>
#include <unistd.h>

enum {
	CHUNK = 1 << 16,
	TOTAL_MAX = 1 << 26, /* bytes; a payload's results are no log */
};

void
report_open(struct report *r, int dir)
{
	*r = (struct report){.dir = dir, .file = -1};
}

void
report_poll(struct report *r, lines_take *take, void *arg)
{
	struct buf chunk = {0};

	if (r->file == -1)
		r->file = openat(r->dir, "report.jsonl",
		    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (r->file == -1)
		return; /* nothing was reported yet */
	while (r->total < TOTAL_MAX && buf_read(&chunk, r->file, CHUNK) > 0) {
		r->total += chunk.len;
		lines_feed(&r->lines, chunk.data, chunk.len, take, arg);
		chunk.len = 0;
	}
	buf_release(&chunk);
}

void
report_end(struct report *r, lines_take *take, void *arg)
{
	report_poll(r, take, arg);
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
