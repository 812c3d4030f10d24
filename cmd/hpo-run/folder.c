#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "jsonl.h"
#include "trial.h"
#include "xalloc.h"

enum {
	MODE_DIR = 0700,
	MODE_FILE = 0666,
	OLD_MAX = 100000, /* folders moved aside from one name */
	WHY_MAX = 500,
	NAME = 48, /* a number, ".old-" and a number */
};

static int
open_dir(int at, const char *name)
{
	return openat(
	    at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Refuse a folder into which others could put what they like. */
static int
check_owner(int fd, const char *path, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_sys(e, "cannot look at '%s'", path);
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return err_set(e, "'%s' belongs to another user", path);
	if ((st.st_mode & (S_IWOTH | S_ISVTX)) == S_IWOTH)
		return err_set(e, "'%s' can be written by everybody", path);
	return 0;
}

int
folders_open(struct folders *all, const char *path, struct err *e)
{
	*all = (struct folders){.runs = -1, .study = -1};
	if (mkdir(path, MODE_DIR) == -1 && errno != EEXIST)
		return err_sys(e, "cannot make the folder '%s'", path);
	all->runs = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (all->runs == -1)
		return err_sys(e, "cannot open the folder '%s'", path);
	all->root = realpath(path, NULL);
	if (!all->root) {
		err_sys(e, "cannot find the folder '%s'", path);
		folders_close(all);
		return -1;
	}
	if (check_owner(all->runs, path, e) == 0)
		return 0;
	e->status = STATUS_SYS;
	folders_close(all);
	return -1;
}

void
folders_close(struct folders *all)
{
	if (all->runs != -1)
		close(all->runs);
	if (all->study != -1)
		close(all->study);
	free(all->root);
	*all = (struct folders){.runs = -1, .study = -1};
}

char *
folders_path(const struct folders *all, const struct job *job)
{
	struct buf path = {0};

	buf_printf(&path, "%s/%s/%lld", all->root, job->id, job->trial);
	return buf_steal(&path);
}

/* Open the folder of the job's study, made if it is not there. */
static int
open_study(struct folders *all, const struct job *job, struct err *e)
{
	if (all->study != -1 && strcmp(all->id, job->id) == 0)
		return 0;
	if (all->study != -1)
		close(all->study);
	memcpy(all->id, job->id, sizeof(all->id));
	all->study = -1;
	if (mkdirat(all->runs, job->id, MODE_DIR) == -1 && errno != EEXIST)
		return err_sys(
		    e, "cannot make the folder '%s/%s'", all->root, job->id);
	all->study = open_dir(all->runs, job->id);
	if (all->study == -1)
		return err_sys(
		    e, "cannot open the folder '%s/%s'", all->root, job->id);
	if (check_owner(all->study, job->id, e) == 0)
		return 0;
	e->status = STATUS_SYS;
	close(all->study);
	all->study = -1;
	return -1;
}

/* Rename at/name to the first NAME.old-N that is free. */
static int
move_aside(int at, const char *name)
{
	char old[NAME];

	for (int n = 1; n < OLD_MAX; n++) {
		snprintf(old, sizeof(old), "%.24s.old-%d", name, n);
		if (faccessat(at, old, F_OK, AT_SYMLINK_NOFOLLOW) == -1)
			return renameat(at, name, at, old);
	}
	errno = EEXIST;
	return -1;
}

/* All of a file; of one larger than a line may be, more than that.  Returns 0,
 * or -1 with errno set. */
static int
read_small(int fd, struct buf *out)
{
	ssize_t n;

	out->len = 0;
	do
		n = buf_read(out, fd, 1 << 16);
	while (n > 0 && out->len <= JSONL_LINE_MAX);
	while (out->len > 0 && out->data[out->len - 1] == '\n')
		out->len--;
	return n == -1 ? -1 : 0;
}

/* The attempt whose folder is called name; 0 if it is no such folder. */
static long long
attempt_of(const char *name)
{
	char *end;
	const long long n = strtoll(name, &end, 10);

	return *name >= '1' && *name <= '9' && *end == '\0' && n <= TRIAL_MAX
		   ? n
		   : 0;
}

/* Whether text is the end of the job's trial. */
static bool
is_end(const struct buf *text, const struct job *job)
{
	enum trial_state state = TRIAL_STATES;
	struct err ignored = {0};
	json_t *line = text->len <= JSONL_LINE_MAX
			   ? trial_parse(text->data, text->len, &ignored)
			   : NULL;
	const char *name = json_string_value(json_object_get(line, "state"));
	const bool good =
	    name && trial_state_find(name, &state) && trial_is_final(state) &&
	    json_integer_value(json_object_get(line, "trial")) == job->trial &&
	    job_same_fidelity(json_object_get(line, "fidelity"), job->fidelity);

	json_decref(line);
	return good;
}

/* Read attempt/exit.json, of no length if there is none; -1 with errno set. */
static int
read_exit(int trial, long long attempt, struct buf *text)
{
	char path[NAME + sizeof("/exit.json")];
	int fd, rc, saved;

	text->len = 0;
	snprintf(path, sizeof(path), "%lld/exit.json", attempt);
	fd =
	    openat(trial, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1)
		return errno == ENOENT || errno == ENOTDIR ? 0 : -1;
	rc = read_small(fd, text);
	saved = errno;
	close(fd);
	errno = saved;
	return rc;
}

/* The newest final line of the trial, of no length if there is none; sets
 * f->used.  -1 with errno set: it might be what cannot be read. */
static int
find_final(struct folder *f, const struct job *job, struct buf *final)
{
	const int copy = open_dir(f->trial, ".");
	DIR *dir = copy == -1 ? NULL : fdopendir(copy);
	const struct dirent *entry;
	struct buf text = {0};
	long long best = 0;
	int rc = 0;

	if (!dir) {
		if (copy != -1)
			close(copy);
		return -1;
	}
	errno = 0;
	while (rc == 0 &&
	       (entry = readdir(dir))) { /* NOLINT(concurrency-mt-unsafe) */
		const long long n = attempt_of(entry->d_name);

		f->used = f->used || n > 0;
		if (n > best)
			rc = read_exit(f->trial, n, &text);
		if (rc == 0 && n > best && is_end(&text, job)) {
			best = n;
			final->len = 0;
			buf_add(final, text.data, text.len);
		}
		if (rc == 0)
			errno = 0;
	}
	rc = errno == 0 ? 0 : -1;
	closedir(dir);
	buf_release(&text);
	return rc;
}

/*
 * Open params.json, made if it is not there, and lock it.  Returns 1 if
 * somebody else has it.
 */
static int
lock_params(struct folder *f)
{
	struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	f->params = openat(f->trial, "params.json",
	    O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, MODE_FILE);
	if (f->params == -1)
		return -1;
	return fcntl(f->params, F_OFD_SETLK, &all) == -1 &&
	       (errno == EAGAIN || errno == EACCES);
}

/* Write params.json, which is empty. */
static int
write_params(const struct folder *f, json_t *params)
{
	struct buf text = {0};
	int rc;

	jsonl_write(&text, params);
	buf_puts(&text, "\n");
	rc = write_all(f->params, text.data, text.len);
	buf_release(&text);
	if (rc == -1) /* half of them would be other ones */
		(void)!ftruncate(f->params, 0);
	return rc;
}

/* Whether the trial's folder is for these params; 1: for others. */
static int
check_params(const struct folder *f, json_t *params)
{
	struct err ignored = {0};
	struct buf text = {0};
	json_t *there = NULL;
	int rc;

	if (read_small(f->params, &text) == -1) {
		rc = -1;
	} else if (text.len == 0) {
		rc = write_params(f, params);
	} else {
		there = jsonl_parse(text.data, text.len, &ignored);
		rc = there && job_same_params(there, params) ? 0 : 1;
	}
	json_decref(there);
	buf_release(&text);
	return rc;
}

/* Whether at/name is the folder that is open: 0, or 1 if it is another one or
 * none; -1 with errno set. */
static int
check_name(int at, const char *name, int folder)
{
	struct stat named, open;

	if (fstat(folder, &open) == -1)
		return -1;
	if (fstatat(at, name, &named, AT_SYMLINK_NOFOLLOW) == -1)
		return errno == ENOENT ? 1 : -1;
	return named.st_dev != open.st_dev || named.st_ino != open.st_ino;
}

/* Open and lock the trial's folder, made if it is not there. */
static enum folder_state
open_trial(struct folders *all, const char *name, struct folder *f)
{
	int rc;

	if (mkdirat(all->study, name, MODE_DIR) == -1 && errno != EEXIST)
		return FOLDER_ERROR;
	f->trial = open_dir(all->study, name);
	if (f->trial == -1)
		return FOLDER_ERROR;
	rc = lock_params(f);
	if (rc == 0) /* moved aside meanwhile: look again later */
		rc = check_name(all->study, name, f->trial);
	return rc == -1 ? FOLDER_ERROR : rc == 1 ? FOLDER_HELD : FOLDER_READY;
}

/* The same for these params: a folder of others is moved aside. */
static enum folder_state
enter_trial(
    struct folders *all, const struct job *job, struct folder *f, bool *moved)
{
	enum folder_state state;
	char name[NAME];
	int rc;

	snprintf(name, sizeof(name), "%lld", job->trial);
	state = open_trial(all, name, f);
	if (state != FOLDER_READY)
		return state;
	rc = check_params(f, job->params);
	if (rc <= 0)
		return rc == 0 ? FOLDER_READY : FOLDER_ERROR;
	*moved = true;
	if (move_aside(all->study, name) == -1)
		return FOLDER_ERROR;
	close(f->params);
	close(f->trial);
	f->params = f->trial = -1;
	state = open_trial(all, name, f);
	if (state == FOLDER_READY && check_params(f, job->params) != 0)
		return FOLDER_ERROR;
	return state;
}

void
folder_init(struct folder *f)
{
	*f = (struct folder){.trial = -1, .attempt = -1, .params = -1};
}

enum folder_state
folder_open(struct folders *all, const struct job *job, struct folder *f,
    struct buf *final, bool *moved, struct err *e)
{
	enum folder_state state;

	folder_init(f);
	*moved = false;
	if (open_study(all, job, e) == -1)
		return FOLDER_ERROR;
	f->dir = folders_path(all, job);
	state = enter_trial(all, job, f, moved);
	if (state == FOLDER_READY && find_final(f, job, final) == -1) {
		err_sys(e, "cannot read the folder '%s'", f->dir);
		folder_close(f);
		return FOLDER_ERROR;
	}
	if (state == FOLDER_READY && final->len > 0)
		return FOLDER_ENDED;
	if (state == FOLDER_READY &&
	    mkdirat(f->trial, "checkpoint", MODE_DIR) == -1 && errno != EEXIST)
		state = FOLDER_ERROR;
	if (state == FOLDER_ERROR)
		err_sys(e, "cannot make the folder '%s'", f->dir);
	if (state != FOLDER_READY)
		folder_close(f);
	return state;
}

int
folder_attempt(struct folder *f, long long attempt, struct err *e)
{
	char name[NAME];
	int rc;

	if (f->attempt != -1)
		close(f->attempt);
	f->attempt = -1;
	snprintf(name, sizeof(name), "%lld", attempt);
	unlinkat(f->trial, "stop", 0); /* mostly it is not there */
	rc = mkdirat(f->trial, name, MODE_DIR);
	if (rc == -1 && errno == EEXIST && move_aside(f->trial, name) == 0)
		rc = mkdirat(f->trial, name, MODE_DIR);
	if (rc == 0)
		f->attempt = open_dir(f->trial, name);
	if (f->attempt == -1)
		return err_sys(
		    e, "cannot make the folder '%s/%s'", f->dir, name);
	f->used = true;
	return 0;
}

void
folder_discard(struct folder *f, long long attempt)
{
	char name[NAME];

	snprintf(name, sizeof(name), "%lld", attempt);
	unlinkat(f->trial, name, AT_REMOVEDIR); /* not if there is evidence */
}

void
folder_close(struct folder *f)
{
	if (f->attempt != -1)
		close(f->attempt);
	if (f->trial != -1)
		close(f->trial);
	if (f->params != -1) /* others may have the folder now */
		close(f->params);
	free(f->dir);
	folder_init(f);
}

bool
folder_stopped(const struct folder *f, struct buf *why)
{
	const int fd = openat(
	    f->trial, "stop", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd == -1)
		return false;
	(void)buf_read(why, fd, WHY_MAX); /* an empty reason will do */
	close(fd);
	return true;
}

int
folder_finish(const struct folder *f, const struct buf *line, struct err *e)
{
	return file_replace(f->attempt, "exit.json", line, false, e);
}
