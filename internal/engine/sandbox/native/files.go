package native

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// sendFile lays one file into the next run's work folder. Large content goes by descriptor, so that the
// slot never holds it.
func sendFile(conn *wire.Conn, f sandbox.File) error {
	m := wire.File{Name: strings.TrimSuffix(f.Name, "/"), Dir: strings.HasSuffix(f.Name, "/"), Executable: f.Executable}
	if m.Dir {
		return conn.Send(m.Encode())
	}
	if f.Host == "" && len(f.Data) <= wire.MaxInline/2 {
		m.Data = f.Data
		return conn.Send(m.Encode())
	}
	from, err := content(f)
	if err != nil {
		return refusal{fmt.Errorf("the file %s: %w", f.Name, err)}
	}
	defer from.Close()
	m.FromFD = true
	return conn.Send(m.Encode(), int(from.Fd()))
}

func content(f sandbox.File) (*os.File, error) {
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

var errTooLarge = errors.New("more is to be kept than is allowed")

// keep copies one collected file to the host. The slot opened it beneath the work folder, without
// following links, and it is a regular file; that is checked again, for the slot is less trusted than we are.
func (r *run) keep(m wire.Kept, from *os.File) error {
	if m.Keep < 0 || m.Keep >= int64(len(r.spec.Keep)) {
		return errors.New("the slot collected a file nobody asked for")
	}
	want := r.spec.Keep[m.Keep]
	st, err := from.Stat()
	if err != nil {
		return err
	}
	if !st.Mode().IsRegular() {
		return errors.New("the slot collected something other than a regular file")
	}
	if st.Size() > want.MaxBytes-r.kept[m.Keep] {
		return errTooLarge
	}
	to := want.Host
	if m.Name != "" {
		if err := validName(m.Name); err != nil {
			return err
		}
		to = filepath.Join(to, m.Name)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	mode := os.FileMode(0o644) | st.Mode().Perm()&0o111
	n, err := copyOut(to, from, st.Size(), mode)
	r.kept[m.Keep] += n
	return err
}

// copyOut replaces a host file. A file that is there is removed first, so that a link is never written through.
func copyOut(to string, from io.Reader, size int64, mode os.FileMode) (int64, error) {
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
