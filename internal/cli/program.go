package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// readProgram reads a file, or every file of a folder, of this host, and what its extensions say its language is. There
// are no files when there is nothing of that name.
func readProgram(name string) (files []toolchain.File, language string, err error) {
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return nil, "", nil
	} else if err != nil {
		return nil, "", fmt.Errorf("%s: %w", name, bare(err))
	}
	base := filepath.Base(filepath.Clean(name))
	tree, err := problem.NewTree(only{os.DirFS(filepath.Dir(filepath.Clean(name))), base}, toolchain.Builtin(), nil)
	if err != nil {
		return nil, "", err
	}
	return tree.Sources(base)
}

// only shows one file or folder of a folder, so that nothing beside a program is looked at.
type only struct {
	fs.FS
	name string
}

// ReadDir implements fs.ReadDirFS.
func (o only) ReadDir(name string) ([]fs.DirEntry, error) {
	if name != "." {
		return fs.ReadDir(o.FS, name)
	}
	info, err := fs.Stat(o.FS, o.name)
	if err != nil {
		return nil, err
	}
	return []fs.DirEntry{fs.FileInfoToDirEntry(info)}, nil
}

// ReadLink implements fs.ReadLinkFS.
func (o only) ReadLink(name string) (string, error) { return fs.ReadLink(o.FS, name) }

// Lstat implements fs.ReadLinkFS.
func (o only) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(o.FS, name) }
