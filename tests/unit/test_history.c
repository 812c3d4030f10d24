/* The trials of a file are what jansson's merge of its lines says they are. */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "history.h"
#include "jsonl.h"
#include "rng.h"
#include "tap.h"

static const char header[] =
    "{\"hpo\":1,\"seq\":0,\"study\":\"t\",\"seed\":\"7\",\"space\":{\"x\":"
    "{\"type\":\"float\",\"low\":0,\"high\":1}},\"objectives\":[{\"metric\":"
    "\"e\",\"goal\":\"minimize\"}],\"id\":\"0123abcd\"}\n";

static char path[64];

static void
put(const char *text, int flags)
{
	const int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);

	if (fd == -1 || write(fd, text, strlen(text)) == -1)
		exit(1);
	close(fd);
}

/* A file of the header and lines, opened. */
static struct history
opened(const char *lines)
{
	struct history h;
	struct err e = {0};

	put(header, O_TRUNC);
	put(lines, O_APPEND);
	if (history_open(&h, path, true, &e) == -1) {
		printf("# %s\n", e.text);
		exit(1);
	}
	return h;
}

static void
test_merge(void)
{
	struct history h = opened(
	    "{\"trial\":2,\"seq\":1,\"state\":\"waiting\",\"by\":\"h\"}\n"
	    "{\"seq\":2,\"state\":\"waiting\",\"trial\":1}\n"
	    "{\"tri\\u0061l\":2,\"seq\":3,\"state\":\"running\",\"by\":null}\n"
	    "{\"trial\":2,\"step\":1,\"metrics\":{\"e\":1}}\n"
	    "{\"note\":\"no trial\"}\n\r\n"
	    "{\"trial\":2,\"state\":\"complete\",\"step\":null,\"x\":[1.0]}\n");
	const struct trial *t = history_trial(&h, 2);
	json_t *all = history_merge(&h, t);
	struct buf text = {0};

	jsonl_write(&text, all);
	ok(strcmp(buf_text(&text),
	       "{\"trial\":2,\"seq\":3,\"state\":\"complete\",\"by\":null,"
	       "\"step\":null,\"metrics\":{\"e\":1},\"x\":[1.0]}") == 0,
	    "merged: %s", buf_text(&text));
	ok(t->state == TRIAL_COMPLETE && t->by.len == 0 && t->step.len == 0 &&
		t->metrics.len > 0 && t->final_line == 8 && t->last_seq == 3,
	    "folded");
	ok(history_count(&h) == 2 && history_at(&h, 0)->number == 1 &&
		history_last(&h) == 2 && history_seq(&h) == 3 && h.damaged == 0,
	    "two trials, in order");
	ok(strcmp(h.study.id, "0123abcd") == 0 && !history_trial(&h, 3),
	    "the study's id; no third trial");
	buf_release(&text);
	json_decref(all);
	history_close(&h);
}

static void
test_members(void)
{
	struct history h = opened(
	    "{\"trial\":1,\"metrics\":{\"a\":1,\"e\":0.5,\"\\u0065\":2.5,"
	    "\"n\":null,\"big\":1e999,\"s\":\"7\",\"o\":{\"a\":9},"
	    "\"long\":0.2500000000000000000000000000000000000000000000000000"
	    "00000000000000000000000000000000000000000000000000000000}}\n"
	    "{\"trial\":2,\"metrics\":[1]}\n{\"trial\":3,\"step\":3,"
	    "\"seconds\":1e999,\"fidelity\":1e999,\"exit\":\"7\"}\n");
	const struct trial *t = history_trial(&h, 1);

	ok(history_metric(&h, t, "a") == 1, "a member, not one further in");
	ok(history_metric(&h, t, "e") == 2.5,
	    "the last of two, one of them written with an escape");
	ok(history_metric(&h, t, "long") == 0.25, "very many digits");
	ok(isnan(history_metric(&h, t, "n")) &&
		isnan(history_metric(&h, t, "big")) &&
		isnan(history_metric(&h, t, "s")) &&
		isnan(history_metric(&h, t, "none")) &&
		isnan(history_metric(&h, t, "")),
	    "what is no number");
	ok(isnan(history_metric(&h, history_trial(&h, 2), "e")) &&
		isnan(history_metric(&h, history_trial(&h, 3), "e")),
	    "no object");
	t = history_trial(&h, 3);
	ok(history_number(&h, t->seconds, -1) == -1 &&
		history_number(&h, t->fidelity, INFINITY) == INFINITY &&
		history_number(&h, t->step, -1) == 3 &&
		history_number(&h, t->exit, -1) == -1,
	    "numbers of a trial; what overflows is none");
	history_close(&h);
}

static void
test_damage(void)
{
	struct history h = opened(
	    "{\"trial\":1,\"seq\":1,\"state\":\"complete\",\"metrics\":{\"e\"\n"
	    "{\"trial\":7,\"seq\":9,\"sta\n"
	    "{\"trial\":0}\n{\"trial\":1.5}\n{\"trial\":\"1\"}\n"
	    "{\"trial\":1,\"trial\":2}\n"
	    "{\"trial\":3000000000,\"seq\":4}\n\xff\n[1]\n"
	    "{\"trial\":2147483647,\"seq\":5,\"state\":\"failed\"}\n"
	    "{\"trial\":9,\"seq\":6,\"state\":\"fai");

	ok(history_last(&h) == TRIAL_MAX && history_count(&h) == 1,
	    "one trial is not damaged");
	ok(h.damaged == 9 && h.damages[0].line >= 2, "%zu damaged lines",
	    h.damaged);
	ok(history_seq(&h) == 5 && !history_trial(&h, 7),
	    "a damaged line has neither seq nor trial");
	history_close(&h);
}

