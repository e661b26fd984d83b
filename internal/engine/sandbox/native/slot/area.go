package main

import (
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

const (
	areaRoot      = "/.run"
	defaultDisk   = 64 << 20
	defaultInodes = 8192
)

// places are the folders a program can write to: parts of one tmpfs, so that one size bounds them all.
var places = [...]struct {
	part, at string
	mode     uint32
}{
	{areaRoot + "/w", "/w", 0o755},
	{areaRoot + "/tmp", "/tmp", 0o1777},
	{areaRoot + "/shm", "/dev/shm", 0o1777},
}

// area is what a run may write to, and the read-only binds made for it.
type area struct {
	uid, gid     int
	disk, inodes int64
	mounted      bool
	binds        []string
	clean        imprint // as it was mounted
	known        bool    // clean is valid
}

// fresh mounts an empty area.
func (a *area) fresh(disk, inodes int64) error {
	opts := "mode=711,size=" + strconv.FormatInt(disk, 10) + ",nr_inodes=" + strconv.FormatInt(inodes, 10)
	if err := unix.Mount("work", areaRoot, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, opts); err != nil {
		return failed("mount the work folder", err)
	}
	a.mounted = true
	for _, p := range places {
		if err := unix.Mkdir(p.part, p.mode); err != nil {
			return failed("make "+p.part, err)
		}
		if err := unix.Lchown(p.part, a.uid, a.gid); err != nil {
			return failed("own "+p.part, err)
		}
		if err := unix.Chmod(p.part, p.mode); err != nil {
			return failed("open "+p.part, err)
		}
		if err := unix.Mount(p.part, p.at, "", unix.MS_BIND, ""); err != nil {
			return failed("mount "+p.at, err)
		}
	}
	a.disk, a.inodes = disk, inodes
	a.clean, a.known = a.look()
	return nil
}

// resize makes the empty area as large as the next run may fill.
func (a *area) resize(disk, inodes int64) error {
	if a.disk == disk && a.inodes == inodes {
		return nil
	}
	opts := "size=" + strconv.FormatInt(disk, 10) + ",nr_inodes=" + strconv.FormatInt(inodes, 10)
	if err := unix.Mount("work", areaRoot, "", unix.MS_REMOUNT|unix.MS_NOSUID|unix.MS_NODEV, opts); err != nil {
		return failed("size the work folder", err)
	}
	a.disk, a.inodes = disk, inodes
	return nil
}

// renew throws the area away with everything in it and mounts an empty one.
func (a *area) renew() error {
	if err := a.unbind(); err != nil {
		return err
	}
	if a.mounted {
		for _, p := range places {
			if err := unix.Unmount(p.at, unix.MNT_DETACH); err != nil {
				return failed("unmount "+p.at, err)
			}
		}
		if err := unix.Unmount(areaRoot, unix.MNT_DETACH); err != nil {
			return failed("unmount the work folder", err)
		}
		a.mounted = false
	}
	return a.fresh(a.disk, a.inodes)
}

// bind attaches the mounts of one run. Their places are made in the root, which is unsealed meanwhile.
func (a *area) bind(mounts []wire.Mount, fds []int) error {
	if err := sealRoot(false); err != nil {
		return err
	}
	for i, m := range mounts {
		if err := attach(fds[i], m, ""); err != nil {
			for _, fd := range fds[i+1:] {
				unix.Close(fd)
			}
			return err
		}
		a.binds = append(a.binds, m.Path)
	}
	return sealRoot(true)
}

// unbind detaches them. Empty places stay in the sealed root: names only, of this slot's own past.
func (a *area) unbind() error {
	for i := len(a.binds) - 1; i >= 0; i-- {
		if err := unix.Unmount(a.binds[i], unix.MNT_DETACH|unix.UMOUNT_NOFOLLOW); err != nil {
			return failed("unmount "+a.binds[i], err)
		}
	}
	a.binds = a.binds[:0]
	return nil
}

// full tells that a run ended with no room left.
func (a *area) full() bool {
	var st unix.Statfs_t
	return unix.Statfs(areaRoot, &st) == nil && (st.Bavail == 0 || st.Ffree == 0)
}

// imprint is everything about an empty area that a program could change: the number of files in the file system
// and, for each folder, what stat(2) tells. The kernel's clock for them is coarse, but what was made and removed within
// one of its ticks leaves nothing to find.
type imprint struct {
	used    uint64
	folders [len(places)]unix.Stat_t
	extra   bool // extended attributes
}

func (a *area) look() (imprint, bool) {
	var m imprint
	var fs unix.Statfs_t
	if unix.Statfs(areaRoot, &fs) != nil {
		return m, false
	}
	m.used = fs.Files - fs.Ffree
	for i, p := range places {
		if unix.Lstat(p.at, &m.folders[i]) != nil {
			return m, false
		}
		if n, err := unix.Llistxattr(p.at, nil); err == nil && n > 0 {
			m.extra = true
		}
	}
	return m, true
}

// untouched tells that a run left the area as it found it, so that mounting another would change nothing.
func (a *area) untouched() bool {
	if len(a.binds) > 0 || !a.known {
		return false
	}
	now, ok := a.look()
	return ok && now == a.clean
}
