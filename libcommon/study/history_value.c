/* The values that a trial's spans stand for. */
#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "jsonl.h"
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
	char text[64];

	if (s.len == 0 || s.len >= sizeof(text) ||
	    !strchr("-0123456789", h->log.text.data[s.at]))
		return fallback;
	memcpy(text, h->log.text.data + s.at, s.len);
	text[s.len] = '\0';
	return strtod(text, NULL);
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
