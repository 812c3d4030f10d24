#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "file.h"
#include "interrupt.h"
#include "jsonl.h"
#include "scan.h"

enum {
	REPLACED_MAX = 10, /* times that a file may change under us */
	CHUNK = 1 << 20,
	SAY_AFTER_S = 2,
	GIVE_UP_AFTER_S = 60,
	KNOWN_BYTES = 64, /* that are compared before reading on */
};

/* Appending locks the bytes below; the one at it is for asking. */
static const off_t APPEND_RANGE = (off_t)1 << 62;

static int
open_file(struct log *log, struct err *e)
{
	const int flags = log->writable ? O_RDWR | O_APPEND : O_RDONLY;

	log->fd = open(log->path, flags | O_CLOEXEC);
	if (log->fd != -1)
		return 0;
	err_sys(e, "cannot open '%s'", log->path);
	if (errno == ENOENT)
		return err_set(e, "no trial file '%s' (hpo-space -o makes one)",
		    log->path);
	if (errno == EISDIR)
		e->status = STATUS_INPUT;
	return -1;
}

int
log_open(struct log *log, const char *path, bool writable, struct err *e)
{
	struct stat st;

	*log = (struct log){.path = path, .writable = writable};
	if (strcmp(path, "-") == 0) {
		log->fd = STDIN_FILENO;
		return 0;
	}
	if (open_file(log, e) == -1)
		return -1;
	if (fstat(log->fd, &st) == -1)
		err_sys(e, "cannot stat '%s'", path);
	else if (S_ISDIR(st.st_mode) || (writable && !S_ISREG(st.st_mode)))
		err_set(e, "'%s' is not a regular file", path);
	else
		return 0;
	log_close(log);
	return -1;
}

/* What ends is a line. */
static void
end_line(struct buf *text)
{
	if (text->len > 0 && text->data[text->len - 1] != '\n')
		buf_puts(text, "\n");
}

void
log_close(struct log *log)
{
	if (log->fd > STDIN_FILENO)
		close(log->fd); /* log_write and log_sync checked what counts */
	log->fd = -1;
	buf_release(&log->text);
}

void
log_take(struct log *log, const char *path, struct buf *text)
{
	*log =
	    (struct log){.path = path, .fd = -1, .text = *text, .ended = true};
	*text = (struct buf){0};
	end_line(&log->text);
}

/* Forget what was read; the next reading starts at the first byte. */
static void
start_again(struct log *log)
{
	log->text.len = 0;
	log->lent_newline = log->stale = false;
	log->replaced = true;
}

/* Open the file anew if path names another one by now. */
static int
follow(struct log *log, struct stat *held, struct err *e)
{
	struct stat named;

	if (fstat(log->fd, held) == -1)
		return err_sys(e, "cannot stat '%s'", log->path);
	if (stat(log->path, &named) == -1)
		return err_sys(e, "cannot stat '%s'", log->path);
	if (held->st_dev == named.st_dev && held->st_ino == named.st_ino)
		return 0;
	if (log->held[LOG_ASK] && log->held[LOG_APPEND])
		return err_set(e, "'%s' was replaced meanwhile", log->path);
	close(log->fd);
	log->held[LOG_ASK] = log->held[LOG_APPEND] = false;
	start_again(log);
	return open_file(log, e) == -1 ? -1 : 1;
}

/* All that a pipe gives, once. */
static int
read_stream(struct log *log, struct err *e)
{
	ssize_t n;

	if (log->ended)
		return 0;
	do {
		n = buf_read(&log->text, log->fd, CHUNK);
		if (n == -1 && errno == EAGAIN)
			wait_readable(log->fd);
	} while (n > 0 || (n == -1 && errno == EAGAIN));
	if (n == -1)
		return err_sys(e, "cannot read '%s'", log->path);
	log->ended = true;
	end_line(&log->text);
	return 0;
}

/* Bytes start up to size to the end of the text. */
static int
read_range(struct log *log, off_t start, off_t size, struct err *e)
{
	if (lseek(log->fd, start, SEEK_SET) == -1)
		return err_sys(e, "cannot seek in '%s'", log->path);
	while (start < size) {
		const ssize_t n =
		    buf_read(&log->text, log->fd, (size_t)(size - start));

		if (n == -1)
			return err_sys(e, "cannot read '%s'", log->path);
		if (n == 0)
			break; /* it was cut short: the next reading notices */
		start += n;
	}
	return 0;
}

