/*
 * A condition of `when`: a refusal says why and where; what is accepted is the
 * same again when it is written as one list.
 */
#include <string.h>

#include "expr.h"
#include "fuzz.h"
#include "jsonl.h"
#include "xalloc.h"

/* Append text in these quotes, which are doubled in it, as are backslashes. */
static void
add_quoted(struct buf *out, const char *text, char quote)
{
	buf_add(out, &quote, 1);
	for (; *text; text++) {
		if (*text == quote || *text == '\\')
			buf_add(out, *text == '\\' ? "\\" : &quote, 1);
		buf_add(out, text, 1);
	}
	buf_add(out, &quote, 1);
}

static void
write_condition(struct buf *out, const struct condition *c)
{
	add_quoted(out, c->parent, '`');
	for (size_t i = 0; i < json_array_size(c->allowed); i++) {
		json_t *value = json_array_get(c->allowed, i);

		buf_puts(out, i == 0 ? " in (" : ", ");
		if (json_is_string(value))
			add_quoted(out, json_string_value(value), '\'');
		else
			jsonl_write(out, value);
	}
	buf_puts(out, ")");
}

static void
check_values(const struct condition *c, size_t len)
{
	const size_t n = json_array_size(c->allowed);

	must(c->parent && n > 0 && c->parent_at < len);
	for (size_t i = 0; i < n; i++) {
		must(c->at[i] < len);
		for (size_t k = 0; k < i && i < 16; k++)
			must(expr_compare(json_array_get(c->allowed, i),
				 json_array_get(c->allowed, k)) != 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);
	struct condition c, again;
	struct buf written = {0};
	struct err e = {0};

	if (expr_condition(text, &c, &e) == -1) {
		must(e.text[0] != '\0' && e.status == STATUS_INPUT);
		must(e.column > 0 && (size_t)e.column <= strlen(text) + 1);
		must(!c.parent && !c.allowed);
		free(text);
		return 0;
	}
	check_values(&c, strlen(text));
	write_condition(&written, &c);
	must(expr_condition(buf_text(&written), &again, &e) == 0);
	must(strcmp(c.parent, again.parent) == 0);
	must(json_equal(c.allowed, again.allowed));
	condition_release(&c);
	condition_release(&again);
	buf_release(&written);
	free(text);
	return 0;
}
