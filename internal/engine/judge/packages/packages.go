// Package packages opens problem packages in whichever format they are: ICPC/Kattis (legacy and 2025-09) or Polygon,
// in a folder or a zip archive.
package packages

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

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
	called := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
	if p, err = readZip(f, info.Size(), called, rows); err != nil {
		_ = f.Close()
		return nil, nil, err
	}
	return p, f, nil
}

// ReadDir reads a package in a folder. No link is followed out of it. A problem without a name has the folder's.
func ReadDir(dir string, rows []toolchain.Language) (*problem.Package, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, errs.New(errs.NotFound, "package_not_found", "there is no problem package in the folder %q", dir).Because(err)
	}
	called := dir
	if whole, err := filepath.Abs(dir); err == nil {
		called = whole
	}
	p, err := read(root.FS(), filepath.Base(called), rows)
	if err == nil {
		p.Host = dir
	}
	return p, err
}

// ReadZip reads a package in a zip archive, at its top or in the one folder there.
func ReadZip(r io.ReaderAt, size int64, rows []toolchain.Language) (*problem.Package, error) {
	return readZip(r, size, "", rows)
}

func readZip(r io.ReaderAt, size int64, called string, rows []toolchain.Language) (*problem.Package, error) {
	fsys, folder, err := problem.Archive(r, size, kattis.Marker, polygon.Marker)
	if err != nil {
		return nil, err
	}
	if folder != "" {
		called = folder
	}
	return read(fsys, called, rows)
}

// Read reads a package. The rows name the languages of submissions and starters.
func Read(fsys fs.FS, rows []toolchain.Language) (*problem.Package, error) {
	return read(fsys, "", rows)
}

// read reads a package; where it says no name of the problem, it is called as its folder is.
func read(fsys fs.FS, called string, rows []toolchain.Language) (*problem.Package, error) {
	if _, err := fs.Stat(fsys, kattis.Marker); err == nil {
		p, err := kattis.Read(fsys, rows)
		if err != nil {
			return nil, err
		}
		if p.Name == "" {
			p.Name = called
		}
		if p.Name == "" {
			return nil, problem.Fault(kattis.Marker, "the problem has no name: write one, such as name: Two Doors")
		}
		return p, nil
	}
	if _, err := fs.Stat(fsys, polygon.Marker); err == nil {
		return polygon.Read(fsys, rows)
	}
	return nil, problem.Fault("", "there is neither %s (ICPC/Kattis) nor %s (Polygon) at its top", kattis.Marker, polygon.Marker)
}
