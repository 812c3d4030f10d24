/*
 * libyaml's events into a tree.  Its own documents would lose the places of
 * keys and follow aliases; the scalars' meaning is node_scalar()'s.
 */
#include "read_yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "buf.h"
#include "clean.h"
#include "json_text.h"
#include "jsonl.h"
#include "xalloc.h"

static const char byte_order_mark[] = "\xef\xbb\xbf";

static const char flow_hint[] =
    "a short form inside { } must be quoted: YAML splits it at its comma";

/* A document being read. */
struct composer {
	yaml_parser_t parser;
	struct json_text json;
	const char *text; /* what the parser reads, len bytes */
	size_t len;
	size_t index, byte; /* a character of it, and where it begins */
	struct problems *p;
	struct buf field; /* of the node in hand */
	size_t nodes;
	int depth;
	bool split; /* see is_split() */
	bool stop;  /* a mistake that nothing can be read after */
};

/* A mapping being read. */
struct mapping {
	struct node *map;
	json_t *seen;  /* its keys */
	size_t prefix; /* bytes of the field that are the map's own */
	bool flow;
};

static struct place
place_of(const struct composer *c, yaml_mark_t mark)
{
	const struct place at = {(int)mark.line + 1, (int)mark.column + 1};

	return json_text_place(&c->json, at);
}

static void
complain(struct composer *c, struct place at, const char *text)
{
	problem_add(c->p, at, buf_text(&c->field), "%s", text);
}

static void
stop(struct composer *c, struct place at, const char *text)
{
	complain(c, at, text);
	c->stop = true;
}

/* Where character number index begins; never before the last one asked for. */
static const char *
character(struct composer *c, size_t index)
{
	for (; c->index < index && c->byte < c->len; c->index++)
		c->byte += utf8_length(c->text + c->byte, c->len - c->byte);
	return c->text + c->byte;
}

/* Say what libyaml could not read, and where. */
static void
complain_syntax(struct composer *c)
{
	const yaml_mark_t mark = c->parser.problem_mark;
	const char *what = c->parser.problem;
	struct place at = place_of(c, mark);
	const char *byte;

	if (c->parser.error == YAML_MEMORY_ERROR)
		out_of_memory(); /* that is no mistake in the text */
	if (c->parser.error == YAML_READER_ERROR) {
		/* which comes with an offset only */
		at = (struct place){1, 1};
		byte = c->text;
		for (; byte < c->text + c->parser.problem_offset; byte++) {
			at.column += ((unsigned char)*byte & 0xc0) != 0x80;
			if (*byte == '\n')
				at = (struct place){at.line + 1, 1};
		}
	} else {
		byte = character(c, mark.index);
		if (byte < c->text + c->len && *byte == '\t')
			what = "a tab, where YAML wants spaces";
	}
	if (!c->split) /* else it follows from that */
		complain(c, at, what ? what : "cannot be read");
	c->stop = true;
}

/* The next event; false at the end of what can be read. */
static bool
next(struct composer *c, yaml_event_t *event)
{
	if (c->stop)
		return false;
	if (yaml_parser_parse(&c->parser, event))
		return true;
	complain_syntax(c);
	return false;
}

static struct node *compose(struct composer *c, const yaml_event_t *event);

/* Whether the event is of a node that has a tag or an anchor, or is an alias,
 * which is complained about. */
static bool
is_foreign(struct composer *c, const yaml_event_t *event)
{
	const yaml_char_t *tag = NULL, *anchor = NULL;
	const char *what = NULL;

	if (event->type == YAML_SCALAR_EVENT) {
		tag = event->data.scalar.tag;
		anchor = event->data.scalar.anchor;
	} else if (event->type == YAML_SEQUENCE_START_EVENT) {
		tag = event->data.sequence_start.tag;
		anchor = event->data.sequence_start.anchor;
	} else if (event->type == YAML_MAPPING_START_EVENT) {
		tag = event->data.mapping_start.tag;
		anchor = event->data.mapping_start.anchor;
	} else {
		what = "an alias (*name) is not allowed here";
	}
	if (tag)
		what = "a tag (!name) is not allowed here";
	else if (anchor)
		what = "an anchor (&name) is not allowed here";
	if (what)
		complain(c, place_of(c, event->start_mark), what);
	return what != NULL;
}

/*
 * What stands in a file, on one line, from the first quote to before the last,
 * if the rest of it is not text; or NULL.
 */
static char *
raw_text(struct composer *c, const yaml_event_t *event, const char *text)
{
	const char *start, *end;
	char *raw;

	if (event->start_mark.line != event->end_mark.line)
		return NULL;
	start = character(c, event->start_mark.index);
	end = character(c, event->end_mark.index - 1);
	raw = xstrndup(start, (size_t)(end - start));
	if ((*raw == '\'' || *raw == '"') && strcmp(raw + 1, text) != 0)
		return raw;
	free(raw);
	return NULL;
}

