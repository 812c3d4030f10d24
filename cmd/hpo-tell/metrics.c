#include "metrics.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "xalloc.h"

static const char *const words[] = {"NaN", "Infinity", "-Infinity"};

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

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (text && strcmp(text, words[i]) == 0)
			return true;
	return false;
}

void
metrics_drop(json_t *line)
{
	static const char *const keys[] = {
	    "step", "seconds", "exit", "fidelity"};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (metrics_is_not_finite(json_object_get(line, keys[i])))
			json_object_del(line, keys[i]);
}

const char *
metrics_clean(const struct study *study, json_t *line, char **other)
{
	json_t *metrics = json_object_get(line, "metrics");
	const char *objective = NULL, *constrained = NULL;
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
		if (!constrained)
			constrained =
			    constraints_name(&study->constraints, name);
		if (!*other)
			*other = xstrdup(name);
		json_object_del(metrics, name);
	}
	if (!objective)
		objective = constrained;
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
