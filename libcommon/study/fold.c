#include "fold.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "index.h"
#include "jsonl.h"
#include "reason.h"
#include "scan.h"
#include "xalloc.h"

enum key {
	KEY_TRIAL,
	KEY_SEQ,
	KEY_SPACE,
	KEY_STATE,
	KEY_ATTEMPT,
	KEY_REASON,
	KEY_SPANS = KEY_REASON, /* this and those below are kept as spans */
};

/* The keys that we look at, and where in a trial their spans are. */
static const struct known {
	const char *name;
	enum key key;
	size_t span;
} known[] = {
    {"trial", KEY_TRIAL, 0},
    {"seq", KEY_SEQ, 0},
    {"space", KEY_SPACE, 0},
    {"state", KEY_STATE, 0},
    {"attempt", KEY_ATTEMPT, 0},
    {"reason", KEY_REASON, offsetof(struct trial, reason)},
    {"by", KEY_SPANS, offsetof(struct trial, by)},
    {"params", KEY_SPANS, offsetof(struct trial, params)},
    {"metrics", KEY_SPANS, offsetof(struct trial, metrics)},
    {"ask", KEY_SPANS, offsetof(struct trial, ask)},
    {"uid", KEY_SPANS, offsetof(struct trial, uid)},
    {"fidelity", KEY_SPANS, offsetof(struct trial, fidelity)},
    {"step", KEY_SPANS, offsetof(struct trial, step)},
    {"exit", KEY_SPANS, offsetof(struct trial, exit)},
    {"seconds", KEY_SPANS, offsetof(struct trial, seconds)},
    {"started", KEY_SPANS, offsetof(struct trial, started)},
    {"ended", KEY_SPANS, offsetof(struct trial, ended)},
    {"asked", KEY_SPANS, offsetof(struct trial, asked)},
    {"job", KEY_SPANS, offsetof(struct trial, job)},
    {"for", KEY_SPANS, offsetof(struct trial, key)},
};

enum { KNOWN = sizeof(known) / sizeof(*known) };

/* What one line says. */
struct patch {
	const char *text; /* the log's */
	struct span value[KNOWN];
	bool there[KNOWN];
};

static const struct known *
find_known(const char *key, size_t len)
{
	for (size_t i = 0; i < KNOWN; i++)
		if (strlen(known[i].name) == len &&
		    memcmp(known[i].name, key, len) == 0)
			return &known[i];
	return NULL;
}

/* A key that was written with escapes may still be one that we know. */
static const struct known *
find_escaped(const char *key, size_t len)
{
	json_t *name = jsonl_value(key - 1, len + 2);
	const struct known *k = NULL;

	if (json_is_string(name))
		k = find_known(
		    json_string_value(name), json_string_length(name));
	json_decref(name);
	return k;
}

static void
take_member(void *arg, const char *key, size_t key_len, const char *value,
    size_t value_len)
{
	struct patch *p = arg;
	const struct known *k = memchr(key, '\\', key_len)
				    ? find_escaped(key, key_len)
				    : find_known(key, key_len);

	if (!k)
		return;
	p->there[k - known] = true;
	p->value[k - known] = (struct span){
	    .at = (size_t)(value - p->text), .len = (unsigned)value_len};
}

/* The value as a whole number, -1 if it is none, negative or beyond 2^53. */
static json_int_t
whole(const struct patch *p, enum key key)
{
	const long long exact = 1LL << 53; /* jq holds doubles */
	const struct span s = p->value[key];
	char text[32], *end;
	long long n;

	if (!p->there[key] || s.len == 0 || s.len >= sizeof(text))
		return -1;
	memcpy(text, p->text + s.at, s.len);
	text[s.len] = '\0';
	errno = 0;
	n = strtoll(text, &end, 10);
	return *end == '\0' && errno == 0 && n >= 0 && n <= exact ? n : -1;
}

/* Read a line; -1 with *e set if it is damaged. */
static int
read_patch(const struct history *h, const struct line *line, struct patch *p,
    struct err *e)
{
	const char *text = h->log.text.data;

