package problem

import (
	"archive/zip"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"
)

// Archive opens a zip archive as files: its top, or the one folder there when the marker is not at the top. The folder
// is that folder's name. What formats pass over, such as what macOS adds, is no folder.
func Archive(r io.ReaderAt, size int64, markers ...string) (fsys fs.FS, folder string, err error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, "", Fault("", "this is not a zip archive, or not all of it arrived")
	}
	if len(archive.File) > MaxFiles {
		return nil, "", Fault("", "the archive has more than %d files", MaxFiles)
	}
	seen := make(map[string]bool, len(archive.File))
	for _, f := range archive.File {
		name := strings.TrimSuffix(f.Name, "/")
		if !fs.ValidPath(name) || !utf8.ValidString(name) || strings.ContainsAny(name, "\\\x00") {
			return nil, "", Fault("", "the name %q leads out of the archive or is no name of a file", f.Name)
		}
		if seen[name] {
			return nil, "", Fault(name, "is in the archive twice")
		}
		seen[name] = true
	}
	for _, m := range markers {
		if _, err := fs.Stat(archive, m); err == nil {
			return archive, "", nil
		}
	}
	top, err := visible{FS: archive}.ReadDir(".")
	if err == nil && len(top) == 1 && top[0].IsDir() {
		fsys, err = fs.Sub(archive, top[0].Name())
		return fsys, top[0].Name(), err
	}
	return archive, "", nil
}
