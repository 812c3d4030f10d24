#include "scan.h"

#include <stdbool.h>
#include <string.h>

#include "clean.h"

/* Where we are, and the first mistake, if there was one. */
struct scan {
	const char *start, *at, *end;
	int depth;
	scan_member *member;
	void *arg;
	const char *mistake;
};

static bool scan_value(struct scan *s);

/* Note a mistake where we are; false, so that a caller can return the call. */
static bool
mistake(struct scan *s, const char *text)
{
	if (!s->mistake)
		s->mistake = text;
	return false;
}

static void
skip_blanks(struct scan *s)
{
	while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' ||
				     *s->at == '\n' || *s->at == '\r'))
		s->at++;
}

/* Step over c, if it is what comes next. */
static bool
take(struct scan *s, char c)
{
	if (s->at == s->end || *s->at != c)
		return false;
	s->at++;
	return true;
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The four digits of \uXXXX; -1 if there are no four. */
static int
take_hex(struct scan *s)
{
	int c = 0;

	if (s->end - s->at < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		const int digit = hex_value(*s->at++);

		if (digit == -1)
			return -1;
		c = c << 4 | digit;
	}
	return c;
}

/* Fail: what is scanned takes no bytes. */
static size_t
no_character(struct scan *s, const char *what)
{
	(void)mistake(s, what);
	return 0;
}

/* Behind the u of an escape: no U+0000, and surrogates in pairs only.  Returns
 * the bytes of the character in UTF-8, 0 if it is none. */
static size_t
scan_unicode(struct scan *s)
{
	const int c = take_hex(s);
	int low;

	if (c == -1)
		return no_character(s, "an escape needs four hex digits");
	if (c == 0)
		return no_character(s, "the character U+0000");
	if (c >= 0xdc00 && c <= 0xdfff)
		return no_character(s, "half of a surrogate pair");
	if (c < 0xd800 || c > 0xdbff)
		return c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
	if (!take(s, '\\') || !take(s, 'u'))
		return no_character(s, "half of a surrogate pair");
	low = take_hex(s);
	if (low < 0xdc00 || low > 0xdfff)
		return no_character(s, "half of a surrogate pair");
	return 4;
}

/* Behind a backslash; returns as scan_unicode(). */
static size_t
scan_escape(struct scan *s)
{
	if (s->at == s->end)
		return no_character(s, "a string without its end");
	if (*s->at == 'u') {
		s->at++;
		return scan_unicode(s);
	}
	if (!strchr("\"\\/bfnrt", *s->at) || *s->at == '\0')
		return no_character(s, "an unknown escape");
	s->at++;
	return 1;
}

/* A character of a string, or its escape; returns as scan_unicode(). */
static size_t
scan_character(struct scan *s)
{
	const unsigned char c = (unsigned char)*s->at;
	size_t n;

	if (c < ' ')
		return no_character(s, "a control character in a string");
	if (c == '\\') {
		s->at++;
		return scan_escape(s);
	}
	n = utf8_length(s->at, (size_t)(s->end - s->at));
	if (n == 0)
		return no_character(s, "bytes that are not UTF-8");
	s->at += n;
	return n;
}

static bool
is_plain(char c)
{
	return c >= ' ' && c <= '~' && c != '\\';
}

/* How long a string is does not depend on how it is written. */
static bool
scan_string(struct scan *s)
{
	size_t len = 0;

	if (!take(s, '"'))
		return mistake(s, "a string was expected");
	while (s->at < s->end && *s->at != '"') {
		size_t n = 1;

		if (is_plain(*s->at)) /* as most are */
			s->at++;
		else
			n = scan_character(s);
		if (n == 0)
			return false;
		len += n;
	}
	if (len > SCAN_STRING_MAX)
		return mistake(s, "a string of more than 65536 bytes");
	return take(s, '"') || mistake(s, "a string without its end");
}

/* One digit or more. */
static bool
scan_digits(struct scan *s)
{
	const char *start = s->at;

	while (s->at < s->end && *s->at >= '0' && *s->at <= '9')
		s->at++;
	return s->at > start || mistake(s, "a digit was expected");
}

static bool
scan_number(struct scan *s)
{
	take(s, '-');
	if (!take(s, '0') && !scan_digits(s))
		return false;
	if (take(s, '.') && !scan_digits(s))
		return false;
	if (take(s, 'e') || take(s, 'E')) {
		if (!take(s, '+'))
			take(s, '-');
		return scan_digits(s);
	}
	return true;
}

static bool
scan_word(struct scan *s)
{
	static const char *const words[] = {"true", "false", "null"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		const size_t len = strlen(words[i]);

		if ((size_t)(s->end - s->at) >= len &&
		    memcmp(s->at, words[i], len) == 0) {
			s->at += len;
			return true;
		}
	}
	return mistake(s, "a value was expected");
}

static bool
scan_array(struct scan *s)
{
	s->at++;
	skip_blanks(s);
	if (take(s, ']'))
		return true;
	do {
		skip_blanks(s);
		if (!scan_value(s))
			return false;
		skip_blanks(s);
	} while (take(s, ','));
	return take(s, ']') || mistake(s, "',' or ']' was expected");
}

/* "key": value; and, at the top, tell the caller about it. */
static bool
scan_pair(struct scan *s)
{
	const char *key, *key_end, *value;

	skip_blanks(s);
	key = s->at + 1;
	if (!scan_string(s))
		return false;
	key_end = s->at - 1;
	skip_blanks(s);
	if (!take(s, ':'))
		return mistake(s, "':' was expected");
	skip_blanks(s);
	value = s->at;
	if (!scan_value(s))
		return false;
	if (s->depth == 1 && s->member)
		s->member(s->arg, key, (size_t)(key_end - key), value,
		    (size_t)(s->at - value));
	skip_blanks(s);
	return true;
}

static bool
scan_members(struct scan *s)
{
	int keys = 0;

	s->at++;
	skip_blanks(s);
	if (take(s, '}'))
		return true;
	do {
		if (keys++ == SCAN_KEYS_MAX)
			return mistake(s, "an object of more than 10000 keys");
		if (!scan_pair(s))
			return false;
	} while (take(s, ','));
	return take(s, '}') || mistake(s, "',' or '}' was expected");
}

static bool
scan_value(struct scan *s)
{
	bool good;

	if (s->at == s->end)
		return mistake(s, "a value was expected");
	if (*s->at == '"')
		return scan_string(s);
	if (*s->at == '-' || (*s->at >= '0' && *s->at <= '9'))
		return scan_number(s);
	if (*s->at != '{' && *s->at != '[')
		return scan_word(s);
	if (s->depth == SCAN_DEPTH_MAX)
		return mistake(s, "nested more than 64 deep");
	s->depth++;
	good = *s->at == '{' ? scan_members(s) : scan_array(s);
	s->depth--;
	return good;
}

int
scan_object(
    const char *line, size_t len, scan_member *member, void *arg, struct err *e)
{
	struct scan s = {.start = line,
	    .at = line,
	    .end = line + len,
	    .member = member,
	    .arg = arg};

	skip_blanks(&s);
	if (s.at == s.end || *s.at != '{') {
		mistake(&s, "no JSON object");
	} else if (scan_value(&s)) {
		skip_blanks(&s);
		if (s.at != s.end)
			mistake(&s, "more behind the object");
	}
	if (!s.mistake)
		return 0;
	err_set(e, "%s", s.mistake);
	e->column = (int)(s.at - s.start) + 1;
	return -1;
}