/* Only under the lock is an unterminated line one. */
static void
test_tail(void)
{
	struct history h = opened("{\"trial\":1,\"seq\":1}");
	struct err e = {0};

	ok(!history_trial(&h, 1), "an unterminated line may be growing");
	history_lock(&h, LOG_APPEND, &e);
	ok(history_trial(&h, 1) && history_seq(&h) == 1,
	    "under the lock it cannot");
	log_unlock(&h.log, LOG_APPEND, &e);
	put("\n{\"trial\":2,\"seq\":2}\n", O_APPEND);
	history_update(&h, &e);
	ok(history_last(&h) == 2 && history_seq(&h) == 2,
	    "the next writer ends it");
	put("{\"trial\":3,\"s", O_APPEND);
	history_lock(&h, LOG_APPEND, &e);
	ok(history_last(&h) == 2, "a fragment is no line");
	log_unlock(&h.log, LOG_APPEND, &e);
	put("eq\":3}\n", O_APPEND);
	history_update(&h, &e);
	ok(history_last(&h) == 3 && h.damaged == 0, "until it is whole");
	history_close(&h);
}

static void
test_add(void)
{
	struct history h = opened("{\"trial\":1,\"seq\":1}\n{\"trial\":2,\"s");
	json_t *object = json_pack("{s:i,s:s}", "trial", 5, "state", "waiting");
	struct err e = {0};
	size_t before;

	history_lock(&h, LOG_APPEND, &e);
	before = h.log.text.len;
	history_add(&h, object);
	ok(history_last(&h) == 5 && history_seq(&h) == 2, "seen when added");
	ok(history_write(&h, h.log.text.len - before, &e) == 0, "written");
	log_unlock(&h.log, LOG_APPEND, &e);
	history_update(&h, &e);
	ok(history_last(&h) == 5 && history_seq(&h) == 2 &&
		history_count(&h) == 2 && h.damaged == 1,
	    "read again, behind the fragment that it closed");
	json_decref(object);
	history_close(&h);
}

static void
test_replaced(void)
{
	struct history h = opened("{\"trial\":1,\"seq\":1}\n");
	struct err e = {0};

	put(header, O_TRUNC);
	ok(history_update(&h, &e) == 0 && history_last(&h) == 0,
	    "a file that shrank is read anew");
	unlink(path);
	put(header, O_EXCL);
	put("{\"trial\":8,\"seq\":1}\n", O_APPEND);
	ok(history_update(&h, &e) == 0 && history_last(&h) == 8,
	    "one that was replaced, too");
	history_close(&h);
}

/* Many lines of few trials, in any order of keys, against the plain merge. */
static void
test_random(void)
{
	enum { TRIALS = 20, LINES = 2000 };
	static const char *const keys[] = {"state", "by", "step", "a"};
	static const char *const values[] = {
	    "null", "\"running\"", "\"failed\"", "3", "{\"e\":1.5}"};
	json_t *want[TRIALS + 1] = {0};
	struct buf lines = {0};
	struct history h;
	struct rng rng;
	int good = 1;

	rng_init(&rng, 7, 1, "test", 0);
	for (int i = 1; i <= LINES; i++) {
		const unsigned n = 1 + rng_below(&rng, TRIALS);
		const char *key = keys[rng_below(&rng, 4)];
		const char *value = values[rng_below(&rng, 5)];
		const char *blank = rng_below(&rng, 2) ? "" : " ";
		char line[128];
		json_t *patch;

		snprintf(line, sizeof(line),
		    "{%s\"trial\":%u,\"seq\":%d,\"%s\":%s}\n", blank, n, i, key,
		    value);
		buf_puts(&lines, line);
		patch = jsonl_value(line, strlen(line) - 1);
		if (!want[n])
			want[n] = jsonl_object();
		json_object_update(want[n], patch);
		json_decref(patch);
	}
	h = opened(buf_text(&lines));
	for (unsigned n = 1; n <= TRIALS; n++) {
		const struct trial *t = history_trial(&h, n);
		json_t *got = history_merge(&h, t);

		good &= json_equal(got, want[n]);
		good &= (t->by.len > 0) ==
			(json_object_get(got, "by") &&
			    !json_is_null(json_object_get(got, "by")));
		json_decref(got);
		json_decref(want[n]);
	}
	ok(good, "%d lines of %d trials merge as they should", LINES, TRIALS);
	buf_release(&lines);
	history_close(&h);
}

/* A wrong header is damage, whether a good one came after it or not. */
static void
test_headers(void)
{
	static const char wrong[] = "{\"space\":2}\n";
	struct history h = opened(wrong);
	struct err e = {0};

	ok(h.damaged == 1 && h.header_line == 1, "a wrong header is damage");
	put(header, O_APPEND);
	put(wrong, O_APPEND);
	ok(history_update(&h, &e) == 0 && h.damaged == 2 && h.header_line == 3,
	    "seen growing: two are, and the last good one counts");
	history_close(&h);
	ok(history_open(&h, path, false, &e) == 0 && h.damaged == 2 &&
		h.header_line == 3,
	    "the same read at once");
	history_close(&h);
}

int
main(void)
{
	snprintf(path, sizeof(path), "/tmp/test_history.%ld", (long)getpid());
	test_merge();
	test_members();
	test_damage();
	test_tail();
	test_add();
	test_replaced();
	test_headers();
	test_random();
	unlink(path);
	return tap_done();
}
