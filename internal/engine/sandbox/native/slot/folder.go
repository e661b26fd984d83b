package main

import (
	"errors"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// place is a folder that a program can write to.
type place struct {
	part, at string // where it is in the area's file system, and where programs see it
	mode     uint32
}

// places of an area in a folder of the host are where the host has them: nothing is mounted for them.
func (a *area) places() []place {
	if a.folder == "" {
		return places[:]
	}
	var out []place
	for _, p := range places {
		at := a.folder + p.part[len(areaRoot):]
		out = append(out, place{at, at, 0o700})
	}
	return out
}

// settle makes the places anew and empty. Nothing of a run is alive.
func (a *area) settle() error {
	for _, p := range a.places() {
		if err := empty(p.at); err != nil {
			return failed("empty "+p.at, err)
		}
		if err := unix.Mkdir(p.at, p.mode); err != nil {
			return failed("make "+p.at, err)
		}
		if err := unix.Lchown(p.at, a.uid, a.gid); err != nil {
			return failed("own "+p.at, err)
		}
	}
	return nil
}

// lend replaces what is shown to the next run beside the toolchains.
func (a *area) lend(mounts []wire.Mount, fds []int) error {
	if err := a.unbind(); err != nil {
		return err
	}
	for _, m := range mounts {
		a.binds = append(a.binds, m.Path)
	}
	a.lent = fds
	return nil
}

// exceeded tells that a run ended with more in its folder than it may have: what it wrote since the host looked last counts too.
func (a *area) exceeded(disk, inodes int64) bool {
	if a.folder == "" {
		return false
	}
	var used, count int64
	for _, p := range a.places() {
		tally(p.at, &used, &count, inodes)
	}
	return used > disk || count > inodes
}

// tally adds up what is in a folder, as deep as a path can name it, until there is too much.
func tally(dir string, used, count *int64, most int64) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		var st unix.Stat_t
		at := dir + "/" + e.Name()
		if *count > most || unix.Lstat(at, &st) != nil {
			continue
		}
		*count++
		*used += st.Blocks * 512
		if st.Mode&unix.S_IFMT == unix.S_IFDIR {
			tally(at, used, count, most)
		}
	}
}

// empty removes a folder with all that is in it. A program may have nested it as deep as it likes, and barred folders to
// everybody: each folder within is moved to the top before its turn comes.
func empty(at string) error {
	top, err := enterOwn(unix.AT_FDCWD, at)
	if errors.Is(err, unix.ENOENT) {
		return nil
	}
	if err != nil {
		return err
	}
	defer unix.Close(top)
	moved := 0
	for {
		names, err := list(top)
		if err != nil {
			return err
		}
		if len(names) == 0 {
			return unix.Rmdir(at)
		}
		for _, name := range names {
			if unix.Unlinkat(top, name, 0) == nil {
				continue
			}
			if err := flatten(top, name, &moved); err != nil {
				return err
			}
		}
	}
}

// flatten removes a folder, and moves those in it beside it.
func flatten(top int, name string, moved *int) error {
	dir, err := enterOwn(top, name)
	if err != nil {
		return err
	}
	defer unix.Close(dir)
	for {
		names, err := list(dir)
		if err != nil {
			return err
		}
		if len(names) == 0 {
			return unix.Unlinkat(top, name, unix.AT_REMOVEDIR)
		}
		for _, n := range names {
			if unix.Unlinkat(dir, n, 0) == nil {
				continue
			}
			for {
				*moved++
				err = unix.Renameat2(dir, n, top, ".moved-"+strconv.Itoa(*moved), unix.RENAME_NOREPLACE)
				if !errors.Is(err, unix.EEXIST) {
					break
				}
			}
			if errors.Is(err, unix.EACCES) { // moving a folder writes to it
				err = openUp(dir, n)
			}
			if err != nil {
				return err
			}
		}
	}
}

// enterOwn opens a folder, whatever its mode: whoever empties it owns it, or is root.
func enterOwn(dir int, name string) (int, error) {
	const flags = unix.O_RDONLY | unix.O_DIRECTORY | unix.O_NOFOLLOW | unix.O_CLOEXEC
	var st unix.Stat_t
	if err := unix.Fstatat(dir, name, &st, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return -1, err
	}
	if st.Mode&unix.S_IFMT == unix.S_IFDIR && st.Mode&0o700 != 0o700 {
		if err := openUp(dir, name); err != nil {
			return -1, err
		}
	}
	return unix.Openat(dir, name, flags, 0)
}

func openUp(dir int, name string) error { return unix.Fchmodat(dir, name, 0o700, 0) }

// list names some of what is in a folder, from its beginning.
func list(dir int) ([]string, error) {
	if _, err := unix.Seek(dir, 0, 0); err != nil {
		return nil, err
	}
	buf := make([]byte, 32<<10)
	for {
		n, err := unix.ReadDirent(dir, buf)
		if err != nil || n == 0 {
			return nil, err
		}
		if _, _, names := unix.ParseDirent(buf[:n], -1, nil); len(names) > 0 {
			return names, nil
		}
	}
}

// contain takes the setup of a slot without namespaces: what the program may read comes as descriptors.
func (s *slot) contain(fds []int) (wire.Ready, error) {
	s.area.folder = strings.TrimSuffix(s.setupd.Folder, "/")
	s.area.shown = fds
	return wire.Ready{}, s.area.settle()
}
