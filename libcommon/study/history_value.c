/* The values that a trial's spans stand for. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "jsonl.h"
#include "number.h"
#include "scan.h"
#include "xalloc.h"

json_t *
history_json(const struct history *h, struct span s)
{
	return s.len > 0 ? jsonl_value(h->log.text.data + s.at, s.len) : NULL;
}

char *
history_text(const struct history *h, struct span s)
{
	json_t *value = history_json(h, s);
	char *text;

	if (json_is_string(value))
		text = xstrdup(json_string_value(value));
	else if (s.len > 0)
		text = xstrndup(h->log.text.data + s.at, s.len);
	else
		text = xstrdup("");
	json_decref(value);
	return text;
}

double
history_number(const struct history *h, struct span s, double fallback)
{
	double x;

	if (s.len == 0 || !number_parse(h->log.text.data + s.at, s.len, &x))
		return fallback;
	return x;
}

bool
history_equals(const struct history *h, struct span s, const char *text)
{
	const size_t len = strlen(text);
	bool equal;
	char *own;

	if (s.len == 0 || h->log.text.data[s.at] != '"')
		return false;
	if (!memchr(h->log.text.data + s.at, '\\', s.len))
		return s.len == len + 2 &&
		       memcmp(h->log.text.data + s.at + 1, text, len) == 0;
	own = history_text(h, s);
	equal = strcmp(own, text) == 0;
	free(own);
	return equal;
}

/* A member of an object that is looked for by its name. */
struct search {
	const char *key;
	size_t len;
	const char *value; /* the last one of this name; NULL: none */
	size_t value_len;
};

/* Whether a name that is written with escapes is the one looked for. */
static bool
is_escaped(const struct search *s, const char *key, size_t len)
{
	json_t *name = jsonl_value(key - 1, len + 2);
	const bool same = json_is_string(name) &&
			  json_string_length(name) == s->len &&
			  memcmp(json_string_value(name), s->key, s->len) == 0;

	json_decref(name);
	return same;
}

static void
compare_member(void *arg, const char *key, size_t key_len, const char *value,
    size_t value_len)
{
	struct search *s = arg;

	const bool plain =
	    key_len == s->len && memcmp(key, s->key, key_len) == 0;

	if (!plain &&
	    (!memchr(key, '\\', key_len) || !is_escaped(s, key, key_len)))
		return;
	s->value = value;
	s->value_len = value_len;
}

struct span
history_member(const struct history *h, struct span object, const char *key)
{
	struct search s = {.key = key, .len = strlen(key)};
	const char *text = h->log.text.data;
	struct err ignored = {0};

	if (object.len == 0 || text[object.at] != '{' ||
	    scan_object(text + object.at, object.len, compare_member, &s,
		&ignored) == -1 ||
	    !s.value)
		return (struct span){0};
	return (struct span){
	    .at = (size_t)(s.value - text), .len = (unsigned)s.value_len};
}

double
history_metric(
    const struct history *h, const struct trial *t, const char *metric)
{
	return history_number(h, history_member(h, t->metrics, metric), NAN);
}