/*
 * Take back a fragment behind the last newline, so that it is read again when
 * it has grown; or, under the lock, where nobody can be writing it, count it
 * as a line if it is an object.
 */
static void
judge_tail(struct log *log)
{
	struct buf *text = &log->text;
	const char *newline =
	    text->len > 0 ? memrchr(text->data, '\n', text->len) : NULL;
	const size_t whole = newline ? (size_t)(newline - text->data) + 1 : 0;
	struct err ignored = {0};

	if (whole == text->len)
		return;
	if (log->held[LOG_APPEND] &&
	    scan_object(text->data + whole, text->len - whole, NULL, NULL,
		&ignored) == 0) {
		buf_puts(text, "\n");
		log->lent_newline = true;
	} else {
		text->len = whole;
	}
}

/*
 * Whether the file still begins with what we know: its last known bytes are
 * looked at.  An editor may have written another file in its place, or a
 * writer taken back what did not fit on the disk.
 */
static bool
is_known(const struct log *log, size_t known)
{
	char now[KNOWN_BYTES];
	const size_t n = known < sizeof(now) ? known : sizeof(now);
	char newline;

	if (pread(log->fd, now, n, (off_t)(known - n)) != (ssize_t)n ||
	    memcmp(now, log->text.data + known - n, n) != 0)
		return false;
	return !log->lent_newline ||
	       (pread(log->fd, &newline, 1, (off_t)known) == 1 &&
		   newline == '\n');
}

/* Read what a regular file of this size has and we have not. */
static int
read_file(struct log *log, off_t size, struct err *e)
{
	const size_t known = log->text.len - (log->lent_newline ? 1 : 0);

	log->size = size;
	if ((size_t)size < known || log->stale ||
	    ((size_t)size > known && known > 0 && !is_known(log, known)))
		start_again(log);
	else if ((size_t)size == known)
		return 0;
	log->lent_newline = false;
	if (read_range(log, (off_t)log->text.len, size, e) == -1)
		return -1;
	judge_tail(log);
	return 0;
}

int
log_read(struct log *log, struct err *e)
{
	struct stat st;

	if (log->fd == STDIN_FILENO)
		return read_stream(log, e);
	if (fstat(log->fd, &st) == -1)
		return err_sys(e, "cannot stat '%s'", log->path);
	if (!S_ISREG(st.st_mode))
		return read_stream(log, e);
	if (!log->held[LOG_ASK] && !log->held[LOG_APPEND]) {
		const int moved = follow(log, &st, e);

		if (moved == -1)
			return -1;
		if (moved == 1 && fstat(log->fd, &st) == -1)
			return err_sys(e, "cannot stat '%s'", log->path);
	}
	return read_file(log, st.st_size, e);
}

static int
set_lock(const struct log *log, enum log_lock which, short type, int command)
{
	struct flock range = {.l_type = type,
	    .l_whence = SEEK_SET,
	    .l_start = which == LOG_ASK ? APPEND_RANGE : 0,
	    .l_len = which == LOG_ASK ? 1 : APPEND_RANGE};

	return fcntl(log->fd, command, &range);
}

static int
lock_failed(const struct log *log, struct err *e)
{
	if (errno == ENOLCK || errno == ENOSYS || errno == EOPNOTSUPP ||
	    errno == EINVAL) {
		err_set(e,
		    "no locks on the file system of '%s': move the file to "
		    "one that has them",
		    log->path);
		e->status = STATUS_SYS;
		return -1;
	}
	return err_sys(e, "cannot lock '%s'", log->path);
}

/* In the queue of the kernel, woken every second to look at the time. */
static int
wait_for_lock(const struct log *log, enum log_lock which, struct err *e)
{
	const double start = clock_monotonic();
	bool said = false;

	while (set_lock(log, which, F_WRLCK, F_OFD_SETLKW) == -1) {
		const double waited = clock_monotonic() - start;

		if (errno != EINTR)
			return lock_failed(log, e);
		if (interrupt_caught() && !log->patient) {
			errno = EINTR;
			return err_sys(e, "no lock on '%s'", log->path);
		}
		if (waited > GIVE_UP_AFTER_S && !log->patient) {
			errno = ETIMEDOUT;
			return err_sys(e, "no lock on '%s'", log->path);
		}
		if (waited > SAY_AFTER_S && !said)
			warn("waiting for the lock on '%s'", log->path);
		said = said || waited > SAY_AFTER_S;
	}
	return 0;
}

