#include "checkpoint.h"

#include <fts.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "buf.h"

enum { FILES_MAX = 10000 };

static bool
is_later(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec > b->tv_sec
				      : a->tv_nsec > b->tv_nsec;
}

static void
add_file(struct checkpoint *c, const struct stat *st)
{
	c->files++;
	c->bytes += st->st_size;
	if (is_later(&st->st_mtim, &c->newest))
		c->newest = st->st_mtim;
}

struct checkpoint
checkpoint_look(const char *dir)
{
	struct checkpoint c = {0};
	struct buf path = {0};
	const FTSENT *entry;
	FTS *tree;

	buf_printf(&path, "%s/checkpoint", dir);
	tree = fts_open((char *[]){buf_text(&path), NULL},
	    FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	while (tree && c.files < FILES_MAX && (entry = fts_read(tree)))
		/* a folder changes with what is put into it: files only */
		if (entry->fts_info != FTS_D && entry->fts_info != FTS_DP &&
		    entry->fts_info != FTS_NS)
			add_file(&c, entry->fts_statp);
	if (tree)
		fts_close(tree);
	buf_release(&path);
	return c;
}

bool
checkpoint_grew(const struct checkpoint *before, const struct checkpoint *now)
{
	return now->files > before->files || now->bytes > before->bytes ||
	       is_later(&now->newest, &before->newest);
}
