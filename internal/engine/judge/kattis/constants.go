package kattis

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

var constantName = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)

// maxConstant is generous for what is a number or a word; what a file may grow by is bounded with it.
const maxConstant = 1 << 10

// setConstants makes the package's files be seen with {{name}} replaced, wherever the format says so.
func (r *reader) setConstants(constants map[string]any) error {
	var pairs, tex []string
	for name, v := range constants {
		value := number(v)
		switch v.(type) {
		case []any, map[string]any, nil, bool:
			return problem.Fault(Marker, "the constant %q is neither a number nor a text", name)
		}
		if !constantName.MatchString(name) || len(value) > maxConstant {
			return problem.Fault(Marker, "%q is no name of a constant, or its value is too long", name)
		}
		pairs = append(pairs, "{{"+name+"}}", value)
		tex = append(tex, `\constant{`+name+`}`, value)
	}
	if len(pairs) > 0 {
		r.FS = constantFS{r.FS, strings.NewReplacer(pairs...), strings.NewReplacer(tex...)}
	}
	return nil
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
	case "input_validators", "answer_validators", "output_validator", staticFolder, "include", "submissions":
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
