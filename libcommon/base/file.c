#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "xalloc.h"

enum { CHUNK = 1 << 16, MODE = 0666 };

void
wait_writable(int fd)
{
	(void)poll(&(struct pollfd){.fd = fd, .events = POLLOUT}, 1, -1);
}

void
wait_readable(int fd)
{
	(void)poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, -1);
}

int
write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		const ssize_t n = write(fd, data, len);

		if (n == -1 && errno == EAGAIN)
			wait_writable(fd);
		else if (n == -1 && errno != EINTR)
			return -1;
		if (n > 0) {
			data += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

/* What is being read, and how much of it may be. */
struct reading {
	const char *path;
	size_t max;
	file_more *more; /* or NULL */
};

static int
read_fd(int fd, struct reading r, struct buf *out, struct err *e)
{
	const char *path = r.path;
	const size_t before = out->len;
	ssize_t n;

	while ((n = buf_read(out, fd, CHUNK)) > 0) {
		const size_t len = out->len - before;

		if (len <= r.max)
			continue;
		if (!r.more || !r.more(out->data + before, len))
			return err_set(
			    e, "'%s' is larger than %zu bytes", path, r.max);
		r.max = SIZE_MAX;
	}
	if (n == 0)
		return 0;
	err_sys(e, "cannot read '%s'", path);
	if (errno == EISDIR)
		e->status = STATUS_INPUT;
	return -1;
}

int
file_read(const char *path, size_t max, struct buf *out, struct err *e)
{
	return file_read_more(path, max, NULL, out, e);
}

int
file_read_more(const char *path, size_t max, file_more *more, struct buf *out,
    struct err *e)
{
	struct reading r = {path, max, more};
	int fd, rc;

	if (strcmp(path, "-") == 0) {
		r.path = "standard input";
		return read_fd(STDIN_FILENO, r, out, e);
	}
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1) {
		err_sys(e, "cannot open '%s'", path);
		if (errno == ENOENT)
			e->status = STATUS_INPUT;
		return -1;
	}
	rc = read_fd(fd, r, out, e);
	close(fd);
	return rc;
}

static int
sync_fd(int fd)
{
	int rc;

	do
		rc = fsync(fd);
	while (rc == -1 && errno == EINTR);
	return rc;
}

static int
sync_folder(int dir)
{
	const int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc;

	if (fd == -1)
		return -1;
	rc = sync_fd(fd);
	if (rc == -1 && errno == EINVAL)
		rc = 0; /* a file system that does not sync folders */
	close(fd);
	return rc;
}

/* A name beside name that nobody else uses. */
static void
temporary_name(char *text, size_t size, const char *name)
{
	snprintf(text, size, ".%.200s.%ld", name, (long)getpid());
}

/* The same, which nobody has used either: pids come back. */
static int
new_name(char *text, size_t size, const char *name)
{
	uint64_t random;

	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		return -1;
	snprintf(text, size, ".%.200s.%016" PRIx64, name, random);
	return 0;
}

/* Write data to the file dir/name; how is O_EXCL or O_TRUNC. */
static int
write_new(int dir, const char *name, int how, const struct buf *data, bool sync)
{
	const int fd = openat(
	    dir, name, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | how, MODE);
	int saved;

	if (fd == -1)
		return -1;
	if (write_all(fd, data->data, data->len) == -1 ||
	    (sync && sync_fd(fd) == -1)) {
		saved = errno;
		close(fd);
		unlinkat(dir, name, 0);
		errno = saved;
		return -1;
	}
	if (close(fd) == -1) {
		saved = errno;
		unlinkat(dir, name, 0);
		errno = saved;
		return -1;
	}
	return 0;
}

/* Open the folder that path lies in. */
static int
open_folder(const char *path)
{
	char *copy = xstrdup(path);
	const int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	free(copy);
	return fd;
}

static const char *
last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Link temporary to name; 1 if name exists.  Where links are refused: rename
 * after a look, which another creator may slip through. */
static int
put_new(int dir, const char *temporary, const char *name)
{
	if (linkat(dir, temporary, dir, name, 0) == 0) {
		unlinkat(dir, temporary, 0);
		return 0;
	}
	if (errno == EEXIST)
		return 1;
	if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
		return -1;
	if (faccessat(dir, name, F_OK, 0) == 0)
		return 1;
	return renameat(dir, temporary, dir, name);
}

int
file_create(const char *path, const struct buf *data, struct err *e)
{
	const char *name = last_part(path);
	const int dir = open_folder(path);
	char temporary[256];
	int rc;

	if (dir == -1)
		return err_sys(e, "cannot create '%s'", path);
	if (new_name(temporary, sizeof(temporary), name) == -1 ||
	    write_new(dir, temporary, O_EXCL, data, true) == -1) {
		err_sys(e, "cannot create '%s'", path);
		close(dir);
		return -1;
	}
	rc = put_new(dir, temporary, name);
	if (rc == 0 && sync_folder(dir) == -1)
		rc = -1;
	if (rc == -1)
		err_sys(e, "cannot create '%s'", path);
	if (rc != 0)
		unlinkat(dir, temporary, 0);
	close(dir);
	return rc;
}

int
file_replace(
    int dir, const char *name, const struct buf *data, bool sync, struct err *e)
{
	char temporary[256];

	temporary_name(temporary, sizeof(temporary), name);
	if (write_new(dir, temporary, O_TRUNC, data, sync) == -1)
		return err_sys(e, "cannot write '%s'", name);
	if (renameat(dir, temporary, dir, name) == -1) {
		err_sys(e, "cannot rename to '%s'", name);
		unlinkat(dir, temporary, 0);
		return -1;
	}
	if (sync && sync_folder(dir) == -1)
		return err_sys(e, "cannot sync the folder of '%s'", name);
	return 0;
}
