/* The best trials: to be run again, or handed on. */
#include <stdlib.h>

#include "jsonl.h"
#include "rows.h"
#include "shell.h"
#include "view.h"

/* Append one trial, without a newline. */
typedef void write_trial(
    struct buf *out, struct history *h, const struct trial *t);

static void
write_json(struct buf *out, struct history *h, const struct trial *t)
{
	json_t *merged = history_merge(h, t);

	jsonl_write(out, merged);
	json_decref(merged);
}

static void
write_args(struct buf *out, struct history *h, const struct trial *t)
{
	json_t *params = history_json(h, t->params);

	shell_args(out, params);
	json_decref(params);
}

static void
write_env(struct buf *out, struct history *h, const struct trial *t)
{
	json_t *params = history_json(h, t->params);

	buf_printf(out, "HPO_TRIAL=%lu", (unsigned long)t->number);
	shell_env(out, params);
	json_decref(params);
}

static enum status
show(struct report *r, write_trial *write)
{
	const size_t count = (size_t)r->options->count;
	struct history *h = r->history;
	struct rows rows;

	rows_collect(&rows, h);
	rows_rank(&rows);
	for (size_t i = 0; i < rows.n && i < count; i++) {
		write(&r->out, h, rows.list[i].trial);
		buf_puts(&r->out, "\n");
	}
	if (rows.n == 0)
		view_say(r, rows_none(&h->study));
	rows_release(&rows);
	return r->out.len > 0 ? STATUS_OK : STATUS_NO;
}

static enum status
show_json(struct report *r)
{
	return show(r, write_json);
}

static enum status
show_args(struct report *r)
{
	return show(r, write_args);
}

static enum status
show_env(struct report *r)
{
	return show(r, write_env);
}

static const struct format formats[] = {
    {"json", ".json .jsonl", false, show_json},
    {"args", ".args", false, show_args},
    {"env", ".env", false, show_env},
    {0},
};

const struct view view_best = {
    .name = "best",
    .summary = "the best trials, the best first",
    .formats = formats,
    .flags = VIEW_COUNT,
};
