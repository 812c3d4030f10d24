#include "template.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* One `{name}` or `{name:-text}`. */
struct placeholder {
	const char *name, *fallback; /* fallback is NULL if there is none */
	size_t name_len, fallback_len;
	size_t len; /* of all, with the braces */
};

static bool
is_first(char c)
{
	return (isalpha((unsigned char)c) || c == '_') && (c & 0x80) == 0;
}

static bool
is_other(char c)
{
	return is_first(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

/* Whether text, which begins with a brace, begins with a placeholder. */
static bool
read_placeholder(const char *text, struct placeholder *p)
{
	const char *s = text + 1, *end;

	*p = (struct placeholder){.name = s};
	if (!is_first(*s))
		return false;
	while (is_other(*s))
		s++;
	p->name_len = (size_t)(s - p->name);
	end = strchr(s, '}');
	if (!end)
		return false;
	if (strncmp(s, ":-", 2) == 0) {
		p->fallback = s + 2;
		p->fallback_len = (size_t)(end - p->fallback);
	} else if (s != end) {
		return false;
	}
	p->len = (size_t)(end + 1 - text);
	return true;
}

/*
 * How many bytes of text are literal for certain: all up to a brace that may
 * open a placeholder, or what makes a brace literal.
 */
static size_t
literal_length(const char *text)
{
	if (strncmp(text, "{{", 2) == 0)
		return 2;
	if (strncmp(text, "${", 2) == 0) {
		const char *close = strchr(text, '}');
		return close ? (size_t)(close + 1 - text) : 2;
	}
	return *text == '{' ? 0 : 1 + strcspn(text + 1, "{$");
}

static int
complain_absent(const struct placeholder *p, struct err *e)
{
	const int len = (int)p->name_len;

	return err_set(e,
	    "'%.*s' has no value here and is a whole argument: "
	    "write --%.*s={%.*s}, which is left out then, or {%.*s:-DEFAULT}",
	    len, p->name, len, p->name, len, p->name, len, p->name);
}

/* Put in what p stands for; whole says that it is all of the argument. */
static int
put(const struct placeholder *p, bool whole, template_lookup *lookup, void *arg,
    struct buf *out, struct err *e)
{
	const size_t before = out->len;
	const int len = (int)p->name_len;

	switch (lookup(arg, p->name, p->name_len, out)) {
	case TEMPLATE_UNKNOWN:
		return err_set(e,
		    "unknown name '{%.*s}' in the command: "
		    "neither a parameter nor a value of hpo-run",
		    len, p->name);
	case TEMPLATE_ABSENT:
		if (p->fallback) {
			buf_add(out, p->fallback, p->fallback_len);
			return 1;
		}
		return whole ? complain_absent(p, e) : 0;
	case TEMPLATE_STRING:
		if (whole && out->len > before && out->data[before] == '-')
			return err_set(e,
			    "the value of '%.*s' would be taken for an option: "
			    "write --%.*s={%.*s}",
			    len, p->name, len, p->name, len, p->name);
		return 1;
	case TEMPLATE_SAFE:
		break;
	}
	return 1;
}

int
template_expand(const char *argument, template_lookup *lookup, void *arg,
    struct buf *out, struct err *e)
{
	const char *s = argument;
	bool keep = true;

	while (*s) {
		size_t len = literal_length(s);
		struct placeholder p;
		int rc;

		if (len > 0 || !read_placeholder(s, &p)) {
			len = len > 0 ? len : 1;
			buf_add(out, s, len);
			s += len;
			continue;
		}
		rc = put(
		    &p, s == argument && s[p.len] == '\0', lookup, arg, out, e);
		if (rc == -1)
			return -1;
		keep = keep && rc == 1;
		s += p.len;
	}
	return keep ? 1 : 0;
}
