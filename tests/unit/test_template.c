/* `{name}` in arguments: what is replaced, left out, literal and refused. */
#include <stdio.h>
#include <string.h>

#include "tap.h"
#include "template.h"

/* A small world: x and a number, s a string, off inactive, dash an option. */
static enum template_value
look_up(void *arg, const char *name, size_t len, struct buf *out)
{
	static const struct {
		const char *name, *value;
		enum template_value kind;
	} world[] = {
	    {"x", "-2.385", TEMPLATE_SAFE},
	    {"x1", "7", TEMPLATE_SAFE},
	    {"s", "a {x} $(b) '\"", TEMPLATE_STRING},
	    {"optimizer.lr-rate", "0.1", TEMPLATE_SAFE},
	    {"off", "", TEMPLATE_ABSENT},
	    {"dash", "--rm", TEMPLATE_STRING},
	    {"empty", "", TEMPLATE_STRING},
	};

	(void)arg;
	for (size_t i = 0; i < sizeof(world) / sizeof(*world); i++) {
		if (strlen(world[i].name) != len ||
		    memcmp(world[i].name, name, len) != 0)
			continue;
		buf_puts(out, world[i].value);
		return world[i].kind;
	}
	return TEMPLATE_UNKNOWN;
}

static const struct {
	const char *argument, *want; /* NULL: left out */
} expanded[] = {
    {"", ""},
    {"plain", "plain"},
    {"{x}", "-2.385"},
    {"--x={x}", "--x=-2.385"},
    {"{x}{x1}{x}", "-2.3857-2.385"},
    {"{s}", "a {x} $(b) '\""},
    {"<{s}>", "<a {x} $(b) '\">"},
    {"{optimizer.lr-rate}", "0.1"},
    {"--d={dash}", "--d=--rm"},
    {"{empty}", ""},
    {"--off={off}", NULL},
    {"{x}{off}", NULL},
    {"{off}{x}", NULL},
    {"{off}{off}", NULL},
    {"{off:-3}", "3"},
    {"{off:-}", ""},
    {"--off={off:-a b}", "--off=a b"},
    {"{x:-3}", "-2.385"},
    {"{off:-{x}", "{x"},
    {"{{x}", "{{x}"},
    {"{{x}}", "{{x}}"},
    {"{{{x}", "{{-2.385"},
    {"${x}", "${x}"},
    {"${x}{x}", "${x}-2.385"},
    {"$${x}", "$${x}"},
    {"$x{x}", "$x-2.385"},
    {"${x", "${x"},
    {"$", "$"},
    {"{", "{"},
    {"}", "}"},
    {"{}", "{}"},
    {"{x", "{x"},
    {"{x }", "{x }"},
    {"{ x}", "{ x}"},
    {"{1}", "{1}"},
    {"{x:3}", "{x:3}"},
    {"{x:bool}", "-2.385"},
    {"{x:booll}", "{x:booll}"},
    {"{x:float}", "{x:float}"},
    {"{x: log(1, 2)}", "{x: log(1, 2)}"},
    {"{x:log(1, 2)}", "-2.385"},
    {"--x={x:log(1, 2)}.", "--x=-2.385."},
    {"{x:choice('}', \"a)\", b(c))}{x1}", "-2.3857"},
    {"{x:choice('it''s', 'a\\'b')}", "-2.385"},
    {"{x:log(1, 2) }", "{x:log(1, 2) }"},
    {"{x:log(1, 2}", "{x:log(1, 2}"},
    {"{x:log(1, 2}{x1}", "{x:log(1, 2}7"},
    {"{x:log(1,\n2)}", "{x:log(1,\n2)}"},
    {"{x:choice('a\nb')}", "{x:choice('a\nb')}"},
    {"{x:choice('a)}", "{x:choice('a)}"},
    {"--off={off:int(1, 9)}", NULL},
    {"{off:int(1, 9):-3}", "3"},
    {"{x:int(1, 9):-3}", "-2.385"},
    {"{x:int(1, 9):3}", "{x:int(1, 9):3}"},
    {"{x:1(2)}", "{x:1(2)}"},
    {"{{x:int(1, 9)}", "{{x:int(1, 9)}"},
    {"${x:int(1, 9)}", "${x:int(1, 9)}"},
    {"{x:}", "{x:}"},
    {"{-x}", "{-x}"},
    {"{\"x\":{x}}", "{\"x\":-2.385}"},
    {"\xc3\xa9{x}\xc3\xa9", "\xc3\xa9-2.385\xc3\xa9"},
    {"{\xc3\xa9}", "{\xc3\xa9}"},
};

static const char *const refused[] = {"{absent}", "--a={absent}", "{absent:-3}",
    "{x2}", "{X}", "{off}", "{dash}", "{x}{absent}", "{absent:bool}",
    "{off:int(1, 9)}"};

int
main(void)
{
	for (size_t i = 0; i < sizeof(expanded) / sizeof(*expanded); i++) {
		const char *want = expanded[i].want;
		struct err e = {0};
		struct buf out = {0};
		const int rc = template_expand(
		    expanded[i].argument, look_up, NULL, &out, &e);

		ok(want ? rc == 1 && strcmp(buf_text(&out), want) == 0
			: rc == 0,
		    "%s", expanded[i].argument);
		buf_release(&out);
	}
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct err e = {0};
		struct buf out = {0};

		ok(template_expand(refused[i], look_up, NULL, &out, &e) == -1 &&
			e.status == STATUS_INPUT && e.text[0] != '\0',
		    "refused: %s (%s)", refused[i], e.text);
		buf_release(&out);
	}
	return tap_done();
}
