// Package packages opens problem packages in whichever format they are: ICPC/Kattis (legacy and 2025-09) or Polygon,
// in a folder or a zip archive.
package packages

import (
	"io"
	"io/fs"
	"os"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/kattis"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/polygon"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Open reads a package in a folder or in a zip archive. Close lets go of the archive; the package is of no use then.
func Open(name string, rows []toolchain.Language) (p *problem.Package, closer io.Closer, err error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, nil, errs.New(errs.NotFound, "package_not_found", "there is no problem package at %q", name).Because(err)
	}
	if info.IsDir() {
		p, err = ReadDir(name, rows)
		return p, io.NopCloser(nil), err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, errs.New(errs.NotFound, "package_not_found", "the problem package %q cannot be opened", name).Because(err)
	}
	if p, err = ReadZip(f, info.Size(), rows); err != nil {
		_ = f.Close()
		return nil, nil, err
	}
	return p, f, nil
}

// ReadDir reads a package in a folder. No link is followed out of it.
func ReadDir(dir string, rows []toolchain.Language) (*problem.Package, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, errs.New(errs.NotFound, "package_not_found", "there is no problem package in the folder %q", dir).Because(err)
	}
	p, err := Read(root.FS(), rows)
	if err == nil {
		p.Host = dir
	}
	return p, err
}

// ReadZip reads a package in a zip archive, at its top or in the one folder there.
func ReadZip(r io.ReaderAt, size int64, rows []toolchain.Language) (*problem.Package, error) {
	fsys, err := problem.Archive(r, size, kattis.Marker, polygon.Marker)
	if err != nil {
		return nil, err
	}
	return Read(fsys, rows)
}

// Read reads a package. The rows name the languages of submissions and starters.
func Read(fsys fs.FS, rows []toolchain.Language) (*problem.Package, error) {
	if _, err := fs.Stat(fsys, kattis.Marker); err == nil {
		return kattis.Read(fsys, rows)
	}
	if _, err := fs.Stat(fsys, polygon.Marker); err == nil {
		return polygon.Read(fsys, rows)
	}
	return nil, problem.Fault("", "there is neither %s (ICPC/Kattis) nor %s (Polygon) at its top", kattis.Marker, polygon.Marker)
}
