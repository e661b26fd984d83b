package cgroup

import (
	"bytes"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// folder is the folder of one controller with its open files.
type folder struct {
	dir   string
	files map[string]int
	text  [4096]byte // what was read last
}

// open opens a file of the folder once.
func (f *folder) open(name string, flags int) int {
	if fd, ok := f.files[name]; ok {
		return fd
	}
	fd, err := unix.Open(filepath.Join(f.dir, name), flags|unix.O_CLOEXEC, 0)
	if err != nil {
		fd = -1
	}
	if f.files == nil {
		f.files = map[string]int{}
	}
	f.files[name] = fd
	return fd
}

func (f *folder) close() {
	for _, fd := range f.files {
		if fd >= 0 {
			unix.Close(fd)
		}
	}
	f.files = nil
}

// write sets a number. The kernel does not set a memory limit while the thread has a signal to take, and Go's
// runtime sends its threads signals all the time; so it is asked again.
func (f *folder) write(name string, v int64) error {
	text := strconv.AppendInt(nil, v, 10)
	for {
		if _, err := unix.Pwrite(f.open(name, unix.O_RDWR), text, 0); err != unix.EINTR {
			return err
		}
	}
}

func (f *folder) read(name string, buf []byte) []byte {
	n, err := unix.Pread(f.open(name, unix.O_RDONLY), buf, 0)
	if err != nil || n < 0 {
		return nil
	}
	return buf[:n]
}

func (f *folder) number(name string) int64 {
	return number(f.read(name, f.text[:]))
}

// field reads a number by its key from a file of "key value" lines; lines of them are added up.
func (f *folder) field(name string, keys ...string) int64 {
	var sum int64
	for line := range bytes.Lines(f.read(name, f.text[:])) {
		key, value, _ := bytes.Cut(line, []byte(" "))
		for _, k := range keys {
			if string(key) == k {
				sum += number(value)
			}
		}
	}
	return sum
}

func number(b []byte) int64 {
	v, _ := strconv.ParseInt(string(bytes.TrimSpace(b)), 10, 64)
	return v
}
