/*
 * The trials of a file: each the right-biased merge of its lines, folded from
 * the text that log.h holds.  Lines of other trials cost next to nothing: a
 * trial is folded when it is first looked at.
 */
#ifndef HPO_HISTORY_H
#define HPO_HISTORY_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "die.h"
#include "log.h"
#include "map.h"
#include "study.h"
#include "trial.h"

/* A piece of the log's text; len 0 if the key is absent, or null. */
struct span {
	size_t at;
	unsigned len;
};

struct trial {
	uint32_t number;
	enum trial_state state; /* of the last line that has one */
	int attempt;            /* the current one, from 1 */
	unsigned lost;          /* lines with the reason lost */
	bool valid;             /* it has a line that is not damaged */
	/* Values as JSON text, of the last line that has the key. */
	struct span by, params, metrics, ask, reason, uid, fidelity, step, exit,
	    seconds, started, ended, asked, job, key; /* key: of `for` */
	json_int_t last_seq;  /* of its last line that has one */
	size_t final_line;    /* number of its last terminal line; 0: none */
	json_int_t final_seq; /* what last_seq was then */
	uint32_t first;       /* its first line: index + 1 into history.line */
	uint32_t unread;      /* the first that is not folded yet; 0: none */
};

/* A line of the file that is not blank. */
struct line {
	size_t at;
	uint32_t len;
	uint32_t number; /* from 1 */
	uint32_t next;   /* of the same trial: index + 1; 0: none */
	bool header;
};

/* The lines of one trial, which is folded when somebody looks at it. */
struct chain {
	uint32_t number;
	uint32_t first, last; /* index + 1 into history.line */
	struct trial *trial;  /* NULL: never looked at */
};

struct damage {
	size_t line; /* from 1 */
	size_t at;   /* byte of the file */
	char text[100];
};

struct history {
	struct log log;
	struct study study; /* of the last valid header */
	bool has_study;
	char id[STUDY_ID];  /* the study's, of the first header */
	size_t header_line; /* number of the last header's line */
	size_t lines;       /* so far, blank ones too */
	size_t damaged;
	struct damage damages[10]; /* the first of them */
	struct line *line;         /* every line that is not blank */
	size_t nlines, line_cap;
	size_t indexed;      /* bytes of the log's text */
	struct chain *chain; /* in the order of their first lines */
	size_t nchains, chain_cap;
	struct map by_number; /* index + 1 into chain */
	uint32_t *fresh;      /* chains with lines that are not folded */
	size_t nfresh, fresh_cap;
	struct trial **order; /* valid ones, by number if sorted */
	size_t norder, order_cap;
	bool sorted;
	json_t *uids; /* uid: number; NULL: nobody has asked for one yet */
};

/* Open path ("-": standard input, wholly read at once) and read it. */
int history_open(
    struct history *h, const char *path, bool writable, struct err *e);
void history_close(struct history *h);

/* The same of a text that somebody has read, which is taken over; path is what
 * messages call it. */
int history_take(
    struct history *h, const char *path, struct buf *text, struct err *e);

/*
 * The same line by line: an empty history, which has no study yet, and one more
 * line, without its newline.
 */
void history_begin(struct history *h, const char *path);
void history_feed(struct history *h, const char *line, size_t len);

/* Take in what log_read(), which this calls, or log_lock() found. */
int history_update(struct history *h, struct err *e);
int history_lock(struct history *h, enum log_lock which, struct err *e);

/*
 * Under LOG_APPEND: take object in as the next line, its seq given, as if the
 * file had it, so that what is decided next sees it.  history_write() writes
 * the n bytes that history_add() added since the log's text was that much
 * shorter; -1 with *e set: none of them is in the file, and all is read again.
 */
void history_add(struct history *h, json_t *object);
int history_write(struct history *h, size_t n, struct err *e);

/*
 * End an append: write what history_add() added since the text was `before`
 * bytes long, give up LOG_APPEND, and sync if that is asked for.  Returns 0
 * when all of it is done, or -1 with *e set.
 */
int history_end(struct history *h, size_t before, bool sync, struct err *e);

/*
 * Whether a line from index `from` on (h->nlines of before) may free or end a
 * trial, or is a header: whether asking may have another answer now.  True
 * also when all was read anew.  O(bytes of these lines).
 */
bool history_moved(const struct history *h, size_t from);

/* The seq of the last line that has one; -1 if none has. */
json_int_t history_seq(struct history *h);

/*
 * The trial with this number, folded; NULL if it has no line.  It lasts, and
 * is kept up to date by asking again, until the file is replaced.
 */
const struct trial *history_trial(struct history *h, uint32_t number);

/* The highest number given so far (0: none); every line has been checked. */
uint32_t history_last(struct history *h);

/*
 * All trials by number: trial i of history_count(), folded.  Numbers may have
 * gaps in a file that was edited, hence this and not a loop over numbers.
 * Call history_count() after whatever reads, before history_at().
 */
size_t history_count(struct history *h);
const struct trial *history_at(struct history *h, size_t i);

/* The number of the trial with this uid, or 0. */
uint32_t history_uid(struct history *h, const char *uid);

/* The trial with this key as `for`, the first if there are several, or NULL.
 * O(trials). */
const struct trial *history_for(struct history *h, const char *key);

/* The merge of all its lines, unknown keys too: a new reference. */
json_t *history_merge(struct history *h, const struct trial *t);

/* The value of a span, a new reference; NULL if it is empty. */
json_t *history_json(const struct history *h, struct span s);

/* As text: a string's content without quotes, else as it is.  To be freed. */
char *history_text(const struct history *h, struct span s);

/* As a number, or fallback if it is none, or overflows: finite otherwise. */
double history_number(const struct history *h, struct span s, double fallback);

/*
 * The value of an object's member, without making JSON of it: of names that
 * stand there twice the last; len 0 if there is none.  O(length).
 */
struct span history_member(
    const struct history *h, struct span object, const char *key);

/* A metric of t as it was told last; NAN if it has none, or no number. */
double history_metric(
    const struct history *h, const struct trial *t, const char *metric);

/* Whether s is the string text. */
bool history_equals(const struct history *h, struct span s, const char *text);

/* Count a line as damaged; for those who read it. */
void history_damage(
    struct history *h, const struct line *line, const struct err *e);

/*
 * Name what was skipped on standard error: the first ten lines with number,
 * byte and cause, then a total.
 */
void history_warn(struct history *h);

#endif
