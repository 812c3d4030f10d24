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

/* All of the file at/name that is not larger than a line may be. */
static bool
read_small(int at, const char *name, struct buf *out)
{
	const int fd =
	    openat(at, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	out->len = 0;
	if (fd == -1)
		return false;
	while (out->len <= JSONL_LINE_MAX && buf_read(out, fd, 1 << 16) > 0)
		;
	close(fd);
	while (out->len > 0 && out->data[out->len - 1] == '\n')
		out->len--;
	return out->len <= JSONL_LINE_MAX;
}

/* Whether the folder has no params.json, or one of these params. */
static bool
has_params(int trial, json_t *params)
{
	struct err ignored = {0};
	struct buf text = {0};
	json_t *there = NULL;
	bool same;

	if (faccessat(trial, "params.json", F_OK, AT_SYMLINK_NOFOLLOW) == -1)
		return true;
	if (read_small(trial, "params.json", &text))
		there = jsonl_parse(text.data, text.len, &ignored);
	same = there && job_same_params(there, params);
	json_decref(there);
	buf_release(&text);
	return same;
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

/* Whether attempt/exit.json is the end of the job's trial; then in *final. */
static bool
read_final(
    int trial, long long attempt, const struct job *job, struct buf *final)
{
	struct err ignored = {0};
	enum trial_state state = TRIAL_STATES;
	char path[NAME + sizeof("/exit.json")];
	const char *name;
	json_t *line;
	bool good;

	snprintf(path, sizeof(path), "%lld/exit.json", attempt);
	if (!read_small(trial, path, final))
		return false;
	line = trial_parse(final->data, final->len, &ignored);
	name = json_string_value(json_object_get(line, "state"));
	good =
	    name && trial_state_find(name, &state) && trial_is_final(state) &&
	    json_integer_value(json_object_get(line, "trial")) == job->trial &&
	    job_same_fidelity(json_object_get(line, "fidelity"), job->fidelity);
	json_decref(line);
	return good;
}

/* The newest final line of the trial; sets f->used. */
static bool
find_final(struct folder *f, const struct job *job, struct buf *final)
{
	const int copy = open_dir(f->trial, ".");
	DIR *dir = copy == -1 ? NULL : fdopendir(copy);
	const struct dirent *entry;
	struct buf line = {0};
	long long best = 0;

	if (!dir)
		return false;
	while ((entry = readdir(dir))) { /* NOLINT(concurrency-mt-unsafe) */
		const long long n = attempt_of(entry->d_name);

		f->used = f->used || n > 0;
		if (n <= best || !read_final(f->trial, n, job, &line))
			continue;
		best = n;
		final->len = 0;
		buf_add(final, line.data, line.len);
	}
	closedir(dir);
	buf_release(&line);
	return best > 0;
}

/* Write params.json, unless it is there. */
static int
write_params(int trial, json_t *params)
{
	const int fd = openat(trial, "params.json",
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, MODE_FILE);
	struct buf text = {0};
	int rc;

	if (fd == -1)
		return errno == EEXIST ? 0 : -1;
	jsonl_write(&text, params);
	buf_puts(&text, "\n");
	rc = write_all(fd, text.data, text.len);
	buf_release(&text);
	return close(fd) == -1 ? -1 : rc;
}

/* Make the trial's folder, or open the one that is there. */
static int
open_trial(
    struct folders *all, const struct job *job, struct folder *f, bool *moved)
{
	char name[NAME];
	bool made;

	snprintf(name, sizeof(name), "%lld", job->trial);
	made = mkdirat(all->study, name, MODE_DIR) == 0;
	if (!made && errno != EEXIST)
		return -1;
	f->trial = open_dir(all->study, name);
	if (f->trial == -1)
		return -1;
	if (made)
		return 1;
	if (has_params(f->trial, job->params))
		return 0;
	close(f->trial);
	f->trial = -1;
	*moved = true;
	if (move_aside(all->study, name) == -1 ||
	    mkdirat(all->study, name, MODE_DIR) == -1)
		return -1;
	f->trial = open_dir(all->study, name);
	return f->trial == -1 ? -1 : 1;
}

int
folder_open(struct folders *all, const struct job *job, struct folder *f,
    struct buf *final, bool *moved, struct err *e)
{
	int rc;

	*f = (struct folder){.trial = -1, .attempt = -1};
	*moved = false;
	if (open_study(all, job, e) == -1)
		return -1;
	f->dir = folders_path(all, job);
	rc = open_trial(all, job, f, moved);
	if (rc == 0 && find_final(f, job, final))
		return 1;
	if (rc == -1 || write_params(f->trial, job->params) == -1 ||
	    (mkdirat(f->trial, "checkpoint", MODE_DIR) == -1 &&
		errno != EEXIST)) {
		err_sys(e, "cannot make the folder '%s'", f->dir);
		folder_close(f);
		return -1;
	}
	return 0;
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
	free(f->dir);
	*f = (struct folder){.trial = -1, .attempt = -1};
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
