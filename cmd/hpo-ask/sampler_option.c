#include "sampler_option.h"

#include <string.h>

#include "buf.h"
#include "cli.h"
#include "suggest.h"

static int
refuse_word(
    const char *key, const char *value, const char *const *words, struct err *e)
{
	const char *near = suggest(value, words);
	struct buf list = {0};

	for (size_t i = 0; words[i]; i++)
		buf_printf(&list, "%s%s", i > 0 ? " or " : "", words[i]);
	err_set(e, "-O %s=%s: it is %s%s%s%s", key, value, buf_text(&list),
	    near ? " (did you mean '" : "", near ? near : "",
	    near ? "'?)" : "");
	buf_release(&list);
	return -1;
}

int
option_word(const char *key, const char *value, const char *const *words,
    json_t *options, struct err *e)
{
	size_t i = 0;

	while (words[i] && strcmp(words[i], value) != 0)
		i++;
	if (!words[i])
		return refuse_word(key, value, words, e);
	if (i == 0)
		json_object_del(options, key);
	else
		json_object_set_new(options, key, json_string(value));
	return 0;
}

int
option_number(const char *key, const char *value,
    const struct option_range *range, json_t *options, struct err *e)
{
	struct err why = {0};
	long long n;

	if (cli_number(value, range->min, range->max, &n, &why) == -1)
		return err_set(e, "-O %s: %s", key, why.text);
	if (n == range->standard)
		json_object_del(options, key);
	else
		json_object_set_new(options, key, json_integer(n));
	return 0;
}

int
option_plain(const char *key, struct err *e)
{
	return strchr(key, '.')
		   ? err_set(e, "-O %s: it is of no parameter", key)
		   : 0;
}
