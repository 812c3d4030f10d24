/* Who holds a trial: the key `by` of hpo-trials(5). */
#ifndef HPO_OWNER_H
#define HPO_OWNER_H

enum { OWNER_TEXT = 128 };

enum owner_life {
	OWNER_ALIVE,
	OWNER_DEAD,    /* provably: same host, and another boot or no process */
	OWNER_UNKNOWN, /* a bare host name, another host, or "-" */
};

/* The name of this host, for one who ends at once. */
void owner_host(char text[OWNER_TEXT]);

/*
 * host:boot:pid:start of this process, for one who stays: the first 4 digits
 * of the boot's random id, and field 22 of /proc/PID/stat.
 */
void owner_self(char text[OWNER_TEXT]);

enum owner_life owner_alive(const char *by);

#endif
