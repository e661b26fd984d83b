package verify

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// files gives a package's blobs as files of this host: those of a folder as they are, all others as copies.
type files struct {
	p   *problem.Package
	dir string

	mu     sync.Mutex
	copied map[string]bool
}

func newFiles(p *problem.Package) (*files, error) {
	dir, err := os.MkdirTemp("", "codecraft-package-*")
	return &files{p: p, dir: dir, copied: map[string]bool{}}, err
}

func (f *files) close() { _ = os.RemoveAll(f.dir) }

// path finds a blob's file.
func (f *files) path(_ context.Context, digest string) (string, error) {
	name := f.p.Files[digest]
	opened, err := f.p.FS.Open(name)
	if err != nil {
		return "", changed(name, err)
	}
	defer opened.Close() //nolint:errcheck // it was only read
	if _, own := opened.(*os.File); own && f.p.Host != "" {
		if info, err := opened.Stat(); err != nil || !info.Mode().IsRegular() {
			return "", changed(name, err)
		}
		return filepath.Join(f.p.Host, name), nil
	}
	return f.copy(opened, digest, name)
}

func (f *files) copy(from io.Reader, digest, name string) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	to := filepath.Join(f.dir, digest)
	if f.copied[digest] {
		return to, nil
	}
	file, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(file, io.LimitReader(from, problem.MaxFileBytes))
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return "", changed(name, err)
	}
	f.copied[digest] = true
	return to, nil
}

func changed(name string, err error) error {
	return problem.Fault(name, "has changed while it was judged").Because(err)
}
