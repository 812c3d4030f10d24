/* What is not quite JSON becomes JSON, and all else stays as it is. */
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "jsonl.h"
#include "tap.h"
#include "tolerant.h"

static const struct {
	const char *line, *want; /* NULL: the same */
} lines[] = {
    {"{\"a\":NaN,\"b\":Infinity,\"c\":-Infinity}",
	"{\"a\":\"NaN\",\"b\":\"Infinity\",\"c\":\"-Infinity\"}"},
    {"[nan, -nan, inf,+inf,-INF]",
	"[\"NaN\", \"NaN\", \"Infinity\",\"Infinity\",\"-Infinity\"]"},
    {"[1e999,-1e999,1e308]", "[\"Infinity\",\"-Infinity\",1e308]"},
    {"[9223372036854775807,9223372036854775808]",
	"[9223372036854775807,9.223372036854776e+18]"},
    {"[-9223372036854775808,-100000000000000000000]",
	"[-9223372036854775808,-1e+20]"},
    {"{\"NaN\":\"NaN\",\"s\":\"\\\"NaN\",\"t\":\"\\\\\",\"u\":NaN}",
	"{\"NaN\":\"NaN\",\"s\":\"\\\"NaN\",\"t\":\"\\\\\",\"u\":\"NaN\"}"},
    {"{\"a\":[1,-2.385e-7,true,false,null]}", NULL},
    {"[01,+1,.5,1.,0x10,1e5x,NaNs,Inf1]", NULL},
    {"[0x1p99999,1e,-,+,_]", NULL},
    {"{\"a\":\"NaN", NULL},
    {"{\"a\":\"NaN\\", NULL},
    {"\xff\xfe NaN", "\xff\xfe \"NaN\""},
    {"", NULL},
};

static void
test_copy(void)
{
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		const char *line = lines[i].line;
		const char *want = lines[i].want ? lines[i].want : line;
		struct buf out = {0};
		const bool replaced = tolerant_copy(&out, line, strlen(line));

		ok(strcmp(buf_text(&out), want) == 0 &&
			replaced == (lines[i].want != NULL),
		    "%s", line);
		buf_release(&out);
	}
}

/* A whole number of many digits overflows like any other. */
static void
test_long(void)
{
	struct buf in = {0}, out = {0};

	buf_puts(&in, "-1");
	for (int i = 0; i < 1000; i++)
		buf_puts(&in, "0");
	ok(tolerant_copy(&out, in.data, in.len) &&
		strcmp(buf_text(&out), "\"-Infinity\"") == 0,
	    "1000 digits");
	buf_release(&in);
	buf_release(&out);
}

static void
test_parse(void)
{
	static const char wrong[] = "{\"a\":1e999,\"b\":}", zero[] = "[NaN]\0";
	struct err e = {0};
	json_t *value = tolerant_parse("[NaN]", 5, &e);

	ok(value && json_is_string(json_array_get(value, 0)) && !*e.text,
	    "parsed, and no error");
	json_decref(value);
	value = tolerant_parse("[1]", 3, &e);
	ok(value && json_is_integer(json_array_get(value, 0)), "plain JSON");
	json_decref(value);
	ok(!tolerant_parse(wrong, sizeof(wrong) - 1, &e) && *e.text,
	    "wrong all the same");
	ok(!tolerant_parse(zero, sizeof(zero) - 1, &e), "a byte zero behind");
}

int
main(void)
{
	test_copy();
	test_long();
	test_parse();
	return tap_done();
}
