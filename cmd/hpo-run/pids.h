/* A list of processes.  All zero is an empty one. */
#ifndef HPO_PIDS_H
#define HPO_PIDS_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct pids {
	pid_t *v;
	size_t n, cap;
};

void pids_add(struct pids *p, pid_t pid);
bool pids_has(const struct pids *p, pid_t pid);
void pids_release(struct pids *p);

#endif
