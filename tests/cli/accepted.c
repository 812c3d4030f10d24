/*
 * What the programs take and what not, as JSON, for a validator of schemas:
 *	accepted space|lines|corpus|points FILE ...
 * For each space file, each line of a trial file, or each space file of a
 * corpus (corpus.h), a line of output: yes or no, a tab, and the value as the
 * reader saw it.  What is no JSON, or refused by the reader, is left out: no
 * schema is asked about that.  A file of points has headers, each before
 * points of it; for a header the word is schema, and the schema of its points
 * follows.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "define.h"
#include "encode.h"
#include "file.h"
#include "fuzz/corpus.h"
#include "jsonl.h"
#include "read_yaml.h"
#include "schema.h"
#include "study.h"
#include "trial.h"

enum { BYTES_MAX = 1 << 24 };

static void
show(bool accepted, json_t *value)
{
	struct buf line = {0};

	jsonl_write(&line, value);
	printf("%s\t%s\n", accepted ? "yes" : "no", buf_text(&line));
	buf_release(&line);
}

static void
judge_space(const char *text, size_t len)
{
	struct problems p = {0};
	struct node *root = read_yaml(text, len, &p);
	json_t *header, *value;

	if (root && p.errors == 0) {
		header = define_header(root, &p);
		value = node_to_json(root);
		show(header != NULL, value);
		json_decref(header);
		json_decref(value);
	}
	node_free(root);
	problems_release(&p);
}

static bool
is_header(const char *line, size_t len)
{
	struct study study;
	struct err e;

	if (study_parse(&study, line, len, &e) == -1)
		return false;
	study_release(&study);
	return true;
}

static void
judge_line(const char *line, size_t len, struct study *unused)
{
	struct err e;
	json_t *value = jsonl_parse(line, len, &e);
	bool accepted = true;

	(void)unused;
	if (!value)
		return;
	if (json_object_get(value, "trial"))
		accepted = trial_check(value, &e) == 0;
	else if (json_object_get(value, "space"))
		accepted = is_header(line, len);
	else
		accepted = json_is_object(value);
	show(accepted, value);
	json_decref(value);
}

/* A header, which *study becomes, or a point of that. */
static void
judge_point(const char *line, size_t len, struct study *study)
{
	struct err e;
	json_t *value = jsonl_parse(line, len, &e);

	if (json_object_get(value, "space")) {
		struct buf schema = {0};

		study_release(study);
		if (study_parse(study, line, len, &e) == -1)
			exit(2);
		schema_params(study, &schema);
		printf("schema\t%s", buf_text(&schema));
		buf_release(&schema);
	} else {
		show(encode_check(&study->space, value, &e) == 0, value);
	}
	json_decref(value);
}

/* Each line of a file to judge. */
static void
each_line(const char *path,
    void (*judge)(const char *line, size_t len, struct study *study))
{
	struct jsonl_reader r = {.fd = open(path, O_RDONLY)};
	struct study study = {0};
	enum jsonl_event event;
	const char *line;
	size_t len;

	if (r.fd == -1)
		exit(3);
	do {
		while ((event = jsonl_ready(&r, &line, &len)) != JSONL_END)
			if (event == JSONL_LINE)
				judge(line, len, &study);
	} while (!r.eof && jsonl_fill(&r) >= 0);
	jsonl_release(&r);
	study_release(&study);
	close(r.fd);
}

static void
judge_lines(const char *path)
{
	each_line(path, judge_line);
}

static void
judge_points(const char *path)
{
	each_line(path, judge_point);
}

static void
judge_file(const char *path)
{
	struct buf text = {0};
	struct err e;

	if (file_read(path, BYTES_MAX, &text, &e) == -1)
		exit(3);
	judge_space(buf_text(&text), text.len);
	buf_release(&text);
}

static void
judge_corpus(const char *path)
{
	FILE *f = fopen(path, "r");
	uint8_t *data;
	size_t len;

	if (!f)
		exit(3);
	while ((data = corpus_next(f, &len))) {
		judge_space((const char *)data, len);
		free(data);
	}
	fclose(f);
}

static const struct {
	const char *name;
	void (*judge)(const char *path);
} kinds[] = {
    {"space", judge_file},
    {"lines", judge_lines},
    {"corpus", judge_corpus},
    {"points", judge_points},
};

int
main(int argc, char *argv[])
{
	void (*judge)(const char *path) = NULL;

	for (size_t i = 0; argc > 1 && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(argv[1], kinds[i].name) == 0)
			judge = kinds[i].judge;
	if (!judge)
		return 2;
	for (int i = 2; i < argc; i++)
		judge(argv[i]);
	return 0;
}
