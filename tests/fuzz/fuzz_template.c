/*
 * The command of hpo-run: each line of the input is an argument.  A refusal
 * says why; what is put in is never looked at again, so text without braces
 * and dollars is all literal.
 */
#include <string.h>

#include "fuzz.h"
#include "lines_of.h"
#include "template.h"

/* Names say what they are: s... strings, d... ones that begin with a dash, n...
 * numbers, o... inactive, others unknown. */
static enum template_value
look_up(void *arg, const char *name, size_t len, struct buf *out)
{
	size_t *asked = arg;

	must(len > 0 && memchr(name, '}', len) == NULL);
	++*asked;
	switch (*name) {
	case 's':
		buf_puts(out, "a {n} ${s}}");
		return TEMPLATE_STRING;
	case 'd':
		buf_puts(out, "-d");
		return TEMPLATE_STRING;
	case 'n':
		buf_puts(out, "-2.385");
		return TEMPLATE_SAFE;
	case 'o':
		return TEMPLATE_ABSENT;
	default:
		return TEMPLATE_UNKNOWN;
	}
}

static void
check_argument(const char *text)
{
	struct buf out = {0};
	struct err e = {0};
	size_t asked = 0;
	const int rc = template_expand(text, look_up, &asked, &out, &e);

	must(rc >= -1 && rc <= 1);
	must((rc == -1) == (e.text[0] != '\0'));
	must(rc == -1 ? e.status == STATUS_INPUT : 1);
	if (asked == 0)
		must(rc == 1 && strcmp(buf_text(&out), text) == 0);
	else
		must(strchr(text, '{') != NULL && strchr(text, '}') != NULL);
	if (rc == 1) /* a name has two braces, and gives ten bytes at most */
		must(out.len <= strlen(text) + 10 * asked);
	buf_release(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text_lines args = lines_of(data, size);

	for (size_t i = 0; i < args.n; i++)
		check_argument(args.line[i]);
	text_lines_release(&args);
	return 0;
}
