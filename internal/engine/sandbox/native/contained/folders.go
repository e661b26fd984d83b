// Package contained is what slots have in place of a root where namespaces are not to be had: folders of the host, which programs
// see where the host has them. It makes the folders, finds a path under which a program's user can reach what is bound for it, and
// rewrites a Spec for those paths. That programs keep to them is Landlock's doing, in the slot. See "Contained" in DESIGN.md.
package contained

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// prefix marks the folders of this package; the number behind it is the pid of their owner.
const prefix = "codecraft-slots-"

// Folders are those of one back end.
type Folders struct {
	dir     string // of everything below; other users can pass through it, and no more
	showing *showing
}

// Make makes them, and removes those of processes that were killed. Programs may have users of their own.
func Make(others bool) (*Folders, error) {
	sweep()
	dir, err := os.MkdirTemp("", prefix+strconv.Itoa(os.Getpid())+"-")
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil, err
	}
	f := &Folders{dir: dir, showing: newShowing(filepath.Join(dir, "shown"), others)}
	for _, d := range []string{dir, f.showing.dir} {
		if err := passable(d); err != nil {
			f.Close()
			return nil, err
		}
	}
	return f, nil
}

// passable makes a folder, unless it is there, that others can pass through.
func passable(dir string) error {
	if err := os.Mkdir(dir, 0o711); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return os.Chmod(dir, 0o711)
}

// sweep removes the folders of processes that were killed.
func sweep() {
	found, _ := filepath.Glob(filepath.Join(os.TempDir(), prefix+"*"))
	for _, dir := range found {
		owner, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(dir), prefix), "-")
		pid, err := strconv.Atoi(owner)
		if err == nil && pid != os.Getpid() && errors.Is(unix.Kill(pid, 0), unix.ESRCH) {
			_ = os.RemoveAll(dir)
		}
	}
}

// Slot makes the folder of a slot, to which nobody but the slot's first process writes.
func (f *Folders) Slot(number int) (string, error) {
	dir := filepath.Join(f.dir, "slot-"+strconv.Itoa(number))
	return dir, passable(dir)
}

// Close removes what the slots left.
func (f *Folders) Close() { _ = os.RemoveAll(f.dir) }

// Located makes a spec one for the host's paths: binds are where they can be reached, and arguments and variables that name a place
// of a sandbox name what is in its stead. What a program has in its own text is not found.
func (f *Folders) Located(spec sandbox.Spec, folder string) (sandbox.Spec, error) {
	m := moves{{sandbox.WorkDir, folder + "/w"}, {"/tmp", folder + "/tmp"}, {"/dev/shm", folder + "/shm"}}
	var binds []sandbox.Bind
	for _, b := range spec.Binds {
		at := filepath.Clean(b.Path)
		if name, ok := strings.CutPrefix(at, sandbox.WorkDir+"/"); ok {
			files, err := copies(b.Host, name)
			if err != nil {
				return spec, err
			}
			spec.Files = append(spec.Files[:len(spec.Files):len(spec.Files)], files...)
			continue
		}
		host, err := f.showing.path(b.Host)
		if err != nil {
			return spec, err
		}
		if host != at && !wire.Stays(at) {
			return spec, fmt.Errorf("contained programs cannot have %s bound", at)
		}
		binds = append(binds, sandbox.Bind{Host: host, Path: host})
		m = append(m, move{at, host})
	}
	spec.Binds = binds
	m.sort()
	spec.Args, spec.Env = m.all(spec.Args), m.all(spec.Env)
	if len(spec.Env) > 0 && !named(spec.Env, "TMPDIR") { // an environment that is empty is meant to be
		spec.Env = append(spec.Env, "TMPDIR="+folder+"/tmp")
	}
	return spec, nil
}
