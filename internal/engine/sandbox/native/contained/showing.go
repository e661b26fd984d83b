package contained

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/request"
)

// showing finds, for contained slots, a path under which programs can reach what is bound for them. That is the host's own, or,
// where another user cannot pass (below root's home), that of a copy whose files are the same ones under another name.
type showing struct {
	dir    string
	others bool // programs have users of their own
	mu     sync.Mutex
	copies map[string]*copied
	made   int
}

// copied is a folder or file under its second name.
type copied struct{ at, print string }

// The most that a look for changes visits, and that copies are kept: a toolchain is larger, and does not change under way.
const (
	maxPrint  = 4000
	maxCopies = 256
)

func newShowing(dir string, others bool) *showing {
	return &showing{dir: dir, others: others, copies: map[string]*copied{}}
}

// path answers where a bind is reached.
func (s *showing) path(host string) (string, error) {
	real, err := filepath.EvalSymlinks(host)
	if err != nil || !s.others || open(real) {
		return real, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	print, err := imprintOf(real)
	if err != nil {
		return "", err
	}
	was := s.copies[real]
	if was != nil && was.print == print {
		return was.at, nil
	}
	if len(s.copies) >= maxCopies {
		s.forget()
	}
	s.made++
	// A copy that is replaced stays for the runs that have it; all go with the back end.
	at := filepath.Join(s.dir, strconv.Itoa(s.made), filepath.Base(real))
	if err := copyTree(real, at); err != nil {
		return "", fmt.Errorf("show %s to another user: %w", host, err)
	}
	s.copies[real] = &copied{at, print}
	return at, nil
}

// forget lets go of all copies but those of toolchains, which are worth keeping. Runs that have one open keep its files.
func (s *showing) forget() {
	for real, c := range s.copies {
		if c.print != unchanging {
			_ = os.RemoveAll(filepath.Dir(c.at))
			delete(s.copies, real)
		}
	}
}

// open tells whether every user can pass to a path and read it.
func open(path string) bool {
	var st unix.Stat_t
	if unix.Stat(path, &st) != nil || st.Mode&0o4 == 0 || st.Mode&unix.S_IFMT == unix.S_IFDIR && st.Mode&0o1 == 0 {
		return false
	}
	for path != "/" {
		path = filepath.Dir(path)
		if unix.Stat(path, &st) != nil || st.Mode&0o1 == 0 {
			return false
		}
	}
	return true
}

// unchanging is the imprint of what is too large to be looked through.
const unchanging = "large"

// imprintOf is what changes when a tree does.
func imprintOf(root string) (string, error) {
	var out strings.Builder
	n := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if n++; n > maxPrint {
			return errLarge
		}
		var st unix.Stat_t
		if err := unix.Lstat(path, &st); err != nil {
			return err
		}
		fmt.Fprintln(&out, strings.TrimPrefix(path, root), st.Dev, st.Ino, st.Size, st.Mtim.Nano())
		return nil
	})
	if errors.Is(err, errLarge) {
		return unchanging, nil
	}
	return out.String(), err
}

var errLarge = errors.New("too large to be looked through")

// copyTree gives every file of a tree a second name, or copies it where that cannot be had or nobody else could read it.
func copyTree(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		at := to + strings.TrimPrefix(path, from)
		switch {
		case d.IsDir():
			return os.Mkdir(at, 0o755)
		case d.Type()&fs.ModeSymlink != 0:
			target, err := os.Readlink(path)
			if err != nil {
				return err
			}
			return os.Symlink(target, at)
		case !d.Type().IsRegular():
			return nil
		}
		st, err := d.Info()
		if err != nil {
			return err
		}
		if st.Mode()&0o4 != 0 && st.Mode()&(os.ModeSetuid|os.ModeSetgid) == 0 && os.Link(path, at) == nil {
			return nil
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = request.CopyOut(at, f, st.Size(), 0o644|st.Mode().Perm()&0o111)
		return err
	})
}
