/* JSON made fit for a reader of YAML, which takes nearly all of it. */
#ifndef HPO_JSON_TEXT_H
#define HPO_JSON_TEXT_H
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "node.h"

/* A place of the new text behind which columns are off by so many. */
struct shift {
	struct place at;
	int columns; /* sum of those on this line */
};

struct json_text {
	struct buf text;
	struct shift *shifts; /* n, in order */
	size_t n;
};

/* Whether text begins as a JSON object does. */
bool json_text_is(const char *text, size_t len);

/*
 * Rewrite the two escapes of one character beyond U+FFFF as the one of YAML,
 * and what YAML takes for line breaks or controls as escapes, tabs around the
 * object as blanks.  len bytes of UTF-8.  json_text_release() frees what is in
 * *j.
 */
void json_text_init(struct json_text *j, const char *text, size_t len);
void json_text_release(struct json_text *j);

/* The place in the original of a place in the new text. */
struct place json_text_place(const struct json_text *j, struct place at);

#endif
