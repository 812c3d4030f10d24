#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "xalloc.h"

/* Into what path names now: a pipe or a device. */
static int
write_into(const char *path, const struct buf *data, struct err *e)
{
	const int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd == -1)
		return err_sys(e, "cannot open '%s'", path);
	if (write_all(fd, data->data, data->len) == -1) {
		err_sys(e, "cannot write '%s'", path);
		close(fd);
		return -1;
	}
	if (close(fd) == -1)
		return err_sys(e, "cannot write '%s'", path);
	return 0;
}

/* In the place of the file path, or as a new one. */
static int
replace(const char *path, const struct buf *data, struct err *e)
{
	const char *slash = strrchr(path, '/');
	char *copy = xstrdup(path);
	const int dir = open(dirname(copy), O_PATH | O_DIRECTORY | O_CLOEXEC);
	int rc;

	free(copy);
	if (dir == -1)
		return err_sys(e, "cannot write '%s'", path);
	rc = file_replace(dir, slash ? slash + 1 : path, data, true, e);
	close(dir);
	return rc;
}

int
output_write(const char *path, const struct buf *data, struct err *e)
{
	struct stat st;

	if (!path) {
		if (write_all(STDOUT_FILENO, data->data, data->len) == -1)
			return err_sys(e, "standard output");
		return 0;
	}
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return write_into(path, data, e);
	return replace(path, data, e);
}

bool
output_is(const char *path, int fd)
{
	struct stat named, open_file;

	return stat(path, &named) == 0 && fstat(fd, &open_file) == 0 &&
	       S_ISREG(named.st_mode) && named.st_dev == open_file.st_dev &&
	       named.st_ino == open_file.st_ino;
}
