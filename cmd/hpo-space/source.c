#include "source.h"

#include <string.h>

#include "clean.h"
#include "define.h"
#include "file.h"
#include "infer.h"
#include "read_inline.h"
#include "read_yaml.h"
#include "scan.h"

/* A line that is looked at. */
struct look {
	bool trials; /* it has a key of a header, or of a trial line */
};

static void
look_at_member(void *arg, const char *key, size_t key_len, const char *value,
    size_t value_len)
{
	static const char *const keys[] = {"space", "trial"};
	struct look *look = arg;

	(void)value;
	(void)value_len;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (strlen(keys[i]) == key_len &&
		    memcmp(keys[i], key, key_len) == 0)
			look->trials = true;
}

/* Whether the first line that is not blank is one of a trial file. */
static bool
is_trials(const char *text, size_t len)
{
	static const char mark[] = "\xef\xbb\xbf";
	struct look look = {false};
	struct err ignored = {0};
	const char *end;
	size_t i = 0;

	if (len >= 3 && memcmp(text, mark, 3) == 0)
		i = 3;
	while (i < len && strchr(" \t\r\n", text[i]))
		i++;
	end = memchr(text + i, '\n', len - i);
	if (end)
		len = (size_t)(end - text);
	while (len > i && text[len - 1] == '\r')
		len--;
	return scan_object(
		   text + i, len - i, look_at_member, &look, &ignored) == 0 &&
	       look.trials;
}

/* The line that the study of a history is from. */
static const struct line *
header_line(const struct history *h)
{
	size_t i = 0;

	while (h->line[i].number != h->header_line)
		i++;
	return &h->line[i];
}

/* Move all places below by so many lines. */
static void
move_down(struct node *node, int lines)
{
	node->at.line += lines;
	for (size_t i = 0; i < node->n; i++) {
		if (node->type == NODE_MAP)
			node->key_at[i].line += lines;
		move_down(node->items[i], lines);
	}
}

/* The tree of the newest header; -1 if there is none. */
static int
read_trials(struct source *s, struct buf *text, struct err *e)
{
	const struct line *line;

	if (history_take(&s->history, s->name, text, e) == -1)
		return -1;
	s->trials = true;
	line = header_line(&s->history);
	s->root = read_yaml(
	    s->history.log.text.data + line->at, line->len, &s->problems);
	if (s->root)
		move_down(s->root, (int)line->number - 1);
	return 0;
}

static bool
is_one_line(const struct buf *text)
{
	size_t len = text->len;

	while (len > 0 && strchr(" \t\r\n", text->data[len - 1]))
		len--;
	return len == 0 || !memchr(text->data, '\n', len);
}

/* The tree of a space file; a header alone is one, too, and is told all its
 * mistakes. */
static void
read_space(struct source *s, struct buf *text, bool trials)
{
	struct err ignored = {0};

	s->root = read_yaml(text->data, text->len, &s->problems);
	s->trials =
	    trials && history_take(&s->history, s->name, text, &ignored) == 0;
}

static int
read_file(struct source *s, const char *path, struct err *e)
{
	struct buf text = {0};
	bool trials;
	int rc = 0;

	if (file_read_more(path, YAML_BYTES_MAX, is_trials, &text, e) == -1) {
		buf_release(&text);
		return -1;
	}
	trials = text.len > 0 && is_trials(text.data, text.len);
	if (trials && !is_one_line(&text))
		rc = read_trials(s, &text, e);
	else
		read_space(s, &text, trials);
	buf_release(&text);
	return rc;
}

/* What is to be said of what was read. */
static void
define(struct source *s)
{
	if (s->root)
		s->header = define_header(s->root, &s->problems);
	if (s->problems.errors > 0) {
		json_decref(s->header);
		s->header = NULL;
	}
}

int
source_open(struct source *s, char *const *operands, size_t n, struct err *e)
{
	const char *path = n > 0 ? operands[0] : "-";

	*s = (struct source){.name = path, .separator = ':'};
	if (n > 0 && inline_is(path)) {
		s->name = "argument";
		s->separator = ' ';
		s->root = read_inline(operands, n, &s->problems);
	} else {
		if (strcmp(path, "-") == 0)
			s->name = "standard input";
		if (read_file(s, path, e) == -1)
			return -1;
	}
	define(s);
	return 0;
}

/* The text of a template as one string, whose lines follow s->words. */
static int
infer_file(struct source *s, const char *path, struct err *e)
{
	struct buf text = {0};
	const int rc = file_read(path, YAML_BYTES_MAX, &text, e);

	if (rc == 0)
		infer_text(
		    s->root, buf_text(&text), s->words + 1, &s->problems);
	buf_release(&text);
	return rc;
}

int
source_infer(struct source *s, char *const *operands, size_t n,
    const char *path, struct err *e)
{
	size_t given = 0;

	*s = (struct source){.name = "argument", .separator = ' '};
	while (given < n && inline_is(operands[given]))
		given++;
	if (path ? given < n : given == n)
		return path ? err_set(e,
				  "'%s' is not NAME=DOMAIN, and a file "
				  "stands alone",
				  operands[given])
			    : err_set(e, "--infer needs a command, or =FILE");
	s->root = read_inline(operands, given, &s->problems);
	if (path) {
		s->name = strcmp(path, "-") == 0 ? "standard input" : path;
		s->separator = ':';
		s->words = (int)given;
		if (infer_file(s, path, e) == -1) {
			source_release(s);
			return -1;
		}
	} else {
		infer_words(s->root, operands + given, n - given,
		    (int)given + 1, &s->problems);
	}
	define(s);
	return 0;
}

void
source_release(struct source *s)
{
	node_free(s->root);
	problems_release(&s->problems);
	json_decref(s->header);
	if (s->trials)
		history_close(&s->history);
	*s = (struct source){0};
}

void
source_place(const struct source *s, const struct problem *p, struct buf *out)
{
	const bool word = p->at.line > 0 && p->at.line <= s->words;

	buf_puts(out, word ? "argument" : s->name);
	if (p->at.line > 0)
		buf_printf(out, "%c%d:%d", word ? ' ' : s->separator,
		    word ? p->at.line : p->at.line - s->words, p->at.column);
	buf_puts(out, ": ");
}

void
source_say(const struct problem *p, struct buf *out)
{
	/* cleaned here too, as a newline in a key would begin a line */
	if (p->field[0] != '\0') {
		clean_line(out, p->field, strlen(p->field));
		buf_puts(out, ": ");
	}
	clean_line(out, p->text, strlen(p->text));
}

void
source_tell_one(
    const struct source *s, const struct problem *p, const char *word)
{
	struct buf text = {0};

	source_place(s, p, &text);
	buf_puts(&text, word);
	source_say(p, &text);
	warn("%s", buf_text(&text));
	buf_release(&text);
}

void
source_tell(struct source *s, bool quiet)
{
	problems_sort(&s->problems);
	for (size_t i = 0; i < s->problems.n; i++) {
		const struct problem *p = &s->problems.list[i];

		if (!p->warning)
			source_tell_one(s, p, "");
		else if (!quiet)
			source_tell_one(s, p, "warning: ");
	}
}
