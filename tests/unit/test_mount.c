/* Which mounts can be relied on, from tables of mounts as Linux writes them. */
#include <string.h>

#include "mount.h"
#include "tap.h"

static const char mountinfo[] =
    "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
    "30 22 0:40 / /home rw - nfs4 srv:/home rw,vers=4.2,local_lock=none\n"
    "31 22 0:41 / /scratch rw - nfs srv:/s rw,vers=3,local_lock=all\n"
    "32 31 0:42 / /scratch/lustre rw - lustre a@tcp:/l rw,localflock\n"
    "33 22 0:43 / /mnt/with\\040blank rw - 9p host rw,trans=virtio\n"
    "34 22 0:44 / /over rw - ext4 a rw\n"
    "35 34 0:45 / /over rw - tmpfs b rw,size=1k\n";

static const char *
options_of(const char *path)
{
	static char options[200];

	mount_options(mountinfo, path, options, sizeof(options));
	return options;
}

int
main(void)
{
	const unsigned long nfs = 0x6969, lustre = 0x0bd00bd0;

	ok(strcmp(options_of("/tmp/x"), ",rw,relatime,rw") == 0, "the root");
	ok(strcmp(options_of("/homes/x"), ",rw,relatime,rw") == 0,
	    "a name that begins like a mount point");
	ok(strstr(options_of("/home/x"), "local_lock=none") != NULL,
	    "below it");
	ok(strstr(options_of("/scratch/lustre/x"), "localflock") != NULL,
	    "the longest counts");
	ok(strstr(options_of("/over/x"), "size=1k") != NULL,
	    "the later one hides");
	ok(!mount_judge(nfs, options_of("/home/x")), "nfs that locks");
	ok(mount_judge(nfs, options_of("/scratch/x")) != NULL,
	    "local_lock=all");
	ok(mount_judge(nfs, ",rw,nolock") != NULL, "nolock");
	ok(!mount_judge(nfs, ",rw,nolocks"), "an option that begins so");
	ok(mount_judge(lustre, options_of("/scratch/lustre/x")) != NULL,
	    "localflock");
	ok(!mount_judge(lustre, ",rw,flock"), "flock");
	ok(strcmp(mount_judge(0x01021997, ""), "9p") == 0, "9p");
	ok(strcmp(mount_judge(0x65735546, ""), "fuse") == 0, "fuse");
	ok(!mount_judge(0xef53, "") && !mount_judge(0x01021994, ""),
	    "ext4 and tmpfs");
	ok(!mount_check("/absent/file"), "no file: nothing to say");
	return tap_done();
}
