package kattis

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Bounds of a package. They hold for what the files really contain, not for what an archive says of them.
const (
	MaxFiles      = 20_000
	MaxFileBytes  = 256 << 20
	MaxTotalBytes = 1 << 30
	MaxTextsBytes = 32 << 20 // of all files that are read whole: they are in memory together
	maxTextBytes  = 4 << 20  // of one of them
	maxDepth      = 10
)

// Package is a problem that has been read.
type Package struct {
	Name       string
	Difficulty string // easy, medium, hard; empty when the package does not say
	Minutes    int    // that a candidate is expected to need; 0 when the package does not say
	Summary    string
	Tags       []string
	Statements []Statement
	Starters   map[string]string // source by language
	Plan       judge.Plan
	// TimeLimit is false when the package leaves the limit to be found from its accepted submissions:
	// TimeMultiplier times the slowest.
	TimeLimit      bool
	TimeMultiplier float64
	Samples        []Sample
	Submissions    []Submission
	Files          map[string]string // of the plan's blobs: digest to name in the package
	Notes          []string          // what the reader passed over

	fsys fs.FS
}

// Statement is the problem's text in one language.
type Statement struct {
	Language string // "en"
	Format   string // "markdown" or "latex"
	Text     string
}

// Sample is a test as the statement shows it.
type Sample struct{ Name, Input, Answer string }

// Submission is a program whose verdict is known.
type Submission struct {
	Name     string // "accepted/fast.cpp"
	Language string // empty when no language has its extension
	Files    []toolchain.File
	Expected []judge.Verdict // any of them is right
}

// Expects reports whether the verdict is one the package allows.
func (s Submission) Expects(v judge.Verdict) bool {
	for _, e := range s.Expected {
		if e == v {
			return true
		}
	}
	return false
}

// Open opens a file of the package, for instance one of Files.
func (p *Package) Open(name string) (fs.File, error) { return p.fsys.Open(name) }

// ReadDir reads a package in a folder. No link is followed out of it.
func ReadDir(dir string, rows []toolchain.Language) (*Package, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, errs.New(errs.NotFound, "package_not_found", "there is no problem package in the folder %q", dir).Because(err)
	}
	return Read(root.FS(), rows)
}

