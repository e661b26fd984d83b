// Package constants puts the constants of a package of the format 2025-09 into the files that may name them, while they
// are read: the package itself stays as it is, and no file grows beyond the bounds of a text.
package constants

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/judge/kattis/settings"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

var constantName = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)

// maxConstant is generous for what is a number or a word; what a file may grow by is bounded with it.
const maxConstant = 1 << 10

// In shows a package's files with {{name}} replaced, wherever the format says so. A fault is one of the file that sets them.
func In(fsys fs.FS, constants map[string]any, setBy string) (fs.FS, error) {
	var pairs, tex []string
	for name, v := range constants {
		value := settings.Text(v)
		switch v.(type) {
		case []any, map[string]any, nil, bool:
			return nil, problem.Fault(setBy, "the constant %q is neither a number nor a text", name)
		}
		if !constantName.MatchString(name) || len(value) > maxConstant {
			return nil, problem.Fault(setBy, "%q is no name of a constant, or its value is too long", name)
		}
		pairs = append(pairs, "{{"+name+"}}", value)
		tex = append(tex, `\constant{`+name+`}`, value)
	}
	if len(pairs) == 0 {
		return fsys, nil
	}
	return constantFS{fsys, strings.NewReplacer(pairs...), strings.NewReplacer(tex...)}, nil
}

// constantFS shows files with constants put in.
type constantFS struct {
	fs.FS
	text, tex *strings.Replacer
}

// replacer of a file; nil where it is shown as it is.
func (c constantFS) replacer(name string) *strings.Replacer {
	top, _, _ := strings.Cut(name, "/")
	switch {
	case top == "statement" && path.Ext(name) == ".tex":
		return c.tex
	case top == "statement" && path.Ext(name) == ".md", path.Base(name) == "test_group.yaml":
		return c.text
	}
	switch top {
	case "input_validators", "answer_validators", "output_validator", "static_validator", "include", "submissions":
		return c.text
	}
	return nil
}

func (c constantFS) Open(name string) (fs.File, error) {
	f, err := c.FS.Open(name)
	replacer := c.replacer(name)
	if err != nil || replacer == nil {
		return f, err
	}
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		return f, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	data, err := io.ReadAll(io.LimitReader(f, problem.MaxTextsBytes+1))
	if err != nil {
		return nil, err
	}
	if len(data) > problem.MaxTextsBytes {
		return nil, problem.Fault(name, "is too large for constants to be put in")
	}
	if !bytes.Contains(data, []byte("{{")) && replacer == c.text {
		return &constantFile{bytes.NewReader(data), info, int64(len(data))}, nil
	}
	text := replacer.Replace(string(data))
	if len(text) > problem.MaxTextsBytes {
		return nil, problem.Fault(name, "is too large with its constants put in")
	}
	return &constantFile{bytes.NewReader([]byte(text)), info, int64(len(text))}, nil
}

// ReadDir implements fs.ReadDirFS.
func (c constantFS) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(c.FS, name) }

// constantFile is a file with constants put in.
type constantFile struct {
	*bytes.Reader
	info fs.FileInfo
	size int64
}

// Stat implements fs.File.
func (f *constantFile) Stat() (fs.FileInfo, error) { return sizedInfo{f.info, f.size}, nil }

// Close implements fs.File.
func (f *constantFile) Close() error { return nil }

type sizedInfo struct {
	fs.FileInfo
	size int64
}

// Size implements fs.FileInfo.
func (i sizedInfo) Size() int64 { return i.size }
