#include "emit.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clean.h"
#include "jsonl.h"
#include "standard.h"

/*
 * O_NONBLOCK belongs to the open file, which others share: a pipe or a
 * terminal is opened once more, for us alone.  Where that is not allowed the
 * flag is set on what we have, and taken back at the end.
 */
void
emit_open(struct emit *m)
{
	struct stat st = {0};

	*m = (struct emit){.fd = STDOUT_FILENO, .flags = -1};
	if (!standard_output() || fstat(STDOUT_FILENO, &st) == -1)
		return; /* the first write says so */
	m->is_socket = S_ISSOCK(st.st_mode);
	m->terminal = isatty(STDOUT_FILENO);
	if (!S_ISFIFO(st.st_mode) && !S_ISCHR(st.st_mode))
		return; /* a file never makes us wait */
	m->fd = open(
	    "/proc/self/fd/1", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (m->fd != -1)
		return;
	m->fd = STDOUT_FILENO;
	m->flags = fcntl(STDOUT_FILENO, F_GETFL);
	fcntl(STDOUT_FILENO, F_SETFL, m->flags | O_NONBLOCK);
}

void
emit_close(struct emit *m)
{
	emit_flush(m);
	if (m->flags != -1)
		fcntl(STDOUT_FILENO, F_SETFL, m->flags);
	if (m->fd != STDOUT_FILENO)
		close(m->fd);
	buf_release(&m->queue);
}

static ssize_t
put(const struct emit *m, const char *data, size_t len)
{
	if (m->is_socket)
		return send(m->fd, data, len, MSG_DONTWAIT | MSG_NOSIGNAL);
	return write(m->fd, data, len);
}

/* Forget what was written, not oftener than it is worth a move. */
static void
shrink(struct emit *m)
{
	if (m->next < m->queue.len && m->next < m->queue.len / 2)
		return;
	buf_drop(&m->queue, m->next);
	m->next = 0;
}

void
emit_flush(struct emit *m)
{
	m->blocked = false;
	while (m->next < m->queue.len && !m->error && !m->blocked) {
		const char *line = m->queue.data + m->next;
		const char *end = memchr(line, '\n', m->queue.len - m->next);
		const ssize_t n = put(m, line, (size_t)(end + 1 - line));

		if (n >= 0)
			m->next += (size_t)n;
		else if (errno == EAGAIN)
			m->blocked = true;
		else if (errno != EINTR)
			m->error = errno;
	}
	if (m->error)
		m->next = m->queue.len; /* nobody will read it */
	shrink(m);
}

void
emit_text(struct emit *m, const char *line, size_t len)
{
	if (m->error)
		return;
	if (m->terminal)
		clean_line(&m->queue, line, len);
	else
		buf_add(&m->queue, line, len);
	buf_add(&m->queue, "\n", 1);
	if (!m->blocked)
		emit_flush(m);
}

void
emit_json(struct emit *m, json_t *object)
{
	struct buf line = {0};

	jsonl_write(&line, object);
	emit_text(m, line.data, line.len);
	buf_release(&line);
}

size_t
emit_waiting(const struct emit *m)
{
	return m->queue.len - m->next;
}
