/*
 * A header line: a refusal says why; what is accepted comes back unchanged
 * from being written and read again, and is the same space as YAML, of which
 * JSON is a part.
 */
#include <string.h>

#include "check_space.h"
#include "fuzz.h"

/* A key and its colon are within 1024 bytes of a line, says YAML. */
static bool
is_yaml(const char *text, size_t size)
{
	return size <= 1024 && !memchr(text, '\n', size) &&
	       !memchr(text, '\r', size);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct study study;
	struct err e = {0};
	json_t *yaml;

	if (study_parse(&study, text, size, &e) == -1) {
		must(e.text[0] != '\0' && e.status == STATUS_INPUT);
		must(e.column >= 0 && (size_t)e.column <= size + 1);
		return 0;
	}
	yaml = header_of_yaml(text, size);
	if (!yaml) {
		must(!is_yaml(text, size));
		study_release(&study);
		return 0;
	}
	if (!json_object_get(yaml, "id"))
		json_object_del(study.header, "id");
	must(same_text(yaml, study.header));
	study_release(&study);
	check_header(yaml);
	return 0;
}