static int
take_lock(const struct log *log, enum log_lock which, struct err *e)
{
	struct wake wake;
	int rc;

	if (set_lock(log, which, F_WRLCK, F_OFD_SETLK) == 0)
		return 0;
	if (errno != EAGAIN && errno != EACCES && errno != EINTR)
		return lock_failed(log, e);
	wake_start(&wake);
	rc = wait_for_lock(log, which, e);
	wake_stop(&wake);
	return rc;
}

int
log_lock(struct log *log, enum log_lock which, struct err *e)
{
	struct stat st;

	for (int i = 0; i < REPLACED_MAX; i++) {
		int moved;

		if (take_lock(log, which, e) == -1)
			return -1;
		log->held[which] = true;
		moved = follow(log, &st, e);
		if (moved == -1) {
			(void)log_unlock(log, which, &(struct err){0});
			return -1;
		}
		if (moved == 0)
			return log_read(log, e);
	}
	errno = EBUSY;
	return err_sys(e, "'%s' is replaced again and again", log->path);
}

int
log_unlock(struct log *log, enum log_lock which, struct err *e)
{
	int rc;

	log->held[which] = false;
	do
		rc = set_lock(log, which, F_UNLCK, F_OFD_SETLK);
	while (rc == -1 && errno == EINTR);
	return rc == -1 ? err_sys(e, "cannot unlock '%s'", log->path) : 0;
}

void
log_line(struct buf *text, json_t *object, json_int_t seq)
{
	static const char *const first[] = {"hpo", "trial"};
	json_t *line = jsonl_object();

	for (size_t i = 0; i < sizeof(first) / sizeof(*first); i++) {
		json_t *value = json_object_get(object, first[i]);

		if (value)
			json_object_set(line, first[i], value);
	}
	json_object_set_new(line, "seq", json_integer(seq));
	json_object_update_missing(line, object);
	jsonl_write(text, line);
	buf_puts(text, "\n");
	json_decref(line);
}

int
log_check(json_t *object, struct err *e)
{
	const json_int_t longest = (json_int_t)1 << 53;
	struct buf text = {0};
	int rc;

	log_line(&text, object, longest);
	rc = scan_object(text.data, text.len - 1, NULL, NULL, e);
	if (text.len - 1 > JSONL_LINE_MAX)
		rc = err_set(e, "longer than %d bytes", JSONL_LINE_MAX);
	buf_release(&text);
	return rc;
}

/* Whether the file ends in a line without its newline: a killed writer's. */
static bool
is_torn(const struct log *log)
{
#ifdef HPO_NO_NEWLINE_GUARD
	(void)log; /* the control of tests/faults: such a build loses lines */
	return false;
#else
	char last;

	return log->size > 0 && pread(log->fd, &last, 1, log->size - 1) == 1 &&
	       last != '\n';
#endif
}

int
log_write(struct log *log, const char *lines, size_t len, struct err *e)
{
	struct buf guarded = {0};
	int rc;

	if (is_torn(log))
		buf_puts(&guarded, "\n");
	buf_add(&guarded, lines, len);
	/* One write(2) as a rule; after a short one the next gives the reason.
	 */
	rc = write_all(log->fd, guarded.data, guarded.len);
	if (rc == -1) {
		err_sys(e, "cannot write '%s'", log->path);
		/* else the next writer closes what is left of the line */
		(void)!ftruncate(log->fd, log->size);
	}
	buf_release(&guarded);
	return rc;
}

int
log_sync(struct log *log, struct err *e)
{
	int rc;

	/* Any other failure is for good: the kernel may have dropped pages. */
	do
		rc = fdatasync(log->fd);
	while (rc == -1 && errno == EINTR);
	return rc == -1 ? err_sys(e, "cannot sync '%s'", log->path) : 0;
}
