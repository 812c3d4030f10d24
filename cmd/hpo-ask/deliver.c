#include "deliver.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clean.h"
#include "file.h"
#include "interrupt.h"
#include "jsonl.h"
#include "reason.h"
#include "xalloc.h"

static void
render(const struct batch *b, const struct study *study,
    const struct format *format, bool first, struct buf *out)
{
	json_t *job = study_job(study);

	if (first && format->begin)
		format->begin(study, out);
	for (size_t i = 0; i < b->n; i++) {
		json_object_set(b->line[i], "study", job);
		format->trial(study, b->line[i], out);
	}
	json_decref(job);
}

/* A terminal must not obey what stands in a value.  Lines stay lines. */
static void
clean_for_terminal(struct buf *out)
{
	struct buf clean = {0};

	if (!isatty(STDOUT_FILENO))
		return;
	clean_text(&clean, out->data, out->len);
	buf_release(out);
	*out = clean;
}

/* How many bytes of out get out; if not all, errno is set. */
static size_t
write_out(const struct buf *out)
{
	size_t done = 0;

	while (done < out->len) {
		ssize_t n;

		if (interrupt_caught() != 0) {
			errno = EINTR;
			break;
		}
		n = write(STDOUT_FILENO, out->data + done, out->len - done);
		if (n == -1 && errno == EAGAIN)
			wait_writable(STDOUT_FILENO);
		else if (n == -1 && errno != EINTR)
			break;
		if (n > 0)
			done += (size_t)n;
	}
	return done;
}

/* How many of the trials, each one line, are not within the first done bytes
 * of out. */
static size_t
count_left(const struct batch *b, const struct buf *out, size_t done)
{
	size_t lines = 0;

	if (done < out->len && out->data[done] == '\n')
		done++; /* a reader takes the last line without it */
	for (size_t i = done; i < out->len; i++)
		lines += out->data[i] == '\n';
	return lines < b->n ? lines : b->n; /* the line of names may be left */
}

/* The line that gives a trial back, a new reference; NULL if somebody did so
 * already, or started it. */
static json_t *
line_back(struct history *h, const struct handed *handed, const char *reason)
{
	const struct trial *t = history_trial(h, handed->number);
	json_t *line;

	if (!t || t->state != TRIAL_WAITING || t->last_seq != handed->seq)
		return NULL;
	line = jsonl_object();
	json_object_set_new(line, "trial", json_integer(handed->number));
	json_object_set_new(line, "reason", json_string(reason));
	json_object_set_new(line, "state", json_string("waiting"));
	json_object_set_new(line, "by", json_null());
	return line;
}

int
give_back(struct history *h, const struct handed *list, size_t n,
    const char *reason, struct err *e)
{
	size_t before;

	if (history_lock(h, LOG_APPEND, e) == -1)
		return -1;
	before = h->log.text.len;
	for (size_t i = 0; i < n; i++) {
		json_t *line = line_back(h, &list[i], reason);

		if (line)
			history_add(h, line);
		json_decref(line);
	}
	return history_end(h, before, true, e);
}

/* Give back the last `left` trials of *b. */
static int
give_back_left(
    const struct batch *b, size_t left, struct history *h, struct err *e)
{
	struct handed *list = xcalloc(left, sizeof(*list));
	int rc;

	for (size_t i = 0; i < left; i++) {
		json_t *line = b->line[b->n - left + i];

		list[i] = (struct handed){(uint32_t)json_integer_value(
					      json_object_get(line, "trial")),
		    json_integer_value(json_object_get(line, "seq"))};
	}
	rc = give_back(h, list, left,
	    REASON_NOT_STARTED ": its asker could not print it", e);
	free(list);
	return rc;
}

int
deliver(const struct batch *b, struct history *h, const struct format *format,
    bool first, struct err *e)
{
	struct buf out = {0};
	struct err why = {0};
	struct wake wake;
	size_t done, left;

	render(b, &h->study, format, first, &out);
	clean_for_terminal(&out);
	wake_start(&wake);
	done = write_out(&out);
	wake_stop(&wake);
	if (done < out.len) {
		const bool unread = errno == EPIPE;

		err_sys(e, "standard output");
		if (unread) /* end as silently as by SIGPIPE */
			e->text[0] = '\0';
	}
	left = count_left(b, &out, done);
	buf_release(&out);
	if (left == 0)
		return 0;
	if (h->log.writable && give_back_left(b, left, h, &why) == -1)
		warn("%zu trials stay held, as they cannot be given back "
		     "(hpo-tell --reap does it later): %s",
		    left, why.text);
	return -1;
}
