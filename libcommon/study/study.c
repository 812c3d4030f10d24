#include "study.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "define.h"
#include "jsonl.h"
#include "xalloc.h"

/* The member called key, a string, or fallback. */
static const char *
text_of(const json_t *object, const char *key, const char *fallback)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : fallback;
}

/* NAME_se, to be freed. */
static char *
error_of(const char *metric)
{
	const size_t size = strlen(metric) + sizeof("_se");
	char *name = xcalloc(size, 1);

	snprintf(name, size, "%s_se", metric);
	return name;
}

static void
read_objectives(struct study *s, const json_t *stop)
{
	const json_t *list = json_object_get(s->header, "objectives");
	const json_t *shared = json_object_get(stop, "target");

	s->nobjectives = json_array_size(list);
	s->objectives = xcalloc(s->nobjectives + 1, sizeof(*s->objectives));
	for (size_t i = 0; i < s->nobjectives; i++) {
		const json_t *one = json_array_get(list, i);
		const json_t *target = json_object_get(one, "target");

		if (!target)
			target = shared;
		s->objectives[i] = (struct objective){
		    .metric = text_of(one, "metric", ""),
		    .error = error_of(text_of(one, "metric", "")),
		    .maximize =
			strcmp(text_of(one, "goal", ""), "maximize") == 0,
		    .has_target = target != NULL,
		    .target = json_number_value(target),
		};
	}
}

/* Fill *s from s->header, which is canonical. */
static void
read_header(struct study *s)
{
	const json_t *stop = json_object_get(s->header, "stop");
	const json_t *failures = json_object_get(stop, "failures");
	const json_t *noise = json_object_get(s->header, "noise");

	s->name = text_of(s->header, "study", "");
	snprintf(s->id, sizeof(s->id), "%.8s", text_of(s->header, "id", ""));
	s->seed = strtoull(text_of(s->header, "seed", "0"), NULL, 10);
	s->sampler = text_of(s->header, "sampler", "auto");
	s->points = json_object_get(s->header, "points");
	s->stop_trials = json_integer_value(json_object_get(stop, "trials"));
	s->stop_failures =
	    failures ? json_integer_value(failures) : STUDY_FAILURES;
	s->stop_patience =
	    json_integer_value(json_object_get(stop, "patience"));
	s->stop_time = json_number_value(json_object_get(stop, "time"));
	s->stop_improvement =
	    json_number_value(json_object_get(stop, "improvement"));
	s->noisy = noise != NULL;
	s->noise = json_number_value(noise);
	read_objectives(s, stop);
	constraints_init(
	    &s->constraints, json_object_get(s->header, "subject_to"));
	space_init(&s->space, json_object_get(s->header, "space"));
	space_rules(&s->space, json_object_get(s->header, "require"),
	    json_object_get(s->header, "forbid"));
}

/* The first mistake of *p, for who can tell one only. */
static int
first_error(const struct problems *p, struct err *e)
{
	size_t i = 0;

	while (p->list[i].warning)
		i++;
	if (p->list[i].field[0] == '\0')
		return err_set(e, "%s", p->list[i].text);
	return err_set(e, "%.200s: %s", p->list[i].field, p->list[i].text);
}

/* The canonical header of a line, or NULL. */
static json_t *
parse_header(const char *line, size_t len, struct err *e)
{
	struct problems problems = {0};
	json_t *value = jsonl_parse(line, len, e);
	json_t *header;
	struct node *node;

	if (!value)
		return NULL;
	node = node_from_json(value);
	json_decref(value);
	header = define_header(node, &problems);
	if (!header)
		first_error(&problems, e);
	node_free(node);
	problems_release(&problems);
	return header;
}

int
study_parse(struct study *study, const char *line, size_t len, struct err *e)
{
	*study = (struct study){0};
	study->header = parse_header(line, len, e);
	if (!study->header)
		return -1;
	if (!json_object_get(study->header, "id")) {
		char id[STUDY_ID];

		study_id(id, line, len);
		json_object_set_new(study->header, "id", json_string(id));
	}
	read_header(study);
	return 0;
}

void
study_release(struct study *study)
{
	if (study->header)
		space_release(&study->space);
	constraints_release(&study->constraints);
	for (size_t i = 0; i < study->nobjectives; i++)
		free(study->objectives[i].error);
	free(study->objectives);
	json_decref(study->header);
	*study = (struct study){0};
}

void
study_id(char id[STUDY_ID], const char *line, size_t len)
{
	static const char mark[] = "\xef\xbb\xbf";
	uint32_t hash = 2166136261U;

	if (len >= 3 && memcmp(line, mark, 3) == 0) {
		line += 3;
		len -= 3;
	}
	while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
		len--;
	for (size_t i = 0; i < len; i++) {
		hash ^= (unsigned char)line[i];
		hash *= 16777619U; /* as rng_hash(), but over any bytes */
	}
	snprintf(id, STUDY_ID, "%08" PRIx32, hash);
}

json_t *
study_job(const struct study *study)
{
	json_t *job = jsonl_object();
	json_t *metrics = json_array();
	json_t *params = json_array();
	char seed[32];

	snprintf(seed, sizeof(seed), "%" PRIu64, study->seed);
	for (size_t i = 0; i < study->nobjectives; i++)
		json_array_append_new(
		    metrics, json_string(study->objectives[i].metric));
	for (size_t i = 0; i < study->space.nfields; i++)
		json_array_append_new(
		    params, json_string(study->space.fields[i].name));
	json_object_set_new(job, "id", json_string(study->id));
	json_object_set_new(job, "name", json_string(study->name));
	json_object_set_new(job, "seed", json_string(seed));
	json_object_set_new(job, "metrics", metrics);
	json_object_set_new(job, "params", params);
	if (study->constraints.n > 0)
		json_object_set_new(job, "constraints",
		    constraints_metrics(&study->constraints));
	return job;
}
