#include "tell.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "file.h"

void
tell_open(struct teller *t, const char *path)
{
	struct err e = {0};

	if (history_open(&t->history, path, true, &e) == -1)
		die(e.status, "%s", e.text);
	memcpy(t->id, t->history.id, sizeof(t->id));
}

void
tell_close(struct teller *t)
{
	history_close(&t->history);
}

void
tell_begin(struct teller *t, bool number)
{
	struct err e = {0};

	if ((number && history_lock(&t->history, LOG_ASK, &e) == -1) ||
	    history_lock(&t->history, LOG_APPEND, &e) == -1)
		die(e.status, "%s", e.text);
	if (strcmp(t->id, t->history.id) != 0)
		die(STATUS_INPUT, "'%s' was replaced by study %s",
		    t->history.log.path, t->history.id);
	t->added = 0;
	t->sync = false;
}

void
tell_take(struct teller *t, struct verdict *v)
{
	const size_t before = t->history.log.text.len;

	t->sync = t->sync || v->there;
	if (!v->line)
		return;
	history_add(&t->history, v->line);
	t->lines++;
	t->added += t->history.log.text.len - before;
	/* steps are carried to the disk by the line that ends the trial */
	if (json_object_get(v->line, "state") ||
	    !json_is_number(json_object_get(v->line, "step")))
		t->sync = true;
	json_decref(v->line);
	v->line = NULL;
}

/* Pass on what was written; when nobody reads it any more, only record. */
static void
copy(struct teller *t)
{
	const struct buf *text = &t->history.log.text;

	if (write_all(STDOUT_FILENO, text->data + text->len - t->added,
		t->added) == 0)
		return;
	if (errno != EPIPE)
		die(STATUS_SYS, "standard output: %s", strerror(errno));
	t->tee = false;
}

void
tell_end(struct teller *t)
{
	struct log *log = &t->history.log;
	const bool number = log->held[LOG_ASK];
	struct err e = {0};
	/* Who wrote what we found may have died before it was on the disk. */
	int rc =
	    history_end(&t->history, log->text.len - t->added, t->sync, &e);

	/* Numbers are given out when they are on the disk. */
	if (number &&
	    log_unlock(log, LOG_ASK, rc == 0 ? &e : &(struct err){0}) == -1)
		rc = -1;
	if (rc == -1)
		die(e.status, "%s", e.text);
	if (t->tee && t->added > 0)
		copy(t);
}
