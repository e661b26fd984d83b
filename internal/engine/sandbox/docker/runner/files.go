package main

import (
	"errors"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker/frame"
)

// beneath keeps every look-up inside the folder it starts from and off any link. Kernel 5.6.
const beneath = unix.RESOLVE_BENEATH | unix.RESOLVE_NO_SYMLINKS | unix.RESOLVE_NO_MAGICLINKS | unix.RESOLVE_NO_XDEV

// The most that is collected, beside the host's own limit of bytes.
const (
	maxKept  = 20000
	maxDepth = 64
)

var errShrunk = errors.New("a file became shorter while it was read")

// places are the folders a program can write to.
var places = []string{workDir, "/tmp", "/dev/shm"}

// diskFull tells that a folder has no room left.
func diskFull() bool {
	for _, p := range places {
		var st unix.Statfs_t
		if unix.Statfs(p, &st) == nil && st.Blocks > 0 && (st.Bavail == 0 || st.Files > 0 && st.Ffree == 0) {
			return true
		}
	}
	return false
}

func openBeneath(dir int, name string, flags, mode uint64) (int, error) {
	return unix.Openat2(dir, name, &unix.OpenHow{Flags: flags | unix.O_CLOEXEC | unix.O_NOFOLLOW, Mode: mode, Resolve: beneath})
}

// layer puts files into the work folder, which no program has touched yet.
type layer struct {
	fd      int // being written
	mode    uint32
	left    int64
	name    string
	refused string
}

func (l *layer) fail(err error) { l.refused = "write " + l.name + ": " + err.Error() }

// next makes a file or folder.
func (l *layer) next(f frame.File) {
	if l.refused != "" {
		return
	}
	l.name = f.Name
	dir, err := unix.Open(workDir, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		l.fail(err)
		return
	}
	defer func() { unix.Close(dir) }()
	parts := strings.Split(f.Name, "/")
	file := parts[len(parts)-1]
	if !f.Dir {
		parts = parts[:len(parts)-1]
	}
	for _, p := range parts {
		if err := unix.Mkdirat(dir, p, 0o755); err != nil && err != unix.EEXIST {
			l.fail(err)
			return
		}
		sub, err := openBeneath(dir, p, unix.O_PATH|unix.O_DIRECTORY, 0)
		if err != nil {
			l.fail(err)
			return
		}
		unix.Close(dir)
		dir = sub
	}
	if f.Dir {
		return
	}
	l.mode, l.left = 0o644, f.Size
	if f.Executable {
		l.mode = 0o755
	}
	if l.fd, err = openBeneath(dir, file, unix.O_WRONLY|unix.O_CREAT|unix.O_TRUNC, uint64(l.mode)); err != nil {
		l.fail(err)
		return
	}
	l.write(nil)
}

// write adds to the file made last, and closes it when it is whole.
func (l *layer) write(data []byte) {
	if l.refused != "" {
		return
	}
	if err := writeAll(l.fd, data); err != nil {
		l.fail(err)
		return
	}
	if l.left -= int64(len(data)); l.left > 0 {
		return
	}
	if err := unix.Fchmod(l.fd, l.mode); err != nil {
		l.fail(err)
	}
	unix.Close(l.fd)
}

// collector hands over what is to be kept. No process of the program is left, so nothing moves meanwhile.
type collector struct {
	out   *frame.Writer
	index int64
	left  int64
	count int
	full  bool
}

func (c *collector) all(list []frame.Keep) error {
	if len(list) == 0 {
		return nil
	}
	root, err := unix.Open(workDir, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil // the program took the right to read it away: nothing can be kept
	}
	defer unix.Close(root)
	for i, k := range list {
		c.index, c.left, c.full = int64(i), k.Max, false
		if err := c.entry(root, k.Name, "", 0); err != nil {
			return err
		}
	}
	return nil
}

// entry hands over a regular file or walks a folder. Opening with O_NONBLOCK does not hang on a FIFO. An error
// means that the host is gone.
func (c *collector) entry(dir int, name, rel string, depth int) error {
	if c.full || c.count >= maxKept || depth > maxDepth {
		return nil
	}
	var st unix.Stat_t
	if unix.Fstatat(dir, name, &st, unix.AT_SYMLINK_NOFOLLOW) != nil {
		return nil
	}
	if kind := st.Mode & unix.S_IFMT; kind == unix.S_IFREG && st.Mode&0o400 == 0 || kind == unix.S_IFDIR && st.Mode&0o500 != 0o500 {
		c.allow(dir, name, st.Mode)
	}
	fd, err := openBeneath(dir, name, unix.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil
	}
	defer unix.Close(fd)
	if unix.Fstat(fd, &st) != nil {
		return nil
	}
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFREG:
		c.count++
		return c.file(fd, rel, &st)
	case unix.S_IFDIR:
		return c.walk(fd, rel, depth)
	}
	return nil
}

// allow lets the owner, which we are, read what the program had closed to itself.
func (c *collector) allow(dir int, name string, mode uint32) {
	fd, err := openBeneath(dir, name, unix.O_PATH, 0)
	if err != nil {
		return
	}
	defer unix.Close(fd)
	// A descriptor of O_PATH is no link and cannot be exchanged for one.
	_ = unix.Chmod("/proc/self/fd/"+strconv.Itoa(fd), mode&0o7777|0o500)
}

// file hands over one file as it is now: its size was looked at, and not more is sent.
func (c *collector) file(fd int, rel string, st *unix.Stat_t) error {
	k := frame.Kept{Keep: c.index, Name: rel, Size: st.Size, Executable: st.Mode&0o111 != 0, TooLarge: st.Size > c.left}
	if c.full = k.TooLarge; c.full {
		k.Size = 0
	}
	if err := c.out.Send(k.Encode()); err != nil || k.TooLarge {
		return err
	}
	c.left -= k.Size
	buf := make([]byte, frame.Chunk)
	for left := k.Size; left > 0; {
		n, err := unix.Read(fd, buf[:min(left, int64(len(buf)))])
		if err == unix.EINTR {
			continue
		}
		if err != nil || n == 0 {
			return errShrunk
		}
		if err := c.out.Send(frame.Bytes(frame.KindData, buf[:n])); err != nil {
			return err
		}
		left -= int64(n)
	}
	return nil
}

func (c *collector) walk(dir int, rel string, depth int) error {
	buf := make([]byte, 8192)
	for {
		n, err := unix.ReadDirent(dir, buf)
		if err != nil || n == 0 {
			return nil
		}
		_, _, names := unix.ParseDirent(buf[:n], -1, nil)
		for _, name := range names {
			sub := name
			if rel != "" {
				sub = rel + "/" + name
			}
			if err := c.entry(dir, name, sub, depth+1); err != nil {
				return err
			}
		}
	}
}
