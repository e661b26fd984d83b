package judge0

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"path/filepath"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/service/execution/run"
)

const maxEntries = 45 // beside the program's own file

// extract reads the files of an archive into memory. Folders are implied by their files; a link, a device or a path
// that leads out is refused, and so is more than is offered, whatever sizes the archive claims.
func extract(archive []byte) ([]run.File, error) {
	all, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, errors.New("is not a zip archive")
	}
	var files []run.File
	seen, folders, room := map[string]bool{}, map[string]bool{}, int64(maxExtractedKb)<<10
	for _, f := range all.File {
		name := strings.TrimPrefix(f.Name, "./")
		if strings.HasSuffix(name, "/") {
			continue
		}
		switch {
		case !f.Mode().IsRegular():
			return nil, errors.New("holds something that is neither a file nor a folder")
		case !filepath.IsLocal(name) || path.Clean(name) != name || strings.ContainsAny(name, "\\\x00"):
			return nil, errors.New("holds a file whose path leads out of the folder")
		case folders[name] || inFile(name, seen):
			return nil, errors.New("holds a file and a folder of one name")
		case seen[name]:
			return nil, errors.New("holds two files of one name")
		case len(files) == maxEntries:
			return nil, errors.New("holds too many files")
		}
		data, err := content(f, room)
		if err != nil {
			return nil, err
		}
		room -= int64(len(data))
		seen[name] = true
		for dir := path.Dir(name); dir != "." && !folders[dir]; dir = path.Dir(dir) {
			folders[dir] = true
		}
		files = append(files, run.File{Path: name, Data: data})
	}
	return files, nil
}

// inFile tells whether one of the files would have to be a folder.
func inFile(name string, files map[string]bool) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if files[dir] {
			return true
		}
	}
	return false
}

func content(f *zip.File, room int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, errors.New("holds a file that cannot be read")
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, room+1))
	switch {
	case err != nil:
		return nil, errors.New("holds a file that cannot be read")
	case int64(len(data)) > room:
		return nil, errors.New("is too large when it is extracted")
	}
	return data, nil
}
