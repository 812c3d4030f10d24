#include "schema.h"

#include <jansson.h>
#include <string.h>

#include "die.h"
#include "jsonl.h"

/* schema.json, compiled in. */
extern const char schema_json[];

static const struct {
	const char *name, *title, *definition;
} kinds[SCHEMA_KINDS] = {
    [SCHEMA_PARAMS] = {"params", NULL, NULL},
    [SCHEMA_TRIAL] = {"trial", "A line of a trial file, hpo-trials(5)",
	"#/$defs/line"},
    [SCHEMA_SPACE] = {"space", "A space file, hpo-space(5)", "#/$defs/file"},
};

bool
schema_find(const char *name, enum schema_kind *kind)
{
	for (int i = 0; i < SCHEMA_KINDS; i++) {
		if (strcmp(name, kinds[i].name) == 0) {
			*kind = (enum schema_kind)i;
			return true;
		}
	}
	return false;
}

void
schema_fixed(enum schema_kind kind, struct buf *out)
{
	struct err e;
	json_t *schema = jsonl_parse(schema_json, strlen(schema_json), &e);

	if (!schema) /* a mistake of whoever built it */
		die(STATUS_SYS, "schema.json: %s", e.text);
	json_object_set_new(schema, "title", json_string(kinds[kind].title));
	json_object_set_new(
	    schema, "$ref", json_string(kinds[kind].definition));
	jsonl_write(out, schema);
	buf_puts(out, "\n");
	json_decref(schema);
}
