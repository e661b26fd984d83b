package main

import (
	"os"
	"slices"
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
var places = [...]place{
	{areaRoot + "/w", "/w", 0o755},
	{areaRoot + "/tmp", "/tmp", 0o1777},
	{areaRoot + "/shm", "/dev/shm", 0o1777},
}

// area is what a run may write to, and the read-only binds made for it. Those stand until a run wants others: a
// program that is run again and again, as by a judging, is bound once.
type area struct {
	uid, gid     int
	folder       string // of the host, where nothing can be mounted; else empty
	shown, lent  []int  // what programs may read there: toolchains, and the binds of now
	disk, inodes int64
	mounted      bool
	binds        []string // where something is mounted for the runs of now
	made         []string // the places that were made for them, in their order
	passing      bool     // one of them does not stay
	terminals    bool     // a terminal's file system is mounted
	clean        imprint  // as it was mounted
	known        bool     // clean is valid
}

// fresh mounts an empty area.
func (a *area) fresh(disk, inodes int64) error {
	if a.folder != "" {
		return a.settle()
	}
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
	if a.folder != "" { // the host looks at how full it is
		return nil
	}
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

// renew throws the area away with everything in it and mounts an empty one. Binds that stay are none of it.
func (a *area) renew() error {
	if a.passing {
		if err := a.unbind(); err != nil {
			return err
		}
	}
	if err := a.unmountTerminals(); err != nil {
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

// bind attaches the mounts of a run in the place of those before, of which nothing stays. Their places are made in
// the root, which is unsealed meanwhile.
func (a *area) bind(mounts []wire.Mount, fds []int) error {
	if a.folder != "" {
		return a.lend(mounts, fds)
	}
	defer func() { wire.CloseAll(fds) }()
	if err := a.unbind(); err != nil || len(mounts) == 0 {
		return err
	}
	if err := sealRoot(false); err != nil {
		return err
	}
	for i, m := range mounts {
		made, err := makePlace(m, "")
		if wire.Stays(m.Path) {
			a.made = append(a.made, made...)
		} else {
			a.passing = true
		}
		if err != nil {
			return err
		}
		if err := attach(fds[i], m.Path); err != nil {
			return err
		}
		a.binds = append(a.binds, m.Path)
	}
	return sealRoot(true)
}

// bound tells that exactly these stand.
func (a *area) bound(mounts []wire.Mount) bool {
	return slices.EqualFunc(a.binds, mounts, func(at string, m wire.Mount) bool { return at == m.Path })
}

// unbind detaches what is bound and removes the places that were made for it: whoever runs next sees no trace of what
// the one before had.
func (a *area) unbind() error {
	if len(a.binds) == 0 {
		return nil
	}
	if a.folder != "" {
		wire.CloseAll(a.lent)
		a.binds, a.lent = a.binds[:0], nil
		return nil
	}
	if err := sealRoot(false); err != nil {
		return err
	}
	for _, at := range slices.Backward(a.binds) {
		if err := unix.Unmount(at, unix.MNT_DETACH|unix.UMOUNT_NOFOLLOW); err != nil {
			return failed("unmount "+at, err)
		}
	}
	for _, at := range slices.Backward(a.made) {
		if err := os.Remove(at); err != nil {
			return failed("remove "+at, err)
		}
	}
	a.binds, a.made, a.passing = a.binds[:0], a.made[:0], false
	return sealRoot(true)
}

// full tells that a run ended with no room left.
func (a *area) full() bool {
	var st unix.Statfs_t
	return a.folder == "" && unix.Statfs(areaRoot, &st) == nil && (st.Bavail == 0 || st.Ffree == 0)
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
	if a.folder != "" || a.passing || a.terminals || !a.known {
		return false
	}
	now, ok := a.look()
	return ok && now == a.clean
}
