/*
 * pack DIR >FILE: the files of a folder into one, see corpus.h, by name.
 * pack -x DIR <FILE: the other way, the files being called 00001 and so on.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "corpus.h"
#include "die.h"
#include "file.h"

enum { INPUT_MAX = 1 << 24 }; /* bytes */

static void
pack(const char *folder)
{
	struct dirent **entries;
	const int n = scandir(folder, &entries, NULL, alphasort);

	if (n == -1)
		die(STATUS_SYS, "cannot list '%s'", folder);
	for (int i = 0; i < n; i++) {
		struct buf path = {0}, data = {0};
		struct err e = {0};

		buf_printf(&path, "%s/%s", folder, entries[i]->d_name);
		if (entries[i]->d_name[0] != '.') {
			if (file_read(buf_text(&path), INPUT_MAX, &data, &e))
				die(e.status, "%s", e.text);
			corpus_add(
			    stdout, (const uint8_t *)buf_text(&data), data.len);
		}
		buf_release(&path);
		buf_release(&data);
		free(entries[i]);
	}
	free(entries);
	close_stdout();
}

static void
unpack(const char *folder)
{
	uint8_t *data;
	size_t len;

	for (int i = 1; (data = corpus_next(stdin, &len)) != NULL; i++) {
		struct buf path = {0}, text = {0};
		struct err e = {0};

		buf_printf(&path, "%s/%05d", folder, i);
		buf_add(&text, (const char *)data, len);
		if (file_create(buf_text(&path), &text, &e) != 0)
			die(STATUS_SYS, "cannot make '%s'", buf_text(&path));
		buf_release(&path);
		buf_release(&text);
		free(data);
	}
	if (len != 0)
		die(STATUS_INPUT, "standard input is no corpus");
}

int
main(int argc, char *argv[])
{
	if (argc == 2)
		pack(argv[1]);
	else if (argc == 3 && strcmp(argv[1], "-x") == 0)
		unpack(argv[2]);
	else
		die(STATUS_INPUT, "usage: pack DIR >FILE | pack -x DIR <FILE");
	return 0;
}
