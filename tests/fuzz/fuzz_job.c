/*
 * A line that hpo-run reads: a refusal says why; a trial to be run has what a
 * payload needs; one that ended is passed on as a line of the same trial.
 */
#include <string.h>

#include "fuzz.h"
#include "job.h"
#include "jsonl.h"
#include "shell.h"
#include "trial.h"

static void
check_job(struct job *job)
{
	struct buf words = {0};

	must(json_is_object(job->params) && job->objectives);
	must(json_array_size(job->objectives) > 0);
	must(job->trial >= 1 && job->trial <= TRIAL_MAX);
	must(job->attempt >= 1 && job->attempt <= TRIAL_MAX);
	must(strlen(job->id) == JOB_ID - 1);
	must(strspn(job->id, "0123456789abcdef") == JOB_ID - 1);
	must(job_same_params(job->params, job->params));
	must(job_same_fidelity(job->fidelity, job->fidelity));
	shell_args(&words, job->params);
	shell_env(&words, job->params);
	must(words.len == 0 || !memchr(words.data, '\n', words.len));
	buf_release(&words);
}

static void
check_passed(const char *line, size_t len, struct buf *pass)
{
	struct err e = {0};
	json_t *before = trial_parse(line, len, &e);
	json_t *after = trial_parse(buf_text(pass), pass->len, &e);

	must(before && after && !json_object_get(after, "study"));
	json_object_del(before, "study");
	must(json_equal(before, after));
	json_decref(before);
	json_decref(after);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *line = (const char *)data;
	struct buf pass = {0};
	struct err e = {0};
	struct job job;

	switch (job_read(&job, line, size, &pass, &e)) {
	case JOB_ERROR:
		must(e.text[0] != '\0');
		break;
	case JOB_WAITING:
		check_job(&job);
		job_release(&job);
		break;
	case JOB_FINAL:
		check_passed(line, size, &pass);
		break;
	}
	buf_release(&pass);
	return 0;
}
