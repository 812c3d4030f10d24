#include "clean.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

size_t
utf8_length(const char *text, size_t len)
{
	const unsigned char *s = (const unsigned char *)text;
	unsigned char low = 0x80, high = 0xbf;
	size_t n;

	if (len == 0)
		return 0;
	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	n = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	if (n > len)
		return 0;
	if (s[0] == 0xe0)
		low = 0xa0; /* else overlong */
	if (s[0] == 0xed)
		high = 0x9f; /* else a surrogate */
	if (s[0] == 0xf0)
		low = 0x90;
	if (s[0] == 0xf4)
		high = 0x8f; /* else beyond U+10FFFF */
	if (s[1] < low || s[1] > high)
		return 0;
	for (size_t i = 2; i < n; i++)
		if (s[i] < 0x80 || s[i] > 0xbf)
			return 0;
	return n;
}

/* The character of a valid sequence of n bytes. */
static uint32_t
decode(const unsigned char *s, size_t n)
{
	static const unsigned char first[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	uint32_t c = s[0] & first[n];

	for (size_t i = 1; i < n; i++)
		c = c << 6 | (s[i] & 0x3fU);
	return c;
}

static bool
harmless(uint32_t c, bool many_lines)
{
	if (c == '\t' || c == '\n')
		return many_lines;
	return c >= 0x20 && !(c >= 0x7f && c <= 0x9f) &&
	       !(c >= 0x202a && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069) &&
	       c != 0x200e && c != 0x200f && c != 0x061c && c != 0x2028 &&
	       c != 0x2029 && c != 0xfeff;
}

static void
clean(struct buf *out, const char *text, size_t len, bool many_lines)
{
	size_t n;

	for (; len > 0; text += n, len -= n) {
		const unsigned char *s = (const unsigned char *)text;

		n = utf8_length(text, len);
		if (n > 0 && harmless(decode(s, n), many_lines)) {
			buf_add(out, text, n);
			continue;
		}
		n = n > 0 ? n : 1;
		for (size_t i = 0; i < n; i++) {
			char hex[8];

			snprintf(hex, sizeof(hex), "\\x%02x", s[i]);
			buf_puts(out, hex);
		}
	}
}

void
clean_text(struct buf *out, const char *text, size_t len)
{
	clean(out, text, len, true);
}

void
clean_line(struct buf *out, const char *text, size_t len)
{
	clean(out, text, len, false);
}
