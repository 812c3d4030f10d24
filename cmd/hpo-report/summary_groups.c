/* Trials that have a text in common: who holds them, why they failed. */
#include <stdlib.h>
#include <string.h>

#include "summary.h"
#include "xalloc.h"

enum { SHOWN = 3 };

struct member {
	const struct trial *trial;
	struct span text;
	const char *log; /* where the text stands */
};

struct group {
	const struct member *first; /* its members stand behind each other */
	size_t n;
};

/* By text, as it stands there; then by number. */
static int
by_text(const void *left, const void *right)
{
	const struct member *a = left, *b = right;
	const unsigned len =
	    a->text.len < b->text.len ? a->text.len : b->text.len;
	const int order = memcmp(a->log + a->text.at, b->log + b->text.at, len);

	if (order != 0)
		return order;
	if (a->text.len != b->text.len)
		return a->text.len < b->text.len ? -1 : 1;
	return a->trial->number < b->trial->number ? -1 : 1;
}

static bool
is_same(const struct member *a, const struct member *b)
{
	return a->text.len == b->text.len &&
	       memcmp(a->log + a->text.at, b->log + b->text.at, a->text.len) ==
		   0;
}

/* The largest first, of equals the one whose first trial is the earlier. */
static int
by_size(const void *left, const void *right)
{
	const struct group *a = left, *b = right;

	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return a->first->trial->number < b->first->trial->number ? -1 : 1;
}

/* The groups of n members, which are sorted for it; to be freed. */
static struct group *
make_groups(struct member *members, size_t n, size_t *groups)
{
	struct group *list = xcalloc(n + 1, sizeof(*list));

	*groups = 0;
	qsort(members, n, sizeof(*members), by_text);
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || !is_same(&members[i - 1], &members[i]))
			list[(*groups)++].first = &members[i];
		list[*groups - 1].n++;
	}
	qsort(list, *groups, sizeof(*list), by_size);
	return list;
}

static bool
is_open(const struct trial *t)
{
	return t->state == TRIAL_WAITING || t->state == TRIAL_RUNNING;
}

static struct span
text_by(const struct trial *t)
{
	return t->by;
}

/* "trial 7" or "12 trials from 7". */
static void
add_trials(struct buf *text, const struct group *g)
{
	if (g->n == 1)
		buf_printf(
		    text, "trial %lu", (unsigned long)g->first->trial->number);
	else
		buf_printf(text, "%zu trials from %lu", g->n,
		    (unsigned long)g->first->trial->number);
}

/* How many of the group run. */
static size_t
running(const struct group *g)
{
	size_t n = 0;

	for (size_t i = 0; i < g->n; i++)
		n += g->first[i].trial->state == TRIAL_RUNNING;
	return n;
}

static void
write_holder(struct summary *s, const struct group *g)
{
	const struct trial *t = g->first->trial;
	const struct span since =
	    t->state == TRIAL_RUNNING ? t->started : t->asked;
	struct buf text = {0};

	add_trials(&text, g);
	if (since.len > 0) {
		buf_puts(&text, " since ");
		page_time(&text, s->history, since);
	}
	if (t->by.len > 0) {
		buf_puts(&text, " by ");
		page_span(&text, s->history, t->by);
	} else if (running(g) == 0) {
		buf_puts(&text, ", free for anybody");
	}
	page_line(&s->page, running(g) > 0 ? "running" : "waiting", &text);
}

static bool
has_failed(const struct trial *t)
{
	return t->state == TRIAL_FAILED;
}

/* An empty string is shorter than one of a letter. */
struct span
summary_reason(const struct trial *t)
{
	return t->reason.len > strlen("\"\"") ? t->reason : (struct span){0};
}

static void
write_reason(struct summary *s, const struct group *g)
{
	const struct trial *last = g->first[g->n - 1].trial;
	struct buf text = {0};

	buf_printf(&text, "%zu time%s, last in trial %lu: ", g->n,
	    g->n == 1 ? "" : "s", (unsigned long)last->number);
	if (summary_reason(last).len > 0)
		page_span(&text, s->history, last->reason);
	else
		buf_puts(&text, "no reason given");
	page_line(&s->page, "failed", &text);
}

/* Trials that are told of in groups. */
struct kind {
	const char *plural; /* of the groups */
	bool (*has)(const struct trial *t);
	struct span (*text)(const struct trial *t);
	void (*write)(struct summary *s, const struct group *g);
};

/* The trials of a kind with their texts, to be freed. */
static struct member *
collect(const struct summary *s, const struct kind *kind, size_t *n)
{
	const char *log = s->history->log.text.data;
	struct member *list = xcalloc(s->rows.n + 1, sizeof(*list));

	*n = 0;
	for (size_t i = 0; i < s->rows.n; i++) {
		const struct trial *t = s->rows.list[i].trial;

		if (kind->has(t))
			list[(*n)++] = (struct member){t, kind->text(t), log};
	}
	return list;
}

/* The first groups of a kind. */
static void
write_kind(struct summary *s, const struct kind *kind)
{
	size_t n, groups;
	struct member *list = collect(s, kind, &n);
	struct group *group = make_groups(list, n, &groups);
	struct buf text = {0};

	for (size_t i = 0; i < groups && i < SHOWN; i++)
		kind->write(s, &group[i]);
	if (groups > SHOWN) {
		buf_printf(&text, "and %zu more %s: -v names all",
		    groups - SHOWN, kind->plural);
		page_line(&s->page, "", &text);
	}
	free(group);
	free(list);
}

void
summary_held(struct summary *s)
{
	static const struct kind held = {
	    "holders", is_open, text_by, write_holder};

	write_kind(s, &held);
}

void
summary_failed(struct summary *s)
{
	static const struct kind failed = {
	    "reasons", has_failed, summary_reason, write_reason};

	write_kind(s, &failed);
}
