#include "change.h"

#include <string.h>

#include "fix.h"
#include "jsonl.h"
#include "narrow.h"
#include "study.h"

/* Takes header over; NULL is a failure. */
static enum status
put_header(struct source *s, json_t *header)
{
	if (!header)
		return STATUS_INPUT;
	json_decref(s->header);
	s->header = header;
	return STATUS_OK;
}

static enum status
fix(struct source *s, const struct changes *c)
{
	struct source words = {.name = "--fix", .separator = ' '};
	json_t *header =
	    fix_header(s->header, c->fixed, c->nfixed, &words.problems);

	source_tell(&words, c->quiet);
	source_release(&words);
	return put_header(s, header);
}

static const char *
trials_name(const struct changes *c)
{
	return strcmp(c->narrow, "-") == 0 ? "standard input" : c->narrow;
}

/* Why each parameter is narrower is no warning, but asked for. */
static void
tell_reasons(const struct changes *c, const struct problems *p)
{
	const struct source from = {.name = trials_name(c), .separator = ':'};

	for (size_t i = 0; i < p->n; i++)
		if (!p->list[i].warning || !c->quiet)
			source_tell_one(&from, &p->list[i], "");
}

/* The study of a header. */
static int
parse(struct study *study, json_t *header, struct err *e)
{
	struct buf line = {0};
	int rc;

	jsonl_write(&line, header);
	rc = study_parse(study, line.data, line.len, e);
	buf_release(&line);
	return rc;
}

static enum status
narrow_by(struct source *s, const struct changes *c, struct history *h)
{
	struct problems p = {0};
	struct study study;
	json_t *header;
	struct err e;

	if (parse(&study, s->header, &e) == -1) {
		warn("%s", e.text);
		return STATUS_INPUT;
	}
	header = narrow_header(&study, h, &p, &e);
	tell_reasons(c, &p);
	if (!header && p.errors == 0)
		warn("%s: %s", trials_name(c), e.text);
	problems_release(&p);
	study_release(&study);
	return header || e.status != STATUS_NO ? put_header(s, header)
					       : STATUS_NO;
}

static enum status
narrow(struct source *s, const struct changes *c)
{
	struct source trials = {0};
	struct source *from = c->itself ? s : &trials;
	enum status status = STATUS_INPUT;
	struct err e;

	if (!c->itself && source_open(&trials, &c->narrow, 1, &e) == -1) {
		warn("%s", e.text);
		return e.status;
	}
	if (from->trials) {
		history_warn(&from->history);
		status = narrow_by(s, c, &from->history);
	} else {
		warn("'%s' is no trial file", trials_name(c));
	}
	if (!c->itself)
		source_release(&trials);
	return status;
}

enum status
change_space(struct source *s, const struct changes *c)
{
	enum status status = STATUS_OK;

	if (c->nfixed > 0)
		status = fix(s, c);
	if (c->narrow && status == STATUS_OK)
		status = narrow(s, c);
	return status;
}
