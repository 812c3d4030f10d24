#include "json_text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "xalloc.h"

enum {
	PAIR = 12, /* \ud83d\ude00 */
	HEX = 4,
};

bool
json_text_is(const char *text, size_t len)
{
	size_t i = 0;

	while (i < len && strchr(" \t\r\n", text[i]))
		i++;
	return i < len && text[i] == '{';
}

/* The number after \u, or 0. */
static uint32_t
unit(const char *s, size_t len)
{
	char digits[HEX + 1];

	if (len < 2 + HEX || s[0] != '\\' || s[1] != 'u')
		return 0;
	memcpy(digits, s + 2, HEX);
	digits[HEX] = '\0';
	if (strspn(digits, "0123456789abcdefABCDEF") != HEX)
		return 0;
	return (uint32_t)strtoul(digits, NULL, 16);
}

/* The character that two escapes at s are together, or 0. */
static uint32_t
surrogates(const char *s, size_t len)
{
	const uint32_t high = unit(s, len);
	const uint32_t low = high ? unit(s + 2 + HEX, len - 2 - HEX) : 0;

	if (high < 0xd800 || high > 0xdbff || low < 0xdc00 || low > 0xdfff)
		return 0;
	return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

/* The character at s if YAML must not see it as it is, or 0. */
static uint32_t
awkward(const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;

	if (n == 1)
		return u[0] == 0x7f ? 0x7f : 0;
	if (n == 2)
		return u[0] == 0xc2 && u[1] < 0xa0 ? u[1] : 0;
	if (n == 3 && u[0] == 0xe2 && u[1] == 0x80 && (u[2] | 1) == 0xa9)
		return 0x2000U + (u[2] & 0x3fU);
	if (n == 3 && u[0] == 0xef && u[1] == 0xbb && u[2] == 0xbf)
		return 0xfeff;
	if (n == 3 && u[0] == 0xef && u[1] == 0xbf && u[2] >= 0xbe)
		return 0xffc0U + (u[2] & 0x3fU);
	return 0;
}

/* By how much columns are off before shift number i, on its line. */
static int
columns_before(const struct json_text *j, size_t i)
{
	return i > 0 && j->shifts[i - 1].at.line == j->shifts[i].at.line
		   ? j->shifts[i - 1].columns
		   : 0;
}

static void
add_shift(struct json_text *j, struct place at, int columns)
{
	if ((j->n & (j->n - 1)) == 0)
		j->shifts = xreallocarray(
		    j->shifts, j->n ? 2 * j->n : 1, sizeof(*j->shifts));
	j->shifts[j->n++] = (struct shift){at, columns};
	j->shifts[j->n - 1].columns += columns_before(j, j->n - 1);
}

/* Replace what begins at s, if it must be; returns its bytes, or 0. */
static size_t
replace(struct json_text *j, const char *s, size_t len, struct place at)
{
	size_t n;
	uint32_t c;

	if (*s == '\\') {
		c = surrogates(s, len);
		if (c != 0) {
			buf_printf(&j->text, "\\U%08x", c);
			add_shift(j, at, 2);
			return PAIR;
		}
		/* both bytes: the second may be a backslash */
		n = len > 1 && (unsigned char)s[1] < 0x80 ? 2 : 1;
		buf_add(&j->text, s, n);
		return n;
	}
	n = utf8_length(s, len);
	c = awkward(s, n);
	if (c == 0)
		return 0;
	buf_printf(&j->text, "\\u%04x", c);
	add_shift(j, at, -5);
	return n;
}

void
json_text_init(struct json_text *j, const char *text, size_t len)
{
	struct place at = {1, 1};
	const char *first = memchr(text, '{', len);
	const char *last = memrchr(text, '}', len);
	const size_t begin = first ? (size_t)(first - text) : 0;
	const size_t end = last ? (size_t)(last - text) : len;
	size_t n;

	*j = (struct json_text){0};
	for (size_t i = 0; i < len; i += n) {
		const size_t before = j->text.len;

		n = replace(j, text + i, len - i, at);
		if (n > 0) {
			/* what was put there is ASCII */
			at.column += (int)(j->text.len - before);
			continue;
		}
		n = utf8_length(text + i, len - i);
		/* YAML has no tabs outside of its brackets. */
		if ((i < begin || i > end) && text[i] == '\t')
			buf_puts(&j->text, " ");
		else
			buf_add(&j->text, text + i, n);
		at.column++;
		if (text[i] == '\n') {
			at.line++;
			at.column = 1;
		}
	}
}

void
json_text_release(struct json_text *j)
{
	buf_release(&j->text);
	free(j->shifts);
	*j = (struct json_text){0};
}

struct place
json_text_place(const struct json_text *j, struct place at)
{
	size_t from = 0, to = j->n;

	/* the last shift before the place */
	while (from < to) {
		const size_t middle = from + (to - from) / 2;
		const struct place s = j->shifts[middle].at;

		if (s.line < at.line ||
		    (s.line == at.line && s.column < at.column))
			from = middle + 1;
		else
			to = middle;
	}
	if (from > 0 && j->shifts[from - 1].at.line == at.line) {
		const struct place s = j->shifts[from - 1].at;
		const int first = s.column + columns_before(j, from - 1);

		at.column += j->shifts[from - 1].columns;
		if (at.column < first) /* it is within what was put there */
			at.column = first;
	}
	return at;
}
