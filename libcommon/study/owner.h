/* Who holds a trial: the key `by` of hpo-trials(5). */
#ifndef HPO_OWNER_H
#define HPO_OWNER_H
#include <stdbool.h>

enum { OWNER_TEXT = 160 };

enum owner_life {
	OWNER_ALIVE,
	OWNER_DEAD,    /* provably: this host, another boot or no process */
	OWNER_HIDDEN,  /* this host, but we cannot see whether */
	OWNER_UNKNOWN, /* a bare host name, another host, or "-" */
};

/* The name of this host, for one who ends at once. */
void owner_host(char text[OWNER_TEXT]);

/*
 * host:boot:pid:start of this process, for one who stays: the first 4 digits
 * of the boot's random id, and field 22 of /proc/PID/stat.  In a container the
 * host is host~N, N being the number of its world of pids.
 */
void owner_self(char text[OWNER_TEXT]);

/* Whether by (NULL: nobody) is such a process, alive or not, of any host; else
 * it is a bare host name or "-", whose process has ended. */
bool owner_is_process(const char *by);

/* A failure to look at /proc is never taken for a death. */
enum owner_life owner_alive(const char *by);

#endif
