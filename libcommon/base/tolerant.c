#include "tolerant.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "jsonl.h"
#include "xalloc.h"

/* How many bytes of text could be of one number, or of the name of one. */
static size_t
word_length(const char *text, size_t len)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789+-._";
	size_t n = 0;

	while (n < len && text[n] != '\0' && strchr(letters, text[n]))
		n++;
	return n;
}

/* Whether word is written as a whole number, and too large to be kept as one.
 */
static bool
is_too_large(const char *word)
{
	const char *digits = word + (*word == '-');
	char *end;

	if (strspn(digits, "0123456789") != strlen(word) - (*word == '-'))
		return false;
	errno = 0;
	(void)strtoll(word, &end, 10); /* for errno */
	return errno == ERANGE;
}

/* What stands for word, a new reference, or NULL if it may stand as it is. */
static json_t *
replacement(const char *word)
{
	char *end;
	double x;

	x = strtod(word, &end);
	if (end == word || *end != '\0' || strpbrk(word, "xX"))
		return NULL;
	if (isnan(x))
		return jsonl_string("NaN");
	if (isinf(x))
		return jsonl_string(x > 0 ? "Infinity" : "-Infinity");
	return is_too_large(word) ? json_real(x) : NULL;
}

/* Append the word of n bytes that text begins with, or what stands for it. */
static bool
put_word(struct buf *out, const char *text, size_t n)
{
	char *word = xstrndup(text, n);
	json_t *value = replacement(word);

	if (value)
		jsonl_write(out, value);
	else
		buf_add(out, text, n);
	free(word);
	json_decref(value);
	return value != NULL;
}

bool
tolerant_copy(struct buf *out, const char *line, size_t len)
{
	bool quoted = false, replaced = false;

	for (size_t i = 0; i < len;) {
		size_t n = quoted ? 0 : word_length(line + i, len - i);

		if (n > 0) {
			replaced |= put_word(out, line + i, n);
		} else {
			n = quoted && line[i] == '\\' && i + 1 < len ? 2 : 1;
			quoted = quoted != (line[i] == '"');
			buf_add(out, line + i, n);
		}
		i += n;
	}
	return replaced;
}

json_t *
tolerant_parse(const char *line, size_t len, struct err *e)
{
	struct err other = {0};
	struct buf copy = {0};
	json_t *value = jsonl_parse(line, len, e);

	if (!value && tolerant_copy(&copy, line, len))
		value = jsonl_parse(copy.data, copy.len, &other);
	if (value)
		*e = (struct err){0};
	buf_release(&copy);
	return value;
}
