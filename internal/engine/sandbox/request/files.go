package request

import (
	"bytes"
	"errors"
	"io"
	"os"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// Content opens what is to be laid in: a regular file of the host, or bytes.
func Content(f sandbox.File) (*os.File, error) {
	if f.Host != "" {
		h, err := os.OpenFile(f.Host, os.O_RDONLY|unix.O_NONBLOCK, 0)
		if err != nil {
			return nil, err
		}
		if st, err := h.Stat(); err != nil || !st.Mode().IsRegular() {
			_ = h.Close()
			return nil, errors.Join(err, errors.New("not a regular file"))
		}
		return h, nil
	}
	fd, err := unix.MemfdCreate("file", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, err
	}
	h := os.NewFile(uintptr(fd), f.Name)
	if _, err := io.Copy(h, bytes.NewReader(f.Data)); err != nil {
		_ = h.Close()
		return nil, err
	}
	return h, nil
}

// CopyOut replaces a host file. A file that is there is removed first, so that a link is never written through.
func CopyOut(to string, from io.Reader, size int64, mode os.FileMode) (int64, error) {
	if err := os.Remove(to); err != nil && !errors.Is(err, os.ErrNotExist) {
		return 0, err
	}
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL|unix.O_NOFOLLOW, mode)
	if err != nil {
		return 0, err
	}
	n, err := io.CopyN(f, from, size)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return n, errors.Join(err, f.Close())
}