	*p = (struct patch){.text = text};
	if (line->len > JSONL_LINE_MAX)
		return err_set(e, "longer than %d bytes", JSONL_LINE_MAX);
	if (scan_object(text + line->at, line->len, take_member, p, e) == -1)
		return -1;
	if (p->there[KEY_TRIAL] &&
	    (whole(p, KEY_TRIAL) < 1 || whole(p, KEY_TRIAL) > TRIAL_MAX))
		return err_set(e, "'trial' is no number that a trial may have");
	return 0;
}

uint32_t
fold_look(struct history *h, struct line *line)
{
	struct patch p;
	struct err e = {0};

	if (read_patch(h, line, &p, &e) == -1) {
		history_damage(h, line, &e);
		return 0;
	}
	if (p.there[KEY_TRIAL])
		return (uint32_t)whole(&p, KEY_TRIAL);
	line->header = p.there[KEY_SPACE];
	return 0;
}

static bool
is_null(const struct patch *p, struct span s)
{
	return s.len == 4 && memcmp(p->text + s.at, "null", 4) == 0;
}

static bool
find_state(const struct patch *p, enum trial_state *state)
{
	const struct span s = p->value[KEY_STATE];
	char name[16];

	if (!p->there[KEY_STATE] || s.len < 2 || s.len - 2 >= sizeof(name))
		return false;
	memcpy(name, p->text + s.at + 1, s.len - 2);
	name[s.len - 2] = '\0';
	return trial_state_find(name, state);
}

static void
take_spans(struct trial *t, const struct patch *p)
{
	const struct span nothing = {0};

	for (size_t i = KEY_SPANS; i < KNOWN; i++) {
		struct span *s =
		    (struct span *)(void *)((char *)t + known[i].span);

		if (p->there[i])
			*s = is_null(p, p->value[i]) ? nothing : p->value[i];
	}
}

void
fold_uid(struct history *h, const struct trial *t)
{
	char *uid = history_text(h, t->uid);

	if (!json_object_get(h->uids, uid))
		json_object_set_new(h->uids, uid, json_integer(t->number));
	free(uid);
}

/* The right-biased merge, one line on. */
static void
apply(struct history *h, struct trial *t, const struct patch *p,
    const struct line *line)
{
	const json_int_t attempt = whole(p, KEY_ATTEMPT);

	if (!t->valid)
		index_valid(h, t);
	t->valid = true;
	take_spans(t, p);
	if (h->uids && t->uid.len > 0)
		fold_uid(h, t);
	if (attempt >= 1 && attempt < TRIAL_MAX) /* it may have a next */
		t->attempt = (int)attempt;
	if (whole(p, KEY_SEQ) >= 0)
		t->last_seq = whole(p, KEY_SEQ);
	if (find_state(p, &t->state) && trial_is_final(t->state)) {
		t->final_line = line->number;
		t->final_seq = t->last_seq;
	}
	if (p->there[KEY_STATE] && p->there[KEY_REASON] &&
	    t->state == TRIAL_WAITING &&
	    history_equals(h, t->reason, REASON_LOST))
		t->lost++;
}

struct trial *
fold_trial(struct history *h, struct chain *c)
{
	struct trial *t = c->trial;

	if (!t) {
		t = c->trial = xcalloc(1, sizeof(*t));
		t->number = c->number;
		t->attempt = 1;
		t->first = t->unread = c->first;
	}
	while (t->unread != 0) {
		const struct line *line = &h->line[t->unread - 1];
		struct patch p;
		struct err e = {0};

		t->unread = line->next;
		if (read_patch(h, line, &p, &e) == -1)
			history_damage(h, line, &e);
		else if (whole(&p, KEY_TRIAL) != (json_int_t)t->number)
			history_damage(h, line,
			    (err_set(&e, "'trial' stands there twice"), &e));
		else
			apply(h, t, &p, line);
	}
	return t;
}

json_int_t
fold_seq(const struct history *h, const struct line *line)
{
	struct patch p;
	struct err e = {0};

	if (read_patch(h, line, &p, &e) == -1)
		return -1;
	return whole(&p, KEY_SEQ);
}
