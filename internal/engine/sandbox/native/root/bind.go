package root

import (
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// Bound is a bind as it stands in a slot: what is there, by device and inode, and where. As long as it stands the
// inode is in use, so that nothing else gets its number.
type Bound struct {
	Mount      wire.Mount
	device, id uint64
}

// Look tells what the binds would be now.
func Look(binds []sandbox.Bind) ([]Bound, error) {
	if len(binds) == 0 {
		return nil, nil
	}
	all := make([]Bound, len(binds))
	for i, b := range binds {
		var st unix.Stat_t
		if err := unix.Stat(b.Host, &st); err != nil {
			return nil, &os.PathError{Op: "stat", Path: b.Host, Err: err}
		}
		all[i] = boundAt(b, &st)
	}
	return all, nil
}

func boundAt(b sandbox.Bind, st *unix.Stat_t) Bound {
	return Bound{wire.Mount{Path: filepath.Clean(b.Path), Dir: st.Mode&unix.S_IFMT == unix.S_IFDIR}, st.Dev, st.Ino}
}

// GraftAll grafts the binds of one run, and tells what it has grafted.
func GraftAll(g Grafter, binds []sandbox.Bind) (all []Bound, fds []int, err error) {
	for _, b := range binds {
		fd, err := g.Graft(Source{Path: b.Host})
		if err != nil {
			wire.CloseAll(fds)
			return nil, nil, err
		}
		fds = append(fds, fd)
		var st unix.Stat_t
		if err := unix.Fstat(fd, &st); err != nil {
			wire.CloseAll(fds)
			return nil, nil, &os.PathError{Op: "stat", Path: b.Host, Err: err}
		}
		all = append(all, boundAt(b, &st))
	}
	return all, fds, nil
}

// Staying are the binds that stand after their run, as the slot has it too: all of them, or none.
func Staying(binds []Bound) []Bound {
	if slices.ContainsFunc(binds, func(b Bound) bool { return !wire.Stays(b.Mount.Path) }) {
		return nil
	}
	return binds
}
