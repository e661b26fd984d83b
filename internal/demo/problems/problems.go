// Package problems holds the demo problems: original ones, easy to hard, each a package in the
// legacy Kattis format with our codecraft.yaml (see package kattis).
//
// The tests of this package judge every submission of every problem with the real engine, so
// that what the demo shows is right. packages/generate.py writes the test data again.
package problems

import (
	"embed"
	"io/fs"
	"path"

	"github.com/codecraft-hq/codecraft/internal/engine/judge/kattis"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

//go:embed packages/*/problem.yaml packages/*/codecraft.yaml packages/*/problem_statement packages/*/data packages/*/submissions packages/*/attachments
var files embed.FS

// Slugs are the problems' folders, in alphabetical order.
func Slugs() []string {
	found, err := fs.Glob(files, "packages/*/problem.yaml")
	if err != nil {
		panic(err) // the pattern is good
	}
	slugs := make([]string, len(found))
	for i, name := range found {
		slugs[i] = path.Base(path.Dir(name))
	}
	return slugs
}

// Only is the packages of the named problems, a folder each, in that order.
func Only(slugs ...string) fs.FS {
	all, err := fs.Sub(files, "packages")
	if err != nil {
		panic(err) // the path is good
	}
	return only{all, slugs}
}

type only struct {
	fs.FS
	slugs []string
}

// ReadDir implements fs.ReadDirFS: at the top stand the named folders.
func (o only) ReadDir(name string) ([]fs.DirEntry, error) {
	if name != "." {
		return fs.ReadDir(o.FS, name)
	}
	var entries []fs.DirEntry
	for _, slug := range o.slugs {
		info, err := fs.Stat(o.FS, slug)
		if err != nil {
			return nil, err
		}
		entries = append(entries, fs.FileInfoToDirEntry(info))
	}
	return entries, nil
}

// FS is one problem's package.
func FS(slug string) (fs.FS, error) { return fs.Sub(files, path.Join("packages", slug)) }

// Read reads one problem's package.
func Read(slug string, rows []toolchain.Language) (*problem.Package, error) {
	fsys, err := FS(slug)
	if err != nil {
		return nil, err
	}
	return kattis.Read(fsys, rows)
}
