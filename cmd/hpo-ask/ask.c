#include "ask.h"

#include <stdlib.h>

#include "round.h"
#include "watch.h"

/* Ask again whenever the file has changed. */
static enum status
wait_for_trials(struct asker *a, struct batch *b, struct err *e)
{
	const int fd = watch_open(a->ask->trials);
	enum status status;
	bool said = false;

	while ((status = asker_round(a, a->ask->n, b, e)) == STATUS_LATER) {
		if (a->ask->verbose && !said)
			asker_explain(a, b, status);
		said = true; /* once is enough */
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
