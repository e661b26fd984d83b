package main

import (
	"os"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// mountProc mounts a /proc of the slot's own, which shows a program its own processes only.
// It must be done while the host's /proc is still in sight (the kernel asks for that in user namespaces).
// The descriptor is that of the file by which process ids are counted anew, or -1.
func mountProc(at string, plan *wire.Setup) (numbers int, err error) {
	const flags, options = unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC, "hidepid=2"
	if err := unix.Mount("proc", at, "proc", flags, options); err != nil {
		return -1, failed("mount /proc", err)
	}
	// A file that is open for writing keeps its mount from becoming read-only, so it is of a mount that goes away.
	numbers, err = unix.Open(at+"/sys/kernel/ns_last_pid", unix.O_WRONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		numbers = -1
	}
	if err = unix.Unmount(at, unix.MNT_DETACH); err == nil {
		err = unix.Mount("proc", at, "proc", flags, options)
	}
	if err != nil {
		return -1, failed("mount /proc again", err)
	}
	for name, most := range map[string]string{"user": "0", "mnt": "0", "pid": "0", "net": "0", "ipc": "0", "uts": "0", "time": "0", "cgroup": "1"} {
		// No namespaces for programs even if the filter failed; the forker needs one. Absent on older kernels.
		_ = os.WriteFile(at+"/sys/user/max_"+name+"_namespaces", []byte(most), 0)
	}
	if err := coverProc(at, plan); err != nil {
		_ = unix.Unmount(at, unix.MNT_DETACH)
		return -1, err
	}
	return numbers, nil
}

// coverProc hides what is about the machine, and makes the rest read-only.
func coverProc(at string, plan *wire.Setup) error {
	for _, name := range plan.Masked {
		var st unix.Stat_t
		if unix.Lstat(at+name, &st) != nil {
			continue
		}
		var err error
		if st.Mode&unix.S_IFMT == unix.S_IFDIR {
			err = unix.Mount("none", at+name, "tmpfs", unix.MS_RDONLY|unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "size=4k,nr_inodes=2")
		} else {
			err = unix.Mount(stage+"/dev/null", at+name, "", unix.MS_BIND, "")
		}
		if err != nil {
			return failed("cover /proc"+name, err)
		}
	}
	for _, c := range plan.Covers {
		if err := coverWith(at+c[0], c[1]); err != nil {
			return failed("cover /proc"+c[0], err)
		}
	}
	attr := unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY}
	if err := unix.MountSetattr(unix.AT_FDCWD, at, unix.AT_RECURSIVE, &attr); err != nil {
		return failed("make /proc read-only", err)
	}
	return nil
}

// coverWith mounts a text over a file. Its name is gone before any program runs.
func coverWith(at, text string) error {
	var st unix.Stat_t
	if unix.Lstat(at, &st) != nil {
		return nil
	}
	const name = stage + "/cover"
	if err := os.WriteFile(name, []byte(text), 0o444); err != nil {
		return err
	}
	defer func() { _ = unix.Unlink(name) }()
	return unix.Mount(name, at, "", unix.MS_BIND, "")
}

// countAnew has the kernel give the next process the first id above those of the slot itself (lastOwnPID), so that
// no run sees how many processes those before it had. The kernel itself wraps around to 300.
func (s *slot) countAnew() {
	if s.numbers >= 0 {
		_, _ = unix.Pwrite(s.numbers, []byte("299"), 0)
	}
}