static struct node *
compose_scalar(struct composer *c, const yaml_event_t *event)
{
	const struct place at = place_of(c, event->start_mark);
	const bool quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	const char *text = (const char *)event->data.scalar.value;
	struct node *node;

	if (event->data.scalar.length > YAML_STRING_MAX) {
		complain(c, at, "a string of more than 65536 bytes");
		return node_broken(at);
	}
	if (strlen(text) != event->data.scalar.length) {
		complain(c, at, "a string with the character U+0000");
		return node_broken(at);
	}
	node = node_scalar(text, quoted, at, buf_text(&c->field), c->p);
	if (quoted)
		node->raw = raw_text(c, event, text);
	return node;
}

/* Parentheses opened less closed in an unquoted scalar, else 0. */
static int
balance(const yaml_event_t *event)
{
	int n = 0;

	if (event->type != YAML_SCALAR_EVENT ||
	    event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return 0;
	for (size_t i = 0; i < event->data.scalar.length; i++) {
		n += event->data.scalar.value[i] == '(';
		n -= event->data.scalar.value[i] == ')';
	}
	return n;
}

/*
 * The item that begins with this event.  One that YAML has split at its comma
 * is complained about at its beginning; *split lasts up to its end.
 */
static struct node *
compose_item(struct composer *c, const yaml_event_t *event, bool *split)
{
	const struct place at = place_of(c, event->start_mark);
	const int n = balance(event);

	if (n == 0)
		return compose(c, event);
	if (n > 0 || !*split)
		complain(c, at,
		    "a value with a comma inside [ ] must be quoted: YAML "
		    "splits it at its comma");
	*split = n > 0;
	return node_broken(at);
}

static struct node *
compose_list(struct composer *c, const yaml_event_t *start)
{
	struct node *list =
	    node_alloc(NODE_LIST, place_of(c, start->start_mark));
	const bool flow =
	    start->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
	bool split = false;
	yaml_event_t event;

	while (next(c, &event)) {
		const bool end = event.type == YAML_SEQUENCE_END_EVENT;

		if (!end)
			node_add(list, flow ? compose_item(c, &event, &split)
					    : compose(c, &event));
		yaml_event_delete(&event);
		if (end)
			break;
	}
	return list;
}

static bool
is_empty(const yaml_event_t *event)
{
	return event->type == YAML_SCALAR_EVENT &&
	       event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	       event->data.scalar.length == 0;
}

/*
 * Whether this pair is a piece of a short form that YAML has split at its
 * comma: {a: log(1, 10)} has the members "a": "log(1" and "10)": null.  The
 * first piece is complained about, the others are passed over.
 */
static bool
is_split(struct composer *c, const struct mapping *m, const yaml_event_t *key,
    const yaml_event_t *value)
{
	const int of_key = balance(key), of_value = balance(value);

	if (!m->flow)
		return false;
	if (c->split && is_empty(value)) {
		c->split = of_key >= 0;
		return true;
	}
	c->split = of_key + of_value > 0;
	if (of_key == 0 && of_value == 0)
		return false;
	complain(c, place_of(c, (of_key ? key : value)->start_mark), flow_hint);
	return true;
}

/* Let go of what a refused collection holds. */
static void
skip(struct composer *c, const yaml_event_t *event)
{
	struct problems *kept = c->p;
	struct problems ignored = {0};

	c->p = &ignored;
	node_free(compose(c, event));
	c->p = kept;
	if (c->stop && ignored.n > 0)
		complain(c, ignored.list[ignored.n - 1].at,
		    ignored.list[ignored.n - 1].text);
	problems_release(&ignored);
}

/* The member whose key is this event, and value that one, into the map. */
static void
add_member(struct composer *c, struct mapping *m, const yaml_event_t *key,
    const yaml_event_t *value)
{
	const char *name = (const char *)key->data.scalar.value;
	const struct place at = place_of(c, key->start_mark);

	if (is_foreign(c, key)) {
		skip(c, value);
	} else if (is_split(c, m, key, value)) {
		/* the name stays known, so that nobody misses it */
		if (balance(key) == 0 && !is_empty(value))
			node_set(m->map, name, at, node_broken(at));
		skip(c, value);
	} else if (json_object_get(m->seen, name)) {
		complain(c, at, "this key is there already");
		skip(c, value);
	} else {
		json_object_set_new(m->seen, name, json_true());
		node_set(m->map, name, at, compose(c, value));
	}
	if (m->map->n > YAML_KEYS_MAX)
		stop(c, at, "a mapping of more than 10000 keys");
}

static bool
is_key(struct composer *c, const yaml_event_t *event)
{
	const struct place at = place_of(c, event->start_mark);

	if (event->type != YAML_SCALAR_EVENT)
		stop(c, at, "a key must be a string");
	else if (event->data.scalar.length > YAML_STRING_MAX ||
		 strlen((const char *)event->data.scalar.value) !=
		     event->data.scalar.length)
		stop(c, at, "this key is too long, or holds U+0000");
	return !c->stop;
}

/* One member, its key being in hand. */
static void
compose_member(struct composer *c, struct mapping *m, const yaml_event_t *key)
{
	yaml_event_t value;

	if (!is_key(c, key))
		return;
	if (m->prefix > 0)
		buf_puts(&c->field, ".");
	buf_puts(&c->field, (const char *)key->data.scalar.value);
	if (next(c, &value)) {
		add_member(c, m, key, &value);
		yaml_event_delete(&value);
	}
	c->field.len = m->prefix;
}

static struct node *
compose_map(struct composer *c, const yaml_event_t *start)
{
	struct mapping m = {
	    .map = node_alloc(NODE_MAP, place_of(c, start->start_mark)),
	    .seen = jsonl_object(),
	    .prefix = c->field.len,
	    .flow = start->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE,
	};
	yaml_event_t event;

	while (next(c, &event)) {
		const bool end = event.type == YAML_MAPPING_END_EVENT;

		if (!end)
			compose_member(c, &m, &event);
		yaml_event_delete(&event);
		if (end)
			break;
	}
	c->split = c->stop && c->split; /* it ends with the map at the latest */
	json_decref(m.seen);
	return m.map;
}

/* The node that begins with this event. */
static struct node *
compose(struct composer *c, const yaml_event_t *event)
{
	const struct place at = place_of(c, event->start_mark);
	const bool foreign = is_foreign(c, event);
	struct node *node;

	if (++c->nodes > YAML_NODES_MAX)
		stop(c, at, "more than 100000 values");
	else if (c->depth >= YAML_DEPTH_MAX)
		stop(c, at, "nested more than 64 deep");
	if (c->stop || event->type == YAML_ALIAS_EVENT)
		return node_broken(at);
	c->depth++;
	if (event->type == YAML_SEQUENCE_START_EVENT)
		node = compose_list(c, event);
	else if (event->type == YAML_MAPPING_START_EVENT)
		node = compose_map(c, event);
	else
		node = compose_scalar(c, event);
	c->depth--;
	if (!foreign)
		return node;
	node_free(node);
	return node_broken(at);
}

/* Complain about the first byte that no text has; whether there is none. */
static bool
check_text(const char *text, size_t len, struct problems *p)
{
	struct place at = {1, 1};
	size_t n;

	for (size_t i = 0; i < len; i += n) {
		const unsigned char byte = (unsigned char)text[i];

		n = utf8_length(text + i, len - i);
		if (n == 0 || (byte < ' ' && !strchr("\t\r\n", text[i])) ||
		    byte == 0) {
			problem_add(p, at, "",
			    n == 0 ? "not UTF-8: the byte 0x%02x"
				   : "not text: the control character 0x%02x",
			    byte);
			return false;
		}
		at.column++;
		if (byte == '\n') {
			at.line++;
			at.column = 1;
		}
	}
	return true;
}

/* The one document of the stream, NULL if there is none. */
static struct node *
compose_stream(struct composer *c)
{
	struct node *root = NULL;
	yaml_event_t event;
	bool end = false;

	while (!end && next(c, &event)) {
		const struct place at = place_of(c, event.start_mark);

		switch (event.type) {
		case YAML_STREAM_END_EVENT:
			end = true;
			break;
		case YAML_DOCUMENT_START_EVENT:
			if (root)
				stop(c, at, "a second document");
			break;
		case YAML_SCALAR_EVENT:
		case YAML_SEQUENCE_START_EVENT:
		case YAML_MAPPING_START_EVENT:
		case YAML_ALIAS_EVENT:
			root = compose(c, &event);
			break;
		default:
			break;
		}
		yaml_event_delete(&event);
	}
	if (c->stop) {
		node_free(root);
		return NULL;
	}
	if (!root)
		complain(c, (struct place){1, 1}, "there is nothing in it");
	return root;
}

struct node *
read_yaml(const char *text, size_t len, struct problems *p)
{
	struct composer c = {.p = p};
	struct node *root;

	if (len >= 3 && memcmp(text, byte_order_mark, 3) == 0) {
		text += 3;
		len -= 3;
	}
	if (!check_text(text, len, p))
		return NULL;
	if (!yaml_parser_initialize(&c.parser))
		out_of_memory();
	if (json_text_is(text, len)) {
		json_text_init(&c.json, text, len);
		text = c.json.text.data;
		len = c.json.text.len;
	}
	c.text = text;
	c.len = len;
	yaml_parser_set_encoding(&c.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
	    &c.parser, (const unsigned char *)text, len);
	root = compose_stream(&c);
	yaml_parser_delete(&c.parser);
	json_text_release(&c.json);
	buf_release(&c.field);
	return root;
}
