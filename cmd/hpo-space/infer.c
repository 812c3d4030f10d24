#include "infer.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "define.h"
#include "jsonl.h"
#include "placeholder.h"
#include "read_inline.h"
#include "xalloc.h"

/* A name in braces that says no domain. */
struct bare {
	char *name;
	struct place at;
};

struct inferring {
	struct node *params; /* of the space */
	json_t *index;       /* name to its number in params */
	struct bare *bare;   /* n of them */
	size_t n, cap;
	struct problems *p;
};

/* The place behind len bytes; lines: newlines begin lines. */
static struct place
behind(struct place at, const char *s, size_t len, bool lines)
{
	for (size_t i = 0; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			at.column++;
		if (lines && s[i] == '\n')
			at = (struct place){at.line + 1, 1};
	}
	return at;
}

/* A domain of a name that may have one already. */
static void
add_domain(struct inferring *in, const char *name, const struct placeholder *m,
    struct place at)
{
	const struct place value_at = {
	    at.line, at.column + 2 + (int)m->name_len};
	const json_t *known = json_object_get(in->index, name);
	char *text = xstrndup(m->domain, m->domain_len);
	struct buf field = {0};

	buf_printf(&field, "params.%s", name);
	if (!known) {
		json_object_set_new(
		    in->index, name, json_integer((json_int_t)in->params->n));
		node_set(in->params, name, at,
		    inline_value(buf_text(&field), text, value_at, in->p));
	} else if (strcmp(in->params->items[json_integer_value(known)]->text,
		       text) != 0) {
		problem_add(in->p, value_at, buf_text(&field),
		    "has another domain before");
	}
	buf_release(&field);
	free(text);
}

static void
add_bare(struct inferring *in, const char *name, struct place at)
{
	if (in->n == in->cap) {
		in->cap = in->cap ? 2 * in->cap : 16;
		in->bare = xreallocarray(in->bare, in->cap, sizeof(*in->bare));
	}
	in->bare[in->n++] = (struct bare){xstrdup(name), at};
}

static void
add(struct inferring *in, const struct placeholder *m, struct place at)
{
	char *name = xstrndup(m->name, m->name_len);

	if (m->domain)
		add_domain(in, name, m, at);
	else
		add_bare(in, name, at);
	free(name);
}

/* Complain about a brace that was surely not meant to be literal. */
static void
check_literal(struct inferring *in, const char *s, struct place at)
{
	size_t len;
	const char *word = placeholder_word(s, &len);

	if (word && define_is_form(word, len))
		problem_add(in->p, at, "",
		    "the domain that begins here must end on its line, within "
		    "%d bytes, and a } right behind it",
		    PLACEHOLDER_DOMAIN_MAX);
}

/* All of a text from this place on. */
static void
look(struct inferring *in, const char *text, struct place at, bool lines)
{
	const char *close = strrchr(text, '}');
	const char *last = close ? close : text; /* behind it nothing ends */
	const char *s = text;

	while (*s) {
		size_t len = s < last ? placeholder_literal(s) : *s != '{';
		struct placeholder m;

		if (len == 0 && s < last && placeholder_read(s, &m)) {
			add(in, &m, at);
			len = m.len;
		} else if (len == 0) {
			check_literal(in, s, at);
			len = 1;
		}
		at = behind(at, s, len, lines);
		s += len;
	}
}

/* Names that nothing is known of. */
static void
check_bare(struct inferring *in)
{
	for (size_t i = 0; i < in->n; i++) {
		const struct bare *b = &in->bare[i];
		struct buf field = {0};

		buf_printf(&field, "params.%s", b->name);
		if (!json_object_get(in->index, b->name) &&
		    !placeholder_is_own(b->name))
			problem_add(in->p, b->at, buf_text(&field),
			    "has no domain, as in {%.100s:float(0, 1)}",
			    b->name);
		buf_release(&field);
		free(b->name);
	}
	free(in->bare);
}

/* A space to which parameters are added. */
static struct inferring
begin(struct node *root, struct problems *p)
{
	struct inferring in = {.index = jsonl_object(), .p = p};

	size_t k = 0;

	while (strcmp(root->keys[k], "params") != 0)
		k++;
	in.params = root->items[k];
	for (size_t i = 0; i < in.params->n; i++)
		json_object_set_new(
		    in.index, in.params->keys[i], json_integer((json_int_t)i));
	return in;
}

static void
end(struct inferring *in)
{
	check_bare(in);
	json_decref(in->index);
}

void
infer_words(struct node *root, char *const *words, size_t n, int first,
    struct problems *p)
{
	struct inferring in = begin(root, p);

	for (size_t i = 0; i < n; i++)
		look(&in, words[i], (struct place){first + (int)i, 1}, false);
	end(&in);
}

void
infer_text(struct node *root, const char *text, int first, struct problems *p)
{
	struct inferring in = begin(root, p);

	look(&in, text, (struct place){first, 1}, true);
	end(&in);
}
