#include "pattern.h"

#include <stdlib.h>
#include <string.h>

#include "jsonl.h"
#include "result.h"
#include "xalloc.h"

/* The end of the bracket expression that begins at s, or of the text. */
static const char *
bracket_end(const char *s)
{
	s += s[1] == '^';
	s += s[1] == ']'; /* the first is one of the set */
	while (s[1] != '\0' && s[1] != ']') {
		const char *class =
		    s[1] == '[' && s[2] == ':' ? strstr(s + 3, ":]") : NULL;

		s = class ? class + 1 : s + 1;
	}
	return s[1] == ']' ? s + 1 : s;
}

/*
 * Whether an alternative of an extended regular expression is empty: POSIX
 * leaves its meaning open, and regexec(3) of glibc may not end.
 */
static bool
has_empty_alternative(const char *re)
{
	char before = '('; /* as if all of it stood in a group */

	for (const char *s = re;; s++) {
		if ((*s == '|' || *s == ')' || *s == '\0') &&
		    (before == '|' || (before == '(' && *s == '|')))
			return true;
		if (*s == '\0')
			return false;
		before = *s;
		if (*s == '[') {
			before = 'x';
			s = bracket_end(s);
		} else if (*s == '\\' && s[1] != '\0') {
			before = 'x';
			s++;
		}
	}
}

int
patterns_add(struct patterns *p, const char *text, struct err *e)
{
	const char *equals = strchr(text, '=');
	struct pattern new;
	int rc;

	if (!equals || equals == text)
		return err_set(e, "'%s' is not NAME=RE", text);
	if (has_empty_alternative(equals + 1))
		return err_set(e, "'%s': an alternative is empty", equals + 1);
	rc = regcomp(&new.regex, equals + 1, REG_EXTENDED);
	if (rc != 0) {
		char why[200];

		regerror(rc, &new.regex, why, sizeof(why));
		return err_set(e, "'%s': %s", equals + 1, why);
	}
	if (new.regex.re_nsub == 0) {
		regfree(&new.regex);
		return err_set(
		    e, "'%s' has no group: put the number in ( )", equals + 1);
	}
	new.name = xstrndup(text, (size_t)(equals - text));
	p->list = xreallocarray(p->list, p->n + 1, sizeof(*p->list));
	p->list[p->n++] = new;
	return 0;
}

void
patterns_release(struct patterns *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->list[i].name);
		regfree(&p->list[i].regex);
	}
	free(p->list);
	*p = (struct patterns){0};
}

/* The number in the first group of the last match in the line, or NULL. */
static json_t *
last_match(const regex_t *regex, const char *line, size_t len)
{
	json_t *last = NULL;
	size_t from = 0;

	while (from <= len) {
		regmatch_t m[2] = {
		    {.rm_so = (regoff_t)from, .rm_eo = (regoff_t)len}};
		json_t *value = NULL;

		if (regexec(regex, line, 2, m,
			REG_STARTEND | (from > 0 ? REG_NOTBOL : 0)) != 0)
			break;
		if (m[1].rm_so != -1)
			value = result_number(line + m[1].rm_so,
			    (size_t)(m[1].rm_eo - m[1].rm_so));
		if (value) {
			json_decref(last);
			last = value;
		}
		from = (size_t)m[0].rm_eo + (m[0].rm_eo == m[0].rm_so);
	}
	return last;
}

static bool
is_step(const struct pattern *p)
{
	return strcmp(p->name, "step") == 0;
}

/* A new step begins; what was found before it is of the former. */
static void
take_step(struct matches *m, json_t *value)
{
	const double step = json_number_value(value);

	if (!json_is_number(value) || step < 0)
		return;
	if (!m->stepped || step != m->step)
		json_object_clear(m->now);
	m->step = step;
	m->stepped = true;
}

bool
patterns_match(
    const struct patterns *p, struct matches *m, const char *line, size_t len)
{
	bool changed = false;

	if (!m->found) {
		m->found = jsonl_object();
		m->now = jsonl_object();
	}
	for (size_t i = 0; i < p->n; i++) {
		json_t *value = NULL;

		if (is_step(&p->list[i]))
			value = last_match(&p->list[i].regex, line, len);
		if (value)
			take_step(m, value);
		json_decref(value);
	}
	for (size_t i = 0; i < p->n; i++) {
		json_t *value = NULL;

		if (!is_step(&p->list[i]))
			value = last_match(&p->list[i].regex, line, len);
		if (!value)
			continue;
		changed = m->stepped;
		json_object_set(m->now, p->list[i].name, value);
		json_object_set_new(m->found, p->list[i].name, value);
	}
	return changed;
}

void
matches_release(struct matches *m)
{
	json_decref(m->found);
	json_decref(m->now);
	*m = (struct matches){0};
}
