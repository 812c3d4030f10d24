/*
 * Whether the locks of a file system are seen by all hosts that see its files,
 * hpo-trials(5).  A lock that works can still be one that others do not see.
 */
#ifndef HPO_MOUNT_H
#define HPO_MOUNT_H
#include <stdbool.h>
#include <stddef.h>

/*
 * Judge a file system of this type, as statfs(2) numbers it, with the options
 * of its mount.  NULL if its locks can be relied on: it is a local one, or one
 * that locks between hosts; else why not, "9p" or "nolock".
 */
const char *mount_judge(unsigned long type, const char *options);

/*
 * From the text of /proc/self/mountinfo: the options, of the mount and of its
 * file system, for the mount that path (absolute, resolved) lies in, at most
 * size - 1 bytes; "" if there is none.
 */
void mount_options(
    const char *mountinfo, const char *path, char *options, size_t size);

/* mount_judge() for the file path; NULL too if the system does not tell. */
const char *mount_check(const char *path);

#endif
