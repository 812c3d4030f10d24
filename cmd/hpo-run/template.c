#include "template.h"

#include <stdbool.h>
#include <string.h>

#include "placeholder.h"

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
		size_t len = placeholder_literal(s);
		struct placeholder p;
		int rc;

		if (len > 0 || !placeholder_read(s, &p)) {
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
