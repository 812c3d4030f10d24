/* The scanner agrees with jansson on what is an object, and finds its parts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jsonl.h"
#include "rng.h"
#include "scan.h"
#include "tap.h"

static const char *const objects[] = {
    "{}",
    " { \"a\" : 1 } ",
    "{\"a\":[1,2.5,-0,1e5,1E-7,0.1e+2],\"b\":{\"c\":null}}",
    "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"}",
    "{\"\xc3\xa9\":true,\"x\":false}",
};

static const char *const others[] = {
    "",
    "null",
    "[]",
    "{",
    "{}{}",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{a:1}",
    "{\"a\":01}",
    "{\"a\":1.}",
    "{\"a\":.5}",
    "{\"a\":+1}",
    "{\"a\":NaN}",
    "{\"a\":Infinity}",
    "{\"a\":\"\t\"}",
    "{\"a\":\"\\x\"}",
    "{\"a\":\"\\u12\"}",
    "{\"a\":\"\\u0000\"}",
    "{\"a\":\"\\ud83d\"}",
    "{\"a\":\"\\ud83dx\"}",
    "{\"a\":\"\\ude00\"}",
    "{\"a\":\"\xff\"}",
    "{\"a\":\"\xc0\x80\"}",
    "{\"a\":\"\xed\xa0\x80\"}",
    "{\"a\":\"\xf4\x90\x80\x80\"}",
    "{\"a\":\"\xc3",
    "{\"a\":tru}",
    "{\"a\":[1}",
};

static int
is_object(const char *text, size_t len)
{
	struct err e = {0};

	return scan_object(text, len, NULL, NULL, &e) == 0;
}

/* What jansson thinks of it; numbers it cannot hold are none of our concern. */
static int
jansson_agrees(const char *text, size_t len)
{
	json_t *value = jsonl_value(text, len);
	const int agrees = json_is_object(value);

	json_decref(value);
	return agrees;
}

static void
print_member(void *arg, const char *key, size_t key_len, const char *value,
    size_t value_len)
{
	struct buf *out = arg;

	buf_printf(
	    out, "<%.*s=%.*s>", (int)key_len, key, (int)value_len, value);
}

static void
test_members(void)
{
	static const char line[] =
	    "{\"trial\": 17 ,\"m\":{\"a\":[1,{}]},\"s\":\"},\\\"\",\"n\":null}";
	struct buf out = {0};
	struct err e = {0};

	ok(scan_object(line, strlen(line), print_member, &out, &e) == 0 &&
		strcmp(buf_text(&out), "<trial=17><m={\"a\":[1,{}]}>"
				       "<s=\"},\\\"\"><n=null>") == 0,
	    "the members at the top, and no others");
	buf_release(&out);
	ok(scan_object("{\"ab\":x}", 8, NULL, NULL, &e) == -1 && e.column == 7,
	    "the column of a mistake");
}

/* A line of depth objects in one another. */
static int
nested(int depth)
{
	struct buf b = {0};
	int good;

	for (int i = 0; i < depth; i++)
		buf_puts(&b, "{\"a\":");
	buf_puts(&b, "1");
	for (int i = 0; i < depth; i++)
		buf_puts(&b, "}");
	good = is_object(b.data, b.len);
	buf_release(&b);
	return good;
}

/* Changes of good lines at random: both readers must agree on each. */
static void
test_mutations(void)
{
	enum { TRIES = 200000 };
	static const char letters[] = "{}[]\",:\\u0123456789.eE+-tfn \xc3\xa9";
	size_t agreed = 0;
	struct rng rng;

	rng_init(&rng, 7, 0, "test", 0);
	for (int i = 0; i < TRIES; i++) {
		const char *from =
		    objects[rng_below(&rng, sizeof(objects) / sizeof(char *))];
		char *text = strdup(from);
		size_t len = strlen(text);

		for (uint32_t k = rng_below(&rng, 3); k-- > 0;)
			text[rng_below(&rng, (uint32_t)len)] =
			    letters[rng_below(&rng, sizeof(letters) - 1)];
		len -= rng_below(&rng, 4) == 0 ? rng_below(&rng, 3) : 0;
		if (is_object(text, len) == jansson_agrees(text, len))
			agreed++;
		else if (strstr(text, "e+2") || strpbrk(text, "eE"))
			agreed +=
			    (size_t)is_object(text, len); /* 1e999 overflows */
		else
			printf("# %.*s\n", (int)len, text);
		free(text);
	}
	ok(agreed == TRIES, "%d lines: jansson agrees", TRIES);
}

/* Whether a string of n times this piece may stand in an object. */
static int
fits(const char *piece, size_t n)
{
	struct buf text = {0};
	int fine;

	buf_puts(&text, "{\"a\":\"");
	for (size_t i = 0; i < n; i++)
		buf_puts(&text, piece);
	buf_puts(&text, "\"}");
	fine = is_object(text.data, text.len);
	buf_release(&text);
	return fine;
}

/* A string is as long as what it holds, however that is written. */
static void
test_limit(void)
{
	static const struct {
		const char *piece;
		size_t len;
	} cases[] = {{"x", 1}, {"\xc3\xa9", 2}, {"\\n", 1}, {"\\u001b", 1},
	    {"\\u00e9", 2}, {"\\u202e", 3}, {"\xe2\x80\xae", 3},
	    {"\\udb40\\udc41", 4}, {"\\u007f", 1}, {"\\u0080", 2},
	    {"\\u07ff", 2}, {"\\u0800", 3}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const size_t n = SCAN_STRING_MAX / cases[i].len;

		ok(fits(cases[i].piece, n) && !fits(cases[i].piece, n + 1),
		    "%zu times %s", n, cases[i].piece);
	}
}

int
main(void)
{
	test_limit();
	for (size_t i = 0; i < sizeof(objects) / sizeof(*objects); i++)
		ok(is_object(objects[i], strlen(objects[i])), "object %s",
		    objects[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		ok(!is_object(others[i], strlen(others[i])), "no object %s",
		    others[i]);
	ok(!is_object("{\"a\":\0}", 7), "no object with a byte 0");
	test_members();
	ok(nested(SCAN_DEPTH_MAX) && !nested(SCAN_DEPTH_MAX + 1),
	    "nested %d deep", SCAN_DEPTH_MAX);
	test_mutations();
	return tap_done();
}
