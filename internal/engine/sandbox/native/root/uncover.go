package root

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// UncoverProc has this thread, and what it starts, see a /proc that nothing lies on. In a nested container parts of
// it are often covered, and then the kernel lets no user namespace mount a /proc of its own (mount_namespaces(7)),
// without which javac and rustc do not start. The thread must be locked for good: it gets a mount namespace of its own.
// Whoever may not do this goes on without; the protections tell.
func UncoverProc() {
	covers := coversOfProc()
	if len(covers) == 0 || unix.Unshare(unix.CLONE_NEWNS) != nil {
		return
	}
	// What is mounted on the host later is still seen, what is unmounted here stays there.
	if unix.Mount("", "/", "", unix.MS_REC|unix.MS_SLAVE, "") != nil {
		return
	}
	for i := len(covers) - 1; i >= 0; i-- {
		_ = unix.Unmount(covers[i], unix.MNT_DETACH|unix.UMOUNT_NOFOLLOW)
	}
}

// coversOfProc are the mounts on /proc, but for that of binfmt_misc, which lies on an empty folder and hides nothing.
func coversOfProc() (covers []string) {
	data, _ := os.ReadFile("/proc/thread-self/mountinfo")
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		if len(f) > 4 && strings.HasPrefix(f[4], "/proc/") && f[4] != "/proc/sys/fs/binfmt_misc" {
			covers = append(covers, f[4])
		}
	}
	return covers
}
