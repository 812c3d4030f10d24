#include "shell.h"

#include <string.h>

#include "jsonl.h"

void
shell_quote(struct buf *out, const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_@%+=:,./-";
	const char *quote;

	if (*text != '\0' && text[strspn(text, plain)] == '\0') {
		buf_puts(out, text);
		return;
	}
	buf_puts(out, "'");
	while ((quote = strchr(text, '\''))) {
		buf_add(out, text, (size_t)(quote - text));
		buf_puts(out, "'\\''");
		text = quote + 1;
	}
	buf_puts(out, text);
	buf_puts(out, "'");
}

void
shell_value(struct buf *out, json_t *value)
{
	if (json_is_string(value))
		buf_puts(out, json_string_value(value));
	else
		jsonl_write(out, value);
}

static void
quote_value(struct buf *out, json_t *value)
{
	struct buf text = {0};

	shell_value(&text, value);
	shell_quote(out, buf_text(&text));
	buf_release(&text);
}

void
shell_args(struct buf *out, json_t *params)
{
	const char *separator = "--";
	const char *key;
	json_t *value;

	json_object_foreach (params, key, value) {
		buf_puts(out, separator);
		shell_quote(out, key);
		buf_puts(out, "=");
		quote_value(out, value);
		separator = " --";
	}
}

/* The letter of a variable's name for c; whatever the locale says. */
static char
variable_letter(char c)
{
	static const char from[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	static const char to[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	const char *at = strchr(from, c);

	if (!at)
		return '_';
	return to[at - from];
}

void
shell_env(struct buf *out, json_t *params)
{
	const char *key;
	json_t *value;

	json_object_foreach (params, key, value) {
		buf_puts(out, " HPO_P_");
		for (const char *c = key; *c != '\0'; c++) {
			const char letter = variable_letter(*c);

			buf_add(out, &letter, 1);
		}
		buf_puts(out, "=");
		quote_value(out, value);
	}
}
