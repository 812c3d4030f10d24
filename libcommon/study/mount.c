/*
 * The type decides for most; for NFS and Lustre a mount option does.  Mounts
 * are told apart by their mount point, the longest that path lies in: device
 * numbers mislead on btrfs and overlayfs.
 */
#include "mount.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>

#include "buf.h"
#include "die.h"
#include "file.h"

/* Numbers from linux/magic.h and the file systems' own sources. */
static const struct rule {
	unsigned long type;
	const char *name;
	const char
	    *bad; /* options that keep locks on this host; NULL: always */
} rules[] = {
    {0x01021997, "9p", NULL},
    {0x65735546, "fuse", NULL}, /* sshfs, virtiofs: Docker, WSL */
    {0xfe534d42, "smb2", NULL},
    {0xff534d42, "cifs", NULL},
    {0x517b, "smb", NULL},
    {0x5346414f, "afs", NULL},
    {0x19830326, "beegfs", NULL},
    {0x6969, "nfs", "nolock local_lock=posix local_lock=all"},
    {0x0bd00bd0, "lustre", "localflock"},
};

enum { MOUNTINFO_MAX = 1 << 20, PATH_FIELD = 5, OPTIONS_FIELD = 6 };

/* The option of the list bad, split at blanks, that options has, or NULL. */
static const char *
find_option(const char *options, const char *bad)
{
	while (*bad) {
		const size_t len = strcspn(bad, " ");
		const char *at = options;

		while ((at = strchr(at, ',')) != NULL) {
			at++;
			if (strncmp(at, bad, len) == 0 &&
			    (at[len] == ',' || at[len] == '\0'))
				return bad;
		}
		bad += len + (bad[len] == ' ');
	}
	return NULL;
}

static const struct rule *
find_rule(unsigned long type)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (rules[i].type == type)
			return &rules[i];
	return NULL;
}

const char *
mount_judge(unsigned long type, const char *options)
{
	const struct rule *r = find_rule(type);

	if (!r || (r->bad && !find_option(options, r->bad)))
		return NULL;
	return r->name;
}

/* Field n, from 1, of a line; fields end at blanks. */
static const char *
field(const char *line, int n)
{
	while (--n > 0) {
		line += strcspn(line, " \n");
		if (*line != ' ')
			return line;
		line++;
	}
	return line;
}

/* The length of the mount point of a line that path lies in, or 0. */
static size_t
match(const char *line, const char *path)
{
	const char *point = field(line, PATH_FIELD);
	const size_t len = strcspn(point, " \n");

	if (len == 1 && *point == '/')
		return 1;
	if (strncmp(point, path, len) != 0)
		return 0;
	return path[len] == '/' || path[len] == '\0' ? len : 0;
}

void
mount_options(
    const char *mountinfo, const char *path, char *options, size_t size)
{
	size_t longest = 0;

	*options = '\0';
	while (*mountinfo) {
		const size_t len = match(mountinfo, path);
		const char *mine = field(mountinfo, OPTIONS_FIELD);
		const char *dash = strstr(mountinfo, " - ");
		const char *super = dash ? field(dash + 3, 3) : "";

		if (len >= longest && len > 0) { /* the last one hides others */
			longest = len;
			snprintf(options, size, ",%.*s,%.*s",
			    (int)strcspn(mine, " \n"), mine,
			    (int)strcspn(super, " \n"), super);
		}
		mountinfo += strcspn(mountinfo, "\n");
		mountinfo += *mountinfo == '\n';
	}
}

const char *
mount_check(const char *path)
{
	char options[4096] = "";
	struct buf info = {0};
	struct err ignored = {0};
	unsigned long type;
	struct statfs fs;
	char *real;

	if (statfs(path, &fs) == -1)
		return NULL;
	type = (unsigned long)fs.f_type & 0xffffffffUL;
	if (!find_rule(type))
		return NULL;
	real = realpath(path, NULL);
	if (real && file_read("/proc/self/mountinfo", MOUNTINFO_MAX, &info,
			&ignored) == 0)
		mount_options(buf_text(&info), real, options, sizeof(options));
	buf_release(&info);
	free(real);
	return mount_judge(type, options);
}
