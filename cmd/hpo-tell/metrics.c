#include "metrics.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "cli.h"
#include "xalloc.h"

static const char *const not_finite[] = {"NaN", "Infinity", "-Infinity"};

/* The length of a word for what is not finite that text begins with, or 0. */
static size_t
word_length(const char *text, size_t len)
{
	for (size_t i = 0; i < sizeof(not_finite) / sizeof(*not_finite); i++) {
		const size_t n = strlen(not_finite[i]);

		if (len >= n && memcmp(text, not_finite[i], n) == 0)
			return n;
	}
	return 0;
}

char *
metrics_tolerate(const char *line, size_t len)
{
	struct buf out = {0};
	bool quoted = false, found = false;

	for (size_t i = 0; i < len;) {
		size_t n = quoted ? 0 : word_length(line + i, len - i);

		if (n > 0) {
			buf_printf(&out, "\"%.*s\"", (int)n, line + i);
			found = true;
		} else {
			n = quoted && line[i] == '\\' && i + 1 < len ? 2 : 1;
			quoted = quoted != (line[i] == '"');
			buf_add(&out, line + i, n);
		}
		i += n;
	}
	if (found)
		return buf_steal(&out);
	buf_release(&out);
	return NULL;
}

json_t *
metrics_number(const char *text)
{
	const long long exact = 1LL << 53; /* beyond, doubles have gaps */
	struct err ignored = {0};
	long long n;
	char *end;
	double x;

	if (cli_number(text, -exact, exact, &n, &ignored) == 0)
		return json_integer(n);
	x = strtod(text, &end);
	if (end == text || *end != '\0' || strpbrk(text, "xXpP \t\n"))
		return NULL;
	if (isnan(x))
		return json_string("NaN");
	if (isinf(x))
		return json_string(x > 0 ? "Infinity" : "-Infinity");
	return json_real(x);
}

bool
metrics_is_not_finite(const json_t *value)
{
	const char *text = json_string_value(value);

	return text && word_length(text, strlen(text)) == strlen(text);
}

const char *
metrics_clean(const struct study *study, json_t *line, char **other)
{
	json_t *metrics = json_object_get(line, "metrics");
	const char *objective = NULL;
	const char *name;
	json_t *value;
	void *next;

	*other = NULL;
	json_object_foreach_safe(metrics, next, name, value)
	{
		if (!metrics_is_not_finite(value))
			continue;
		for (size_t i = 0; i < study->nobjectives; i++)
			if (strcmp(study->objectives[i].metric, name) == 0)
				objective = study->objectives[i].metric;
		if (!*other)
			*other = xstrdup(name);
		json_object_del(metrics, name);
	}
	if (objective) {
		free(*other);
		*other = NULL;
	}
	return objective;
}

const char *
metrics_missing(const struct study *study, json_t *metrics)
{
	for (size_t i = 0; i < study->nobjectives; i++)
		if (!json_is_number(
			json_object_get(metrics, study->objectives[i].metric)))
			return study->objectives[i].metric;
	return NULL;
}
