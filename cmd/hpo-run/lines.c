#include "lines.h"

#include <string.h>

#include "jsonl.h"

static void
hand_on(
    struct lines *l, const char *line, size_t len, lines_take *take, void *arg)
{
	if (!l->skip && len <= JSONL_LINE_MAX)
		take(arg, line, len);
	l->skip = false;
}

static void
keep_part(struct lines *l, const char *data, size_t len)
{
	if (l->skip)
		return;
	buf_add(&l->part, data, len);
	if (l->part.len > JSONL_LINE_MAX) {
		l->skip = true;
		buf_release(&l->part);
	}
}

void
lines_feed(
    struct lines *l, const char *data, size_t len, lines_take *take, void *arg)
{
	const char *end;

	while ((end = len > 0 ? memchr(data, '\n', len) : NULL)) {
		const size_t n = (size_t)(end - data);

		if (l->part.len > 0) {
			keep_part(l, data, n);
			hand_on(l, l->part.data, l->part.len, take, arg);
			l->part.len = 0;
		} else {
			hand_on(l, data, n, take, arg);
		}
		data += n + 1;
		len -= n + 1;
	}
	keep_part(l, data, len);
}

void
lines_end(struct lines *l, lines_take *take, void *arg)
{
	if (l->part.len > 0)
		hand_on(l, l->part.data, l->part.len, take, arg);
	buf_release(&l->part);
	l->skip = false;
}
