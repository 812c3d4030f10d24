/* Text for a terminal: what stays, and what is shown as bytes. */
#include <string.h>

#include "clean.h"
#include "tap.h"

static const struct {
	const char *in, *line, *text;
} cases[] = {
    {"plain", "plain", "plain"},
    {"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80",
	"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80",
	"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80"},
    {"a\tb\nc", "a\\x09b\\x0ac", "a\tb\nc"},
    {"\x1b[2J", "\\x1b[2J", "\\x1b[2J"},
    {"\x7f\r", "\\x7f\\x0d", "\\x7f\\x0d"},
    {"\xc2\x9b", "\\xc2\\x9b", "\\xc2\\x9b"},                  /* C1: CSI */
    {"\xe2\x80\xae", "\\xe2\\x80\\xae", "\\xe2\\x80\\xae"},    /* U+202E */
    {"\xe2\x81\xa6", "\\xe2\\x81\\xa6", "\\xe2\\x81\\xa6"},    /* U+2066 */
    {"a\xe2\x80\x8d", "a\\xe2\\x80\\x8d", "a\\xe2\\x80\\x8d"}, /* U+200D */
    {"\xc2\xad", "\\xc2\\xad", "\\xc2\\xad"},                  /* U+00AD */
    {"\xef\xb8\x8f", "\\xef\\xb8\\x8f", "\\xef\\xb8\\x8f"},    /* U+FE0F */
    {"\xf3\xa0\x81\x81", "\\xf3\\xa0\\x81\\x81",
	"\\xf3\\xa0\\x81\\x81"}, /* U+E0041 */
    /* Four marks on a letter are writing, the fifth is not. */
    {"e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81."
     "e\xcc\x81",
	"e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\\xcc\\x81\\xcc\\x81."
	"e\xcc\x81",
	"e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\\xcc\\x81\\xcc\\x81."
	"e\xcc\x81"},
    {"\xff\xc3", "\\xff\\xc3", "\\xff\\xc3"},
    {"\xc0\x80", "\\xc0\\x80", "\\xc0\\x80"}, /* overlong */
    {"\xed\xa0\x80", "\\xed\\xa0\\x80", "\\xed\\xa0\\x80"},
};

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf line = {0}, text = {0};
		const size_t len = strlen(cases[i].in);

		clean_line(&line, cases[i].in, len);
		clean_text(&text, cases[i].in, len);
		ok(strcmp(buf_text(&line), cases[i].line) == 0 &&
			strcmp(buf_text(&text), cases[i].text) == 0,
		    "cleaned: %s", cases[i].line);
		buf_release(&line);
		buf_release(&text);
	}
	ok(utf8_length("", 0) == 0 && utf8_length("\xe2\x82", 2) == 0 &&
		utf8_length("\xf4\x8f\xbf\xbf", 4) == 4 &&
		utf8_length("\xf4\x90\x80\x80", 4) == 0,
	    "the ends of UTF-8");
	return tap_done();
}
