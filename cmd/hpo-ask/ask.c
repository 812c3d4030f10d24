#include "ask.h"

#include <stdlib.h>

#include "clock.h"
#include "round.h"
#include "watch.h"

static const double patience_s = 2; /* until we say whom we wait for */

/* Ask again whenever the file has changed. */
static enum status
wait_for_trials(struct asker *a, struct batch *b, struct err *e)
{
	const int fd = watch_open(a->ask->trials);
	const double start = clock_monotonic();
	enum status status;
	bool said = a->ask->quiet;

	while ((status = asker_round(a, a->ask->n, b, e)) == STATUS_LATER) {
		if (!said && (a->ask->verbose ||
				 clock_monotonic() - start > patience_s)) {
			asker_explain(a, b, status);
			said = true;
		}
		batch_release(b);
		watch_wait(fd, a->ask->trials, -1);
		asker_heed();
	}
	watch_close(fd);
	return status;
}

enum status
ask_trials(const struct ask *ask)
{
	struct batch b = {0};
	struct err e = {0};
	struct asker a;
	enum status status;

	asker_open(&a, ask, false);
	if (ask->wait)
		status = wait_for_trials(&a, &b, &e);
	else
		status = asker_round(&a, ask->n, &b, &e);
	if (!ask->quiet)
		asker_explain(&a, &b, status);
	batch_release(&b);
	asker_close(&a);
	if (e.text[0] != '\0')
		die(status, "%s", e.text);
	return status;
}
