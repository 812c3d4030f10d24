#include "follow.h"

#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "deliver.h"
#include "reason.h"
#include "round.h"
#include "watch.h"
#include "xalloc.h"

/* A trial that we handed out, and the attempt for which we did. */
struct own {
	uint32_t number;
	int attempt;
};

struct follower {
	struct asker asker;
	int watch;
	struct own *own; /* the open ones: at most as many as are asked for */
	size_t n;
	size_t seen;     /* lines of the file when we asked last */
	double again_at; /* when to ask even if nothing is seen to change */
	bool refused;    /* our reader has given one back: it ends */
};

static const double again_s = 1; /* holders may have died */

/* Our trial waits again, and not for us: because our reader ends? */
static void
note_given_back(struct follower *f, const struct trial *t)
{
	char *reason = history_text(&f->asker.h, t->reason);

	if (!f->refused && reason_is_end(reason)) {
		f->refused = true;
		warn("nothing more is asked: trial %u came back, %s",
		    (unsigned)t->number, reason);
	}
	free(reason);
}

/* Whether a trial of ours is still open. */
static bool
is_open(struct follower *f, const struct own *own)
{
	struct history *h = &f->asker.h;
	const struct trial *t = history_trial(h, own->number);

	if (!t || trial_is_final(t->state))
		return false;
	if (t->attempt == own->attempt &&
	    (t->state == TRIAL_RUNNING ||
		history_equals(h, t->by, f->asker.by)))
		return true;
	if (t->state == TRIAL_WAITING)
		note_given_back(f, t);
	return false;
}

/* Read what is new, and forget those that are no longer open. */
static void
look(struct follower *f)
{
	struct err e = {0};
	size_t kept = 0;

	if (history_update(&f->asker.h, &e) == -1)
		die(e.status, "%s", e.text);
	for (size_t i = 0; i < f->n; i++)
		if (is_open(f, &f->own[i]))
			f->own[kept++] = f->own[i];
	f->n = kept;
}

/* Our reader is gone: what it has not started is free again. */
static _Noreturn void
leave(struct follower *f)
{
	struct handed *list = xcalloc(f->n, sizeof(*list));
	struct history *h = &f->asker.h;
	struct err e = {0};
	size_t n = 0;

	asker_heed();
	look(f);
	for (size_t i = 0; i < f->n; i++) {
		const struct trial *t = history_trial(h, f->own[i].number);

		if (t->state == TRIAL_WAITING)
			list[n++] = (struct handed){t->number, t->last_seq};
	}
	if (n > 0 && give_back(h, list, n,
			 REASON_NOT_STARTED ": its reader has gone", &e) == -1)
		warn("nobody reads any more; %zu trials stay held until the "
		     "next hpo-ask: %s",
		    n, e.text);
	else
		warn("nobody reads any more; %zu trials are given back", n);
	exit(STATUS_SYS);
}

static void
add_own(struct follower *f, const struct batch *b)
{
	for (size_t i = 0; i < b->n; i++) {
		const json_int_t number =
		    json_integer_value(json_object_get(b->line[i], "trial"));
		const struct trial *t =
		    history_trial(&f->asker.h, (uint32_t)number);

		f->own[f->n++] = (struct own){t->number, t->attempt};
	}
}

/* Hand out as many as may be open beside our own; STATUS_OK: or some. */
static enum status
ask_more(struct follower *f)
{
	struct batch b = {0};
	struct err e = {0};
	const enum status status =
	    asker_round(&f->asker, f->asker.ask->n - f->n, &b, &e);

	f->seen = f->asker.h.nlines;
	f->again_at = clock_monotonic() + again_s;
	if (status == STATUS_OK) {
		add_own(f, &b);
	} else if (status == STATUS_SYS && e.text[0] == '\0') {
		add_own(f, &b); /* what was printed, nobody reads */
		f->refused = true;
		leave(f);
	}
	asker_heed(); /* printing may have failed for that */
	if (e.text[0] != '\0')
		die(status, "%s", e.text);
	if (f->n == 0 && !f->asker.ask->quiet &&
	    (status == STATUS_NO || !f->asker.ask->wait))
		asker_explain(&f->asker, &b, status);
	batch_release(&b);
	return status;
}

/*
 * Who runs our trials may have died, and our reader not know it, as cat(1)
 * before an hpo-run that has ended: given back, they are printed again, and
 * that tells it.  Asking does this, too.
 */
static void
reap(struct follower *f)
{
	if (clock_monotonic() < f->again_at)
		return;
	asker_reap(&f->asker);
	f->again_at = clock_monotonic() + again_s;
	look(f);
}

/*
 * Whether asking may be of use: not after each step that somebody tells, since
 * it takes the lock.
 */
static bool
may_ask(const struct follower *f)
{
	return f->n < f->asker.ask->n && (history_moved(&f->asker.h, f->seen) ||
					     clock_monotonic() >= f->again_at);
}

/* What there is to do now; whether that was all, and then the status. */
static bool
is_over(struct follower *f, enum status *status)
{
	const struct ask *ask = f->asker.ask;

	look(f);
	if (f->n == ask->n || (f->refused && f->n > 0))
		reap(f);
	if (f->refused) {
		*status = STATUS_SYS;
		return f->n == 0;
	}
	if (!may_ask(f))
		return false;
	*status = ask_more(f);
	if (f->n > 0 || *status == STATUS_OK)
		return false;
	if (*status == STATUS_NO) /* the search is over, as it should be */
		*status = STATUS_OK;
	else if (ask->wait)
		return false;
	return true;
}

enum status
ask_follow(const struct ask *ask)
{
	struct follower f = {.watch = watch_open(ask->trials)};
	enum status status;

	asker_open(&f.asker, ask, true);
	f.own = xcalloc(ask->n, sizeof(*f.own));
	while (!is_over(&f, &status)) {
		if (watch_wait(f.watch, ask->trials, STDOUT_FILENO))
			leave(&f);
		asker_heed();
	}
	watch_close(f.watch);
	free(f.own);
	asker_close(&f.asker);
	return status;
}
