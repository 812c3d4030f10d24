#include "start.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>

#include "buf.h"
#include "file.h"
#include "history.h"
#include "jsonl.h"
#include "study.h"

/* Eight random hex digits. */
static int
make_id(char id[STUDY_ID], struct err *e)
{
	uint32_t bits;
	ssize_t n;

	do
		n = getrandom(&bits, sizeof(bits), 0);
	while (n == -1 && errno == EINTR);
	if (n != (ssize_t)sizeof(bits))
		return err_sys(e, "no random numbers");
	snprintf(id, STUDY_ID, "%08" PRIx32, bits);
	return 0;
}

/* header without what differs from file to file, a new reference. */
static json_t *
comparable(json_t *header)
{
	json_t *copy = json_copy(header);

	json_object_del(copy, "id");
	json_object_del(copy, "seq");
	return copy;
}

/* Whether path can be a trial file; opening a pipe would wait for a writer. */
static int
check_regular(const char *path, struct err *e)
{
	struct stat st;

	if (stat(path, &st) == -1 && errno == ENOENT)
		return err_set(e, "'%s' is a link to nothing", path);
	if (stat(path, &st) == -1)
		return err_sys(e, "cannot stat '%s'", path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, "'%s' is not a regular file", path);
	return 0;
}

/* 1 if the study in path is that of header, else -1. */
static int
compare_with(const char *path, json_t *header, struct err *e)
{
	struct history h;
	bool equal = false;

	if (check_regular(path, e) == -1 ||
	    history_open(&h, path, false, e) == -1)
		return -1;
	if (h.has_study) {
		json_t *ours = comparable(header);
		json_t *theirs = comparable(h.study.header);

		equal = json_equal(ours, theirs);
		json_decref(ours);
		json_decref(theirs);
	}
	if (!equal && h.has_study)
		err_set(e,
		    "'%s' holds another study, or another space; "
		    "`hpo-space SPACE | hpo-tell %s` appends a new header",
		    path, path);
	else if (!equal)
		err_set(e, "'%s' exists and is no trial file", path);
	history_close(&h);
	return equal ? 1 : -1;
}

int
start_study(const char *path, json_t *header, struct err *e)
{
	json_t *named = json_copy(header);
	struct buf line = {0};
	char id[STUDY_ID];
	int rc = make_id(id, e);

	if (rc == 0) {
		json_object_set_new(named, "seq", json_integer(0));
		json_object_set_new(named, "id", json_string(id));
		jsonl_write(&line, named);
		buf_puts(&line, "\n");
		rc = file_create(path, &line, e);
	}
	if (rc == 1)
		rc = compare_with(path, header, e);
	buf_release(&line);
	json_decref(named);
	return rc;
}
