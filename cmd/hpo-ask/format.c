#include "format.h"

#include <ctype.h>
#include <string.h>

#include "jsonl.h"

static void
jsonl_trial(const struct study *study, json_t *line, struct buf *out)
{
	(void)study;
	jsonl_write(out, line);
	buf_puts(out, "\n");
}

/* A value as a program wants it: a string's content, else JSON. */
static void
add_value(struct buf *out, json_t *value)
{
	if (json_is_string(value))
		buf_add(
		    out, json_string_value(value), json_string_length(value));
	else
		jsonl_write(out, value);
}

static bool
is_plain(const struct buf *text)
{
	static const char plain[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	    "_./:@%+,-";

	for (size_t i = 0; i < text->len; i++)
		if (text->data[i] == '\0' || !strchr(plain, text->data[i]))
			return false;
	return text->len > 0;
}

/*
 * The value as one word for sh.  A newline would end the line that `while
 * read` reads, so printf puts it in when the word is evaluated.
 */
static void
add_word(struct buf *out, json_t *value)
{
	struct buf text = {0};
	const char *close = "'";

	add_value(&text, value);
	if (is_plain(&text)) {
		buf_add(out, text.data, text.len);
		buf_release(&text);
		return;
	}
	if (text.len > 0 && memchr(text.data, '\n', text.len)) {
		buf_puts(out, "\"$(printf '%s\\n' ");
		close = "')\"";
	}
	buf_puts(out, "'");
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '\'')
			buf_puts(out, "'\\''");
		else if (text.data[i] == '\n')
			buf_puts(out, "' '");
		else
			buf_add(out, &text.data[i], 1);
	}
	buf_puts(out, close);
	buf_release(&text);
}

static json_int_t
number_of(const json_t *line)
{
	return json_integer_value(json_object_get(line, "trial"));
}

static void
args_trial(const struct study *study, json_t *line, struct buf *out)
{
	json_t *params = json_object_get(line, "params");
	const char *name;
	json_t *value;

	(void)study;
	buf_printf(out, "%" JSON_INTEGER_FORMAT, number_of(line));
	json_object_foreach (params, name, value) {
		buf_printf(out, " --%s=", name);
		add_word(out, value);
	}
	buf_puts(out, "\n");
}

static void
env_trial(const struct study *study, json_t *line, struct buf *out)
{
	json_t *params = json_object_get(line, "params");
	const char *name;
	json_t *value;

	(void)study;
	buf_printf(out, "HPO_TRIAL=%" JSON_INTEGER_FORMAT, number_of(line));
	json_object_foreach (params, name, value) {
		buf_puts(out, " HPO_P_");
		for (const char *c = name; *c; c++)
			buf_printf(out, "%c",
			    isalnum((unsigned char)*c)
				? toupper((unsigned char)*c)
				: '_');
		buf_puts(out, "=");
		add_word(out, value);
	}
	buf_puts(out, "\n");
}

static void
tsv_begin(const struct study *study, struct buf *out)
{
	buf_puts(out, "trial");
	for (size_t i = 0; i < study->space.n; i++)
		buf_printf(out, "\t%s", study->space.params[i].name);
	buf_puts(out, "\n");
}

static void
tsv_value(struct buf *out, json_t *value)
{
	struct buf text = {0};

	add_value(&text, value);
	for (size_t i = 0; i < text.len; i++) {
		const char c = text.data[i];

		if (c == '\t' || c == '\n' || c == '\\')
			buf_puts(out, c == '\t'   ? "\\t"
				      : c == '\n' ? "\\n"
						  : "\\\\");
		else
			buf_add(out, &c, 1);
	}
	buf_release(&text);
}

static void
tsv_trial(const struct study *study, json_t *line, struct buf *out)
{
	json_t *params = json_object_get(line, "params");

	buf_printf(out, "%" JSON_INTEGER_FORMAT, number_of(line));
	for (size_t i = 0; i < study->space.n; i++) {
		json_t *value =
		    json_object_get(params, study->space.params[i].name);

		buf_puts(out, "\t");
		if (value)
			tsv_value(out, value);
	}
	buf_puts(out, "\n");
}

const struct format formats[] = {
    {"jsonl", NULL, jsonl_trial},
    {"tsv", tsv_begin, tsv_trial},
    {"args", NULL, args_trial},
    {"env", NULL, env_trial},
    {0},
};

const struct format *
format_find(const char *name)
{
	for (const struct format *f = formats; f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}
