/* What a told line does to the trial file: the rules of hpo-trials(5). */
#ifndef HPO_RULES_H
#define HPO_RULES_H
#include "tell.h"

/*
 * Judge object, a line without `study`, against the history; it may be
 * changed.  The history must be up to date, under LOG_APPEND, and under
 * LOG_ASK if rules_gives_number(object).
 */
struct verdict rules_judge(struct teller *t, json_t *object);

/* Whether recording object may give out a trial number. */
bool rules_gives_number(json_t *object);

/* The verdict that refuses object; an open trial that it would have ended is
 * recorded as failed, so that nobody waits for it. */
struct verdict rules_refuse(
    struct teller *t, json_t *object, const struct err *why);

#endif
