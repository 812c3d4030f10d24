#include "header.h"

#include <string.h>

#include "buf.h"
#include "jsonl.h"

struct verdict
header_judge(struct teller *t, json_t *object)
{
	const struct history *h = &t->history;
	json_t *id = json_object_get(object, "id");
	struct verdict v = {0};
	struct study study;
	struct buf text = {0};

	if (id && (!json_is_string(id) ||
		      strcmp(json_string_value(id), h->id) != 0)) {
		v.status = STATUS_INPUT;
		err_set(&v.why, "a header of another study, not of %s", h->id);
		return v;
	}
	jsonl_write(&text, object);
	if (study_parse(&study, text.data, text.len, &v.why) == -1) {
		v.status = STATUS_INPUT;
	} else {
		v.line = json_copy(study.header);
		json_object_set_new(v.line, "id", json_string(h->id));
		study_release(&study);
	}
	buf_release(&text);
	return v;
}
