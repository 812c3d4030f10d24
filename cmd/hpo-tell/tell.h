/* Telling: objects are judged one after the other and written together. */
#ifndef HPO_TELL_H
#define HPO_TELL_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "die.h"
#include "history.h"
#include "owner.h"

enum { TELL_LOST = 3 }; /* attempts that may be lost before a trial fails */

struct teller {
	struct history history;
	char self[OWNER_TEXT], host[OWNER_TEXT]; /* of who tells lines */
	const char *amend; /* reason to record a different end for, or NULL */
	long long lost;    /* limit of lost attempts; 0: none */
	char id[STUDY_ID]; /* of the study that was opened */
	bool tee, quiet, verbose;
	size_t lines; /* recorded so far */
	size_t added; /* bytes of the history that are not written yet */
	bool sync;    /* and something among them must reach the disk */
};

/* What becomes of one object. */
struct verdict {
	enum status status;
	json_t *line;   /* to be recorded, own reference; NULL: nothing */
	bool foreign;   /* the line is about another point of that number */
	bool there;     /* the file has it: perhaps not yet on the disk */
	struct err why; /* text empty: there is nothing to say */
};

/* Open the trial file; dies if it cannot be told anything. */
void tell_open(struct teller *t, const char *path);
void tell_close(struct teller *t);

/* Lock; number: trial numbers may be given out.  Dies on failure. */
void tell_begin(struct teller *t, bool number);

/* Take in the line of a verdict, which it releases. */
void tell_take(struct teller *t, struct verdict *v);

/*
 * Write what was taken, unlock, sync; copy it to standard output if t->tee.
 * Dies on failure: then nothing of it may be taken as recorded.
 */
void tell_end(struct teller *t);

#endif
