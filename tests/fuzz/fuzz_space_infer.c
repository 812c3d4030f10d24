/*
 * A space in the braces of a command, each line of the input being a word of
 * it, and in those of a template, which all of the input is: both are the same,
 * and the command is run with the same names.
 */
#include "check_space.h"
#include "fuzz.h"
#include "infer.h"
#include "lines_of.h"
#include "placeholder.h"
#include "read_inline.h"
#include "template.h"

static char objective[] = "minimize=e";
static char *settings[] = {objective};

static enum template_value
look_up(void *arg, const char *name, size_t len, struct buf *out)
{
	json_t *space = arg;
	char *key = xstrndup(name, len);
	const bool known =
	    json_object_get(space, key) || placeholder_is_own(key);

	free(key);
	buf_puts(out, "1");
	return known ? TEMPLATE_SAFE : TEMPLATE_UNKNOWN;
}

/* What hpo-run makes of words is known to the space that they gave. */
static void
check_words(char *const *words, size_t n, json_t *space)
{
	for (size_t i = 0; i < n; i++) {
		struct buf out = {0};
		struct err e = {0};

		must(template_expand(words[i], look_up, space, &out, &e) == 1);
		buf_release(&out);
	}
}

static json_t *
from_words(const struct text_lines *words)
{
	struct problems p = {0};
	struct node *root = read_inline(settings, 1, &p);

	infer_words(root, words->line, words->n, 2, &p);
	return define_and_free(root, &p);
}

static json_t *
from_text(const char *text)
{
	struct problems p = {0};
	struct node *root = read_inline(settings, 1, &p);

	infer_text(root, text, 2, &p);
	return define_and_free(root, &p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text_lines words = lines_of(data, size);
	char *text = xstrndup((const char *)data, size);
	json_t *header = from_words(&words);
	json_t *other = from_text(text);

	/* What is literal, or a fallback, may span lines, but not words. */
	if (header && other && !strchr(text, '$') && !strstr(text, ":-"))
		must(strlen(text) < size || same_text(header, other));
	if (header) {
		check_words(
		    words.line, words.n, json_object_get(header, "space"));
		check_header(header);
	}
	json_decref(other);
	text_lines_release(&words);
	free(text);
	return 0;
}
