#include "pids.h"

#include <stdlib.h>

#include "xalloc.h"

void
pids_add(struct pids *p, pid_t pid)
{
	if (p->n == p->cap) {
		p->cap = 2 * p->cap + 8;
		p->v = xreallocarray(p->v, p->cap, sizeof(*p->v));
	}
	p->v[p->n++] = pid;
}

bool
pids_has(const struct pids *p, pid_t pid)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i] == pid)
			return true;
	return false;
}

void
pids_release(struct pids *p)
{
	free(p->v);
	*p = (struct pids){0};
}
