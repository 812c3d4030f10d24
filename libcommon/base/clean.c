#include "clean.h"

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

uint32_t
utf8_decode(const char *text, size_t n)
{
	static const unsigned char first[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	const unsigned char *s = (const unsigned char *)text;
	uint32_t c = s[0] & first[n];

	for (size_t i = 1; i < n; i++)
		c = c << 6 | (s[i] & 0x3fU);
	return c;
}

struct range {
	uint32_t first, last;
};

/*
 * Default_Ignorable_Code_Point of DerivedCoreProperties.txt, Unicode 15.1, and
 * the neighbours of its ranges that separate lines (U+2028, U+2029), turn the
 * direction (U+202A to U+202E are of both kinds) or annotate (U+FFF9 to
 * U+FFFB).
 */
static const struct range unseen[] = {{0xad, 0xad}, {0x34f, 0x34f},
    {0x61c, 0x61c}, {0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x180b, 0x180f},
    {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f}, {0x3164, 0x3164},
    {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff0, 0xfffb},
    {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff}};

/*
 * Marks that stand above or below the letter before them, of the scripts and
 * blocks that are known to be piled up: not all that Unicode has, as the table
 * of those would be longer than this file.
 */
static const struct range marks[] = {{0x300, 0x36f}, {0x483, 0x489},
    {0x591, 0x5bd}, {0x610, 0x61a}, {0x64b, 0x65f}, {0x6d6, 0x6ed},
    {0x730, 0x74a}, {0x7eb, 0x7f3}, {0x816, 0x82d}, {0x8ca, 0x902},
    {0x93c, 0x93c}, {0x941, 0x94d}, {0x951, 0x957}, {0xe31, 0xe31},
    {0xe34, 0xe3a}, {0xe47, 0xe4e}, {0xeb1, 0xeb1}, {0xeb4, 0xebc},
    {0xec8, 0xece}, {0xf71, 0xf84}, {0xf8d, 0xfbc}, {0x135d, 0x135f},
    {0x1a58, 0x1a7f}, {0x1ab0, 0x1aff}, {0x1cd0, 0x1cf4}, {0x1dc0, 0x1dff},
    {0x20d0, 0x20ff}, {0x2cef, 0x2cf1}, {0x2de0, 0x2dff}, {0x302a, 0x302d},
    {0x3099, 0x309a}, {0xa66f, 0xa67d}, {0xa8e0, 0xa8f1}, {0xfe20, 0xfe2f}};

#define IS_IN(c, table) is_in(c, table, sizeof(table) / sizeof(*(table)))

static bool
is_in(uint32_t c, const struct range *table, size_t n)
{
	for (size_t i = 0; i < n && c >= table[i].first; i++)
		if (c <= table[i].last)
			return true;
	return false;
}

bool
clean_harmless(uint32_t c)
{
	return c >= 0x20 && !(c >= 0x7f && c <= 0x9f) && !IS_IN(c, unseen);
}

/* Append n bytes as \xNN. */
static void
add_hex(struct buf *out, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char hex[8];

		snprintf(hex, sizeof(hex), "\\x%02x", (unsigned char)text[i]);
		buf_puts(out, hex);
	}
}

static void
clean(struct buf *out, const char *text, size_t len, bool many_lines)
{
	size_t n, nmarks = 0; /* in a row, before text */

	for (; len > 0; text += n, len -= n) {
		bool shown = false;

		n = utf8_length(text, len);
		if (n > 0) {
			const uint32_t c = utf8_decode(text, n);

			nmarks = IS_IN(c, marks) ? nmarks + 1 : 0;
			shown = nmarks <= CLEAN_MARKS &&
				(clean_harmless(c) ||
				    (many_lines && (c == '\t' || c == '\n')));
		}
		n = n > 0 ? n : 1;
		if (shown)
			buf_add(out, text, n);
		else
			add_hex(out, text, n);
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
