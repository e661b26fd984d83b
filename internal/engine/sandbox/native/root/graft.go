package root

import (
	"os"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/graft"
)

// Grafter makes detached, read-only copies of host paths, which any slot can attach.
type Grafter interface {
	Graft(Source) (fd int, err error)
	Close()
}

// HostGrafter is the grafter of a process that may mount on the host.
type HostGrafter struct{}

// Close implements Grafter.
func (HostGrafter) Close() {}

// Graft implements Grafter.
func (HostGrafter) Graft(s Source) (int, error) { return graft.Detached(s.Path, s.Device) }

// PathOpener is the grafter of contained slots: what is handed over names a path, for Landlock.
type PathOpener struct{}

// Close implements Grafter.
func (PathOpener) Close() {}

// Graft implements Grafter.
func (PathOpener) Graft(s Source) (int, error) {
	fd, err := unix.Open(s.Path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return -1, &os.PathError{Op: "open", Path: s.Path, Err: err}
	}
	return fd, nil
}
