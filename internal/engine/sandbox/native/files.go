package native

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/request"
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
	from, err := request.Content(f)
	if err != nil {
		return refusal{fmt.Errorf("the file %s: %w", f.Name, err)}
	}
	defer from.Close()
	m.FromFD = true
	return conn.Send(m.Encode(), int(from.Fd()))
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
		if err := request.ValidName(m.Name); err != nil {
			return err
		}
		to = filepath.Join(to, m.Name)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	mode := os.FileMode(0o644) | st.Mode().Perm()&0o111
	n, err := request.CopyOut(to, from, st.Size(), mode)
	r.kept[m.Keep] += n
	return err
}
