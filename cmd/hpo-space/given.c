#include "given.h"

#include <stdlib.h>

#include "acceptance.h"
#include "die.h"

/* A source that was opened if rc is 0: tell what is wrong with it, which ends
 * the program. */
static void
check_source(
    struct source *s, const struct options *o, int rc, const struct err *e)
{
	if (rc == -1)
		die(e->status, "%s", e->text);
	if (s->header && !o->quiet && o->mode == 0)
		acceptance_warn(
		    s->header, s->root, ACCEPTANCE_QUICK, &s->problems);
	/* what is advice is told elsewhere */
	source_tell(s, o->quiet || o->mode == OPT_LINT);
	if (!s->header)
		exit(STATUS_INPUT);
}

void
open_space(struct source *s, const struct options *o)
{
	struct err e;
	int rc;

	if (o->infer)
		rc = source_infer(s, o->operands, o->n, o->infer_from, &e);
	else if (is_from_trials(o))
		rc = source_open(s, &o->narrow, 1, &e);
	else
		rc = source_open(s, o->operands, o->n, &e);
	check_source(s, o, rc, &e);
}

void
open_old(struct source *s, const struct options *o)
{
	struct err e;
	const int rc = source_open(s, &o->old, 1, &e);

	check_source(s, o, rc, &e);
}
