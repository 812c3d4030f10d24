#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "file.h"
#include "jsonl.h"

enum { MODE = 0666 };

/* One write(2) at the end of the file, so that lines of many ranks stay whole.
 */
static void
append(const char *report, const struct buf *line)
{
	const int fd =
	    open(report, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, MODE);

	if (fd == -1 || write_all(fd, line->data, line->len) == -1 ||
	    close(fd) == -1)
		die(STATUS_SYS, "cannot write '%s': %s", report,
		    strerror(errno));
}

static bool
shall_stop(void)
{
	const char *dir = getenv("HPO_DIR");
	struct buf path = {0};
	bool stop;

	if (!dir)
		return false;
	buf_printf(&path, "%s/stop", dir);
	stop = access(buf_text(&path), F_OK) == 0;
	buf_release(&path);
	return stop;
}

enum status
inside_tell(const char *report, const struct direct *d)
{
	struct err e = {0};
	json_t *metrics = direct_metrics(d->results, &e);
	struct buf text = {0};
	json_t *line;

	if (!metrics)
		die(STATUS_INPUT, "%s", e.text);
	line = jsonl_object();
	if (d->step >= 0)
		json_object_set_new(line, "step", json_integer(d->step));
	json_object_set_new(line, "metrics", metrics);
	jsonl_write(&text, line);
	buf_puts(&text, "\n");
	append(report, &text);
	buf_release(&text);
	json_decref(line);
	return d->step >= 0 && shall_stop() ? STATUS_NO : STATUS_OK;
}
