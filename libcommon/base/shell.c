#include "shell.h"

#include <stdbool.h>
#include <string.h>

#include "jsonl.h"

void
shell_quote(struct buf *out, const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_@%+=:,./-";
	const bool lines = strchr(text, '\n') != NULL;

	if (*text != '\0' && text[strspn(text, plain)] == '\0') {
		buf_puts(out, text);
		return;
	}
	buf_puts(out, lines ? "\"$(printf '%s\\n' '" : "'");
	for (; *text != '\0'; text++) {
		if (*text == '\'')
			buf_puts(out, "'\\''");
		else if (*text == '\n')
			buf_puts(out, "' '");
		else
			buf_add(out, text, 1);
	}
	buf_puts(out, lines ? "')\"" : "'");
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

void
shell_variable(struct buf *out, const char *name)
{
	buf_puts(out, "HPO_P_");
	for (; *name; name++) {
		char c = *name; /* whatever the locale says of letters */

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		else if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9'))
			c = '_';
		buf_add(out, &c, 1);
	}
}

void
shell_env(struct buf *out, json_t *params)
{
	const char *key;
	json_t *value;

	json_object_foreach (params, key, value) {
		buf_puts(out, " ");
		shell_variable(out, key);
		buf_puts(out, "=");
		quote_value(out, value);
	}
}
