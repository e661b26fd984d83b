package main

import (
	"errors"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// beneath keeps every look-up inside the folder it starts from and off any link. Kernel 5.6.
const beneath = unix.RESOLVE_BENEATH | unix.RESOLVE_NO_SYMLINKS | unix.RESOLVE_NO_MAGICLINKS | unix.RESOLVE_NO_XDEV

// The most that is collected from one run, beside the host's own limit of bytes.
const (
	maxKept  = 20000
	maxDepth = 64
)

func openBeneath(dir int, name string, flags, mode uint64) (int, error) {
	return unix.Openat2(dir, name, &unix.OpenHow{Flags: flags | unix.O_CLOEXEC | unix.O_NOFOLLOW, Mode: mode, Resolve: beneath})
}

// lay puts one file into the work folder, which no program has touched yet, or the input beside that.
func (a *area) lay(f wire.File, fds []int) error {
	at := a.places()[0].at
	if f.Name == wire.InputName {
		at = areaRoot
	}
	dir, err := unix.Open(at, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return failed("open "+at, err)
	}
	defer func() { unix.Close(dir) }()
	if f.Name == wire.InputName {
		return a.write(dir, f, fds)
	}
	parts := strings.Split(f.Name, "/")
	if !f.Dir {
		parts = parts[:len(parts)-1]
	}
	for _, p := range parts {
		next, err := a.enterDir(dir, p)
		if err != nil {
			return failed("make the folder of "+f.Name, err)
		}
		unix.Close(dir)
		dir = next
	}
	if f.Dir {
		return nil
	}
	return a.write(dir, f, fds)
}

func (a *area) enterDir(dir int, name string) (int, error) {
	if name == "" || name == "." || name == ".." {
		return -1, unix.EINVAL
	}
	err := unix.Mkdirat(dir, name, 0o755)
	if err != nil && err != unix.EEXIST {
		return -1, err
	}
	if err == nil {
		if err := unix.Fchownat(dir, name, a.uid, a.gid, unix.AT_SYMLINK_NOFOLLOW); err != nil {
			return -1, err
		}
	}
	return openBeneath(dir, name, unix.O_PATH|unix.O_DIRECTORY, 0)
}

func (a *area) write(dir int, f wire.File, fds []int) error {
	mode := uint32(0o644)
	if f.Executable {
		mode = 0o755
	}
	name := f.Name[strings.LastIndexByte(f.Name, '/')+1:]
	fd, err := openBeneath(dir, name, unix.O_WRONLY|unix.O_CREAT|unix.O_TRUNC, uint64(mode))
	if err != nil {
		return failed("make "+f.Name, err)
	}
	defer unix.Close(fd)
	for data := f.Data; len(data) > 0; {
		n, err := unix.Write(fd, data)
		if err != nil && err != unix.EINTR {
			return failed("write "+f.Name, err)
		}
		data = data[max(n, 0):]
	}
	if f.FromFD {
		if len(fds) != 1 {
			return failed("write "+f.Name, unix.EBADF)
		}
		if err := transfer(fd, fds[0]); err != nil {
			return failed("copy to "+f.Name, err)
		}
	}
	if err := unix.Fchmod(fd, mode); err != nil {
		return failed("set the mode of "+f.Name, err)
	}
	return unix.Fchown(fd, a.uid, a.gid)
}

// transfer copies a whole file within the kernel.
func transfer(to, from int) error {
	var off int64
	for {
		n, err := unix.Sendfile(to, from, &off, 1<<30)
		if err != nil && err != unix.EINTR {
			return err
		}
		if n == 0 && err == nil {
			return nil
		}
	}
}

// keep hands the wished-for files to the host, open for reading. No process of the run is left, so
// nothing moves meanwhile. It tells whether there were more than it collects.
func (s *slot) keep(names []string) bool {
	if len(names) == 0 {
		return false
	}
	root, err := unix.Open(s.area.places()[0].at, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return false
	}
	defer unix.Close(root)
	c := &collector{slot: s}
	for i, name := range names {
		c.index = int64(i)
		c.entry(root, name, "", 0)
	}
	return c.truncated
}

type collector struct {
	slot      *slot
	index     int64
	count     int
	truncated bool
}

// entry collects a regular file or walks a folder. Opening with O_NONBLOCK does not hang on a FIFO.
func (c *collector) entry(dir int, name, rel string, depth int) {
	if c.count >= maxKept || depth > maxDepth {
		c.truncated = true
		return
	}
	fd, err := openBeneath(dir, name, unix.O_RDONLY|unix.O_NONBLOCK, 0)
	if errors.Is(err, unix.EACCES) && c.slot.contained && own(dir, name) { // its owner barred it, who is this user
		fd, err = openBeneath(dir, name, unix.O_RDONLY|unix.O_NONBLOCK, 0)
	}
	if err != nil {
		return
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	if unix.Fstat(fd, &st) != nil {
		return
	}
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFREG:
		c.count++
		kept := wire.Kept{Keep: c.index, Name: rel}
		_ = c.slot.conn.Send(kept.Encode(), fd)
	case unix.S_IFDIR:
		c.walk(fd, rel, depth)
	}
}

// own opens a file or folder up to its owner. Nothing moves meanwhile.
func own(dir int, name string) bool {
	var st unix.Stat_t
	if unix.Fstatat(dir, name, &st, unix.AT_SYMLINK_NOFOLLOW) != nil {
		return false
	}
	mode := st.Mode&0o777 | 0o400
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFREG:
	case unix.S_IFDIR:
		mode |= 0o100
	default:
		return false
	}
	return unix.Fchmodat(dir, name, mode, 0) == nil
}

func (c *collector) walk(dir int, rel string, depth int) {
	buf := make([]byte, 8192)
	for {
		n, err := unix.ReadDirent(dir, buf)
		if err != nil || n == 0 {
			return
		}
		_, _, names := unix.ParseDirent(buf[:n], -1, nil)
		for _, name := range names {
			sub := name
			if rel != "" {
				sub = rel + "/" + name
			}
			c.entry(dir, name, sub, depth+1)
		}
	}
}
