/*
 * A study, and who asks for its points: what the tests of samplers share, and
 * spaces for them.
 */
#ifndef HPO_SAMPLING_TEST_H
#define HPO_SAMPLING_TEST_H
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "encode.h"
#include "history.h"
#include "jsonl.h"
#include "propose.h"
#include "tap.h"

#define HEADER(seed, space)                                                    \
	"{\"hpo\":1,\"seed\":\"" seed "\",\"space\":{" space                   \
	"},\"objectives\":[{\"metric\":\"e\",\"goal\":\"minimize\"}]}"
#define TREE                                                                   \
	"\"kernel\":{\"type\":\"categorical\",\"choices\":[\"rbf\",\"poly\"]}" \
	","                                                                    \
	"\"C\":{\"type\":\"float\",\"low\":0.001,\"high\":1000,\"log\":true}," \
	"\"gamma\":{\"type\":\"float\",\"low\":1e-05,\"high\":10,\"log\":"     \
	"true,"                                                                \
	"\"when\":\"kernel == 'rbf'\"},"                                       \
	"\"degree\":{\"type\":\"int\",\"low\":2,\"high\":500,"                 \
	"\"when\":\"kernel == 'poly'\"},"                                      \
	"\"drop\":{\"type\":\"float\",\"low\":0,\"high\":0.5,\"step\":0.1}"

#define NUMERIC                                                                \
	"\"x\":{\"type\":\"float\",\"low\":0,\"high\":1},"                     \
	"\"y\":{\"type\":\"float\",\"low\":1e-12,\"high\":1e12,\"log\":true}"

static const char tree[] = HEADER("7", TREE);
static const char scales[] = HEADER("7",
    "\"n\":{\"type\":\"int\",\"low\":-3,\"high\":3},"
    "\"x\":{\"type\":\"float\",\"low\":1e-05,\"high\":10,\"log\":true},"
    "\"m\":{\"type\":\"int\",\"low\":1,\"high\":7,\"log\":true}");
static const char scales_reordered[] = HEADER("7",
    "\"m\":{\"type\":\"int\",\"low\":1,\"high\":7,\"log\":true},"
    "\"x\":{\"type\":\"float\",\"low\":1e-05,\"high\":10,\"log\":true},"
    "\"n\":{\"type\":\"int\",\"low\":-3,\"high\":3}");

struct run {
	struct study study;
	struct proposer proposer;
	struct past past;
};

/*
 * Options for a sampler: a grid or hypercube of few points; the model
 * from the first point on, or after its design.
 */
static inline const char *const *
run_options(const struct sampler_row *row, const char *header, bool design)
{
	static const char *const thin[] = {"n=10", NULL};
	static const char *const thinner[] = {"n=10", "n.degree=10", NULL};
	static const char *const model[] = {"n0=0", NULL};
	static const char *const none[] = {NULL};

	if (sampler_takes(row, "order"))
		return strstr(header, "\"degree\"") ? thinner : thin;
	if (sampler_takes(row, "n"))
		return thin;
	return (row->flags & SAMPLER_MODEL) != 0 && !design ? model : none;
}

static inline void
run_begin(struct run *r, const char *header, const char *sampler,
    const uint64_t *seed, bool design)
{
	const struct method method = {.sampler = sampler,
	    .options = run_options(sampler_row_find(sampler), header, design),
	    .seed = seed};
	struct err e = {0};

	if (study_parse(&r->study, header, strlen(header), &e) == -1 ||
	    proposer_init(&r->proposer, &r->study, &method, &e) == -1) {
		printf("Bail out! %s: %s\n", sampler, e.text);
		exit(1);
	}
	past_init(&r->past, &r->study.space, proposer_looks(&r->proposer));
}

static inline void
run_start(struct run *r, const char *header, const char *sampler)
{
	run_begin(r, header, sampler, NULL, false);
}

/* Take in a trial file of the header and these lines. */
static inline void
run_read(struct run *r, const char *header, struct buf *lines)
{
	char path[] = "/tmp/test_samplers.XXXXXX";
	const int fd = mkstemp(path);
	struct history h;
	struct err e = {0};

	if (fd == -1 || dprintf(fd, "%s\n%s", header, buf_text(lines)) < 0 ||
	    close(fd) == -1 || history_open(&h, path, false, &e) == -1) {
		printf("Bail out! %s\n", e.text);
		return;
	}
	past_read(&r->past, &h);
	history_close(&h);
	unlink(path);
}

static inline void
run_end(struct run *r)
{
	past_release(&r->past);
	proposer_release(&r->proposer);
	study_release(&r->study);
}

static inline json_t *
run_next(struct run *r)
{
	struct err e = {0};

	return proposer_next(&r->proposer, &r->past, &e);
}

static inline double
member(json_t *line, const char *name)
{
	return json_number_value(
	    json_object_get(json_object_get(line, "params"), name));
}

#endif
