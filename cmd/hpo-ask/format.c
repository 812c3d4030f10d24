#include "format.h"

#include <string.h>

#include "jsonl.h"
#include "shell.h"

static void
jsonl_trial(const struct study *study, json_t *line, struct buf *out)
{
	(void)study;
	jsonl_write(out, line);
	buf_puts(out, "\n");
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

	(void)study;
	buf_printf(out, "%" JSON_INTEGER_FORMAT " ", number_of(line));
	shell_args(out, params);
	buf_puts(out, "\n");
}

static void
env_trial(const struct study *study, json_t *line, struct buf *out)
{
	json_t *params = json_object_get(line, "params");

	(void)study;
	buf_printf(out, "HPO_TRIAL=%" JSON_INTEGER_FORMAT, number_of(line));
	shell_env(out, params);
	buf_puts(out, "\n");
}

static void
tsv_begin(const struct study *study, struct buf *out)
{
	buf_puts(out, "trial");
	for (size_t i = 0; i < study->space.nfields; i++)
		buf_printf(out, "\t%s", study->space.fields[i].name);
	buf_puts(out, "\n");
}

static void
tsv_value(struct buf *out, json_t *value)
{
	struct buf text = {0};

	shell_value(&text, value);
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
	for (size_t i = 0; i < study->space.nfields; i++) {
		json_t *value =
		    json_object_get(params, study->space.fields[i].name);

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
