/*
 * The inputs that are kept, given to a harness without libFuzzer: those of
 * tests/fuzz/NAME.seeds and NAME.corpus.gz, or the files of the arguments. What
 * the program says of inputs is thrown away, but of one that makes it fail.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "corpus.h"
#include "die.h"
#include "file.h"
#include "fuzz.h"
#include "tap.h"

enum { INPUT_MAX = 1 << 24 }; /* bytes */

/* Try an input; until the next, standard error holds what is said of it. */
static void
try(const char *name, size_t number, const uint8_t *data, size_t len)
{
	/* of its own length, so that a sanitizer sees who reads behind it */
	uint8_t *copy = xmalloc(len);

	if (len > 0)
		memcpy(copy, data, len);
	fflush(stdout);
	must(lseek(STDERR_FILENO, 0, SEEK_SET) == 0);
	must(ftruncate(STDERR_FILENO, 0) == 0);
	dprintf(STDERR_FILENO, "%s: input %zu:\n", name, number);
	LLVMFuzzerTestOneInput(copy, len);
	free(copy);
}

static void
try_file(const char *path)
{
	struct buf data = {0};
	struct err e = {0};

	if (file_read(path, INPUT_MAX, &data, &e) == 0)
		try(path, 1, (const uint8_t *)buf_text(&data), data.len);
	ok(e.text[0] == '\0', "%s%s", path, e.text);
	buf_release(&data);
}

static void
try_folder(const char *path)
{
	struct dirent **entries = NULL;
	const int n = scandir(path, &entries, NULL, alphasort);

	ok(n > 2, "%s has seeds", path);
	for (int i = 0; i < n; i++) {
		struct buf name = {0};

		buf_printf(&name, "%s/%s", path, entries[i]->d_name);
		if (entries[i]->d_name[0] != '.')
			try_file(buf_text(&name));
		buf_release(&name);
		free(entries[i]);
	}
	free(entries);
}

static void
try_corpus(const char *path)
{
	struct buf command = {0};
	size_t len = 1, n = 0;
	uint8_t *data;
	FILE *f;

	buf_printf(&command, "gzip -dc %s", path);
	f = popen(buf_text(&command), "r");
	while (f && (data = corpus_next(f, &len)) != NULL) {
		try(path, ++n, data, len);
		free(data);
	}
	ok(f && pclose(f) == 0 && n > 0 && len == 0, "%s: %zu inputs", path, n);
	buf_release(&command);
}

static int
try_all(int argc, char *argv[])
{
	const char *slash = strrchr(argv[0], '/');
	const char *name = slash ? slash + 1 : argv[0];
	struct buf path = {0};

	for (int i = 1; i < argc; i++)
		try_file(argv[i]);
	if (argc == 1) {
		buf_printf(&path, "tests/fuzz/%s.seeds", name);
		try_folder(buf_text(&path));
		buf_drop(&path, path.len);
		buf_printf(&path, "tests/fuzz/%s.corpus.gz", name);
		try_corpus(buf_text(&path));
		buf_release(&path);
	}
	return tap_done();
}

/* Show what the child said of the input that it failed with. */
static void
show(FILE *said)
{
	char block[BUFSIZ];
	size_t n;

	rewind(said);
	while ((n = fread(block, 1, sizeof(block), said)) > 0)
		fwrite(block, 1, n, stderr);
}

int
main(int argc, char *argv[])
{
	FILE *said = tmpfile();
	int status = 0;
	pid_t child;

	must(said != NULL);
	child = fork();
	must(child != -1);
	if (child == 0) {
		must(dup2(fileno(said), STDERR_FILENO) != -1);
		exit(try_all(argc, argv));
	}
	must(waitpid(child, &status, 0) == child);
	if (status != 0)
		show(said);
	if (!WIFEXITED(status) || WEXITSTATUS(status) > 1)
		puts("not ok - an input ended the program");
	fclose(said);
	return status != 0;
}
