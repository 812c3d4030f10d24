/*
 * Any bytes on their way to people and to other programs: a terminal, sh(1),
 * gnuplot(1).  Nothing gets out of its quotes, nothing that a terminal obeys
 * gets through.
 */
#include <stdbool.h>
#include <string.h>

#include "clean.h"
#include "fuzz.h"
#include "gnuplot.h"
#include "jsonl.h"
#include "plot.h"
#include "shell.h"
#include "terminal.h"
#include "tolerant.h"
#include "xalloc.h"

static bool
is_plain(const char *text, size_t len, bool lines)
{
	for (size_t i = 0; i < len;) {
		const size_t n = utf8_length(text + i, len - i);
		const unsigned char c = (unsigned char)text[i];

		if (n == 0 || c == 0x7f ||
		    (c < ' ' && !(lines && (c == '\t' || c == '\n'))))
			return false;
		if (n == 2 && c == 0xc2 && (unsigned char)text[i + 1] < 0xa0)
			return false; /* C1 */
		i += n;
	}
	return true;
}

static void
check_clean(const char *text, size_t len)
{
	struct buf once = {0}, again = {0}, line = {0};

	clean_text(&once, text, len);
	clean_text(&again, buf_text(&once), once.len);
	must(strcmp(buf_text(&once), buf_text(&again)) == 0);
	must(is_plain(once.data, once.len, true));
	clean_line(&line, text, len);
	must(is_plain(buf_text(&line), line.len, false));
	must(line.len <= 4 * len);
	buf_release(&line);
	terminal_line(&line, text, len);
	terminal_cut(&line, 20);
	must(is_plain(buf_text(&line), line.len, false));
	must(terminal_width(&line) <= 20);
	buf_release(&once);
	buf_release(&again);
	buf_release(&line);
}

/* The one word that sh(1) makes of what has no newline, to be freed. */
static char *
unquoted(const char *word)
{
	struct buf out = {0};

	for (bool in = false; *word; word++) {
		if (*word == '\'')
			in = !in;
		else if (!in && *word == '\\')
			buf_add(&out, ++word, 1);
		else
			buf_add(&out, word, 1);
		/* outside of quotes, a character that the shell heeds */
		must(in || !strchr(" \t\"$`;&|<>()*?[]#~{}!", *word));
	}
	return buf_steal(&out);
}

static void
check_shell(const char *text)
{
	struct buf word = {0};
	char *back;

	shell_quote(&word, text);
	must(!memchr(word.data, '\n', word.len));
	if (!strchr(text, '\n')) {
		back = unquoted(buf_text(&word));
		must(strcmp(back, text) == 0);
		free(back);
	}
	buf_release(&word);
}

enum { COLUMNS = 80 }; /* of a text in a picture */

/* Between single quotes only a doubled one is one. */
static void
check_gnuplot(const char *text)
{
	const struct canvas canvas = {.common = true};
	struct buf script = {0};
	const char *s;

	gnuplot_quote(&script, text, COLUMNS, &canvas);
	s = buf_text(&script);
	must(*s++ == '\'');
	while (*s && (*s != '\'' || s[1] == '\''))
		s += *s == '\'' ? 2 : 1;
	must(strcmp(s, "'") == 0);
	must(is_plain(script.data, script.len, false));
	buf_release(&script);
}

static void
check_json(const char *text, size_t len)
{
	struct buf line = {0};
	struct err e = {0};
	json_t *string = jsonl_string(text);
	json_t *object = jsonl_object();
	json_t *again, *loose;

	json_object_set_new(object, "text", string);
	jsonl_write(&line, object);
	must(!memchr(line.data, '\n', line.len));
	again = jsonl_parse(line.data, line.len, &e);
	must(again && json_equal(object, again));
	json_decref(object);
	json_decref(again);
	buf_release(&line);
	/* what is JSON is the same for who takes more than JSON */
	again = jsonl_parse(text, len, &e);
	loose = tolerant_parse(text, len, &e);
	must(!again || json_equal(again, loose));
	json_decref(again);
	json_decref(loose);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);

	check_clean((const char *)data, size);
	check_shell(text);
	check_gnuplot(text);
	check_json(text, strlen(text));
	free(text);
	return 0;
}
