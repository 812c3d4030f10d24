/*
 * The processes that a payload leaves behind.  As their subreaper we become
 * the parent of all that lose theirs, whatever group or session they went to.
 */
#ifndef HPO_TREE_H
#define HPO_TREE_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "buf.h"
#include "pids.h"

struct tree {
	int children;        /* our list in /proc; -1 if the kernel has none */
	struct buf list;     /* as read last */
	bool strangers;      /* an orphan may be of somebody else */
	struct pids orphans; /* our children, alive, and not started by us */
	struct pids family;  /* of some of them */
};

/*
 * There are strangers if we had children before we started any, as after
 * `job & exec hpo-run`: what they leave comes to us, too.  To process 1 comes
 * what anybody leaves.
 */
void tree_init(struct tree *t);
void tree_release(struct tree *t);

/*
 * Look who is there: reap what has ended, leave what is alive in t->orphans.
 * own has the n children that we started.
 */
void tree_scan(struct tree *t, const pid_t *own, size_t n);

/* Whether orphan came from the payload pid, whose HPO_DIR is dir. */
bool tree_belongs(pid_t orphan, pid_t pid, const char *dir);

/* Add orphan and all below it that is alive to t->family. */
void tree_family(struct tree *t, pid_t orphan);

/* Send sig to the group that a payload leads; TERM also to stopped ones. */
void tree_signal_group(pid_t pid, int sig);

/* The same to one of a family. */
void tree_signal(pid_t pid, int sig);

#endif
