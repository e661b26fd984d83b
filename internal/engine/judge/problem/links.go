package problem

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Bounds of links: how many of them one name may lead through, and how long what they lead to may be.
const (
	maxLinks    = 40
	maxLinkText = 4 << 10
)

// linked shows what links of a package lead to in their place. Only links that stay within the package are followed,
// and what is below is never asked for one: an archive could not answer, and a folder is not trusted with it.
type linked struct {
	fs.FS
	targets map[string]string // link to the name that it stands for, by their real names
}

// newLinked looks for links and refuses those that lead out of the package or to nothing.
func newLinked(below fs.FS) (*linked, error) {
	l := &linked{FS: below, targets: map[string]string{}}
	err := fs.WalkDir(below, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return Fault(name, "cannot be read: %s", err)
		}
		if d.Type()&fs.ModeSymlink == 0 {
			return nil
		}
		to, err := readLink(below, name)
		if err != nil {
			return Fault(name, "is a link that cannot be read: %s", err)
		}
		target := path.Join(path.Dir(name), to)
		if path.IsAbs(to) || !fs.ValidPath(target) || strings.Contains(to, "\\") {
			return Fault(name, "is a link to %q, which is outside of the package: only links within it are followed", to)
		}
		l.targets[name] = target
		return nil
	})
	if err != nil {
		return nil, err
	}
	for name, target := range l.targets {
		if _, err := l.Stat(name); err != nil {
			return nil, Fault(name, "is a link to %q, which is not in the package", target)
		}
	}
	return l, nil
}

// readLink is what a link leads to: an archive holds it as the link's content.
func readLink(fsys fs.FS, name string) (string, error) {
	if to, err := fs.ReadLink(fsys, name); err == nil {
		return to, nil
	}
	f, err := fsys.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close() //nolint:errcheck // it was only read
	text, err := io.ReadAll(io.LimitReader(f, maxLinkText+1))
	if err == nil && len(text) > maxLinkText {
		err = errors.New("it is too long")
	}
	return string(text), err
}

// real is the name of a file with no link in it.
func (l *linked) real(name string) (string, error) {
	for range maxLinks {
		next, followed := l.follow(name)
		if !followed {
			return name, nil
		}
		name = next
	}
	return "", &fs.PathError{Op: "open", Path: name, Err: errors.New("links lead in a circle")}
}

// follow puts what the first link of a name leads to in its place.
func (l *linked) follow(name string) (string, bool) {
	if len(l.targets) == 0 {
		return name, false
	}
	for at := 0; at < len(name); at++ {
		end := strings.IndexByte(name[at:], '/')
		if end < 0 {
			end = len(name) - at
		}
		at += end
		if target, ok := l.targets[name[:at]]; ok {
			return path.Join(target, name[at:]), true
		}
	}
	return name, false
}

func (l *linked) Open(name string) (fs.File, error) {
	name, err := l.real(name)
	if err != nil {
		return nil, err
	}
	return l.FS.Open(name)
}

// Stat implements fs.StatFS.
func (l *linked) Stat(name string) (fs.FileInfo, error) {
	name, err := l.real(name)
	if err != nil {
		return nil, err
	}
	return fs.Stat(l.FS, name)
}

// ReadDir implements fs.ReadDirFS.
func (l *linked) ReadDir(name string) ([]fs.DirEntry, error) {
	at, err := l.real(name)
	if err != nil {
		return nil, err
	}
	entries, err := fs.ReadDir(l.FS, at)
	entries = slices.Clone(entries)
	for i, e := range entries {
		if e.Type()&fs.ModeSymlink == 0 {
			continue
		}
		info, err := l.Stat(path.Join(at, e.Name()))
		if err != nil {
			return nil, err
		}
		entries[i] = fs.FileInfoToDirEntry(renamed{info, e.Name()})
	}
	return entries, err
}

// renamed is what a link leads to, by the link's name.
type renamed struct {
	fs.FileInfo
	name string
}

// Name implements fs.FileInfo.
func (r renamed) Name() string { return r.name }