// ReadZip reads a package in a zip archive, at its top or in the one folder there.
func ReadZip(r io.ReaderAt, size int64, rows []toolchain.Language) (*Package, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fault("", "this is not a zip archive: %s", err)
	}
	if len(archive.File) > MaxFiles {
		return nil, fault("", "the archive has more than %d files", MaxFiles)
	}
	for _, f := range archive.File {
		if name := strings.TrimSuffix(f.Name, "/"); !fs.ValidPath(name) || strings.Contains(name, `\`) {
			return nil, fault(f.Name, "the name leads out of the archive")
		}
	}
	var fsys fs.FS = archive
	if _, err := fs.Stat(fsys, "problem.yaml"); err != nil {
		top, err := fs.ReadDir(fsys, ".")
		if err == nil && len(top) == 1 && top[0].IsDir() {
			if fsys, err = fs.Sub(archive, top[0].Name()); err != nil {
				return nil, err
			}
		}
	}
	return Read(fsys, rows)
}

// Read reads a package. The rows name the languages of submissions and starters.
func Read(fsys fs.FS, rows []toolchain.Language) (*Package, error) {
	r := &reader{fsys: fsys, rows: rows, p: &Package{Files: map[string]string{}, Starters: map[string]string{}, fsys: fsys}}
	for _, step := range []func() error{r.survey, r.problem, r.extras, r.statements, r.data, r.submissions, r.starters} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if err := r.p.Plan.Validate(); err != nil {
		return nil, fault("data", "%s", errs.Of(err).Detail)
	}
	return r.p, nil
}

// reader is one package being read.
type reader struct {
	fsys  fs.FS
	rows  []toolchain.Language
	p     *Package
	total int64 // bytes of all files
	texts int   // bytes that were read whole
}

func fault(name, detail string, args ...any) *errs.Error {
	e := errs.New(errs.Invalid, "package_invalid", detail, args...)
	if name == "" {
		return e
	}
	e.Detail = name + ": " + e.Detail
	return e.At("/" + name)
}

func (r *reader) note(format string, args ...any) {
	r.p.Notes = append(r.p.Notes, fmt.Sprintf(format, args...))
}

// survey refuses what must not be in a package before anything is read.
func (r *reader) survey() error {
	count := 0
	return fs.WalkDir(r.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return fault(name, "cannot be read: %s", err)
		}
		if count++; count > MaxFiles {
			return fault("", "the package has more than %d files", MaxFiles)
		}
		if strings.Count(name, "/") > maxDepth {
			return fault(name, "folders are nested too deeply")
		}
		if d.IsDir() {
			return nil
		}
		if !d.Type().IsRegular() {
			return fault(name, "only regular files may be in a package, no links or devices")
		}
		info, err := d.Info()
		if err != nil {
			return fault(name, "cannot be read: %s", err)
		}
		if r.total += info.Size(); info.Size() > MaxFileBytes || r.total > MaxTotalBytes {
			return fault(name, "the package is too large: at most %d MB a file and %d MB together", MaxFileBytes>>20, MaxTotalBytes>>20)
		}
		return nil
	})
}

// text reads a small file whole.
func (r *reader) text(name string) ([]byte, error) {
	f, err := r.fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	data, err := io.ReadAll(io.LimitReader(f, maxTextBytes+1))
	if err == nil && len(data) > maxTextBytes {
		return nil, fault(name, "is larger than %d MB", maxTextBytes>>20)
	}
	if r.texts += len(data); r.texts > MaxTextsBytes {
		return nil, fault(name, "statements, samples and submissions are larger than %d MB together", MaxTextsBytes>>20)
	}
	return data, err
}

// blob names a file of test data by its content.
func (r *reader) blob(name string) (string, error) {
	f, err := r.fsys.Open(name)
	if err != nil {
		return "", fault(name, "cannot be read: %s", err)
	}
	defer f.Close() //nolint:errcheck // read only
	h := sha256.New()
	n, err := io.Copy(h, io.LimitReader(f, MaxFileBytes+1))
	if err != nil {
		return "", fault(name, "cannot be read: %s", err)
	}
	if n > MaxFileBytes {
		return "", fault(name, "is larger than %d MB", MaxFileBytes>>20)
	}
	digest := hex.EncodeToString(h.Sum(nil))
	if _, ok := r.p.Files[digest]; !ok {
		r.p.Files[digest] = name
	}
	return digest, nil
}

func (r *reader) list(folder string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(r.fsys, folder)
	if err != nil && !isMissing(err) {
		return nil, fault(folder, "cannot be read: %s", err)
	}
	return entries, nil
}

// statements reads problem_statement/problem[.LANGUAGE].(md|tex) and the newer statement/.
func (r *reader) statements() error {
	for _, folder := range []string{"problem_statement", "statement"} {
		entries, err := r.list(folder)
		if err != nil {
			return err
		}
		for _, e := range entries {
			format := map[string]string{".md": "markdown", ".tex": "latex"}[path.Ext(e.Name())]
			rest, ok := strings.CutPrefix(strings.TrimSuffix(e.Name(), path.Ext(e.Name())), "problem")
			if !ok || format == "" {
				continue
			}
			text, err := r.text(path.Join(folder, e.Name()))
			if err != nil {
				return err
			}
			language := strings.TrimPrefix(rest, ".")
			if language == "" {
				language = "en"
			}
			r.p.Statements = append(r.p.Statements, Statement{Language: language, Format: format, Text: string(text)})
		}
	}
	return nil
}

func (r *reader) starters() error {
	entries, err := r.list("attachments/starter")
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := path.Join("attachments/starter", e.Name())
		l, ok := toolchain.ByExtension(r.rows, e.Name())
		if !ok {
			r.note("%s: no language has this extension", name)
			continue
		}
		text, err := r.text(name)
		if err != nil {
			return err
		}
		r.p.Starters[l.ID] = string(text)
	}
	return nil
}
