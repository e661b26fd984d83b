package problem

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Bounds of a package. They hold for what the files really contain, not for what an archive says of them.
const (
	MaxFiles      = 50_000
	MaxFileBytes  = 256 << 20
	MaxTotalBytes = 1 << 30
	MaxTextsBytes = 32 << 20 // of all files that are read whole: they are in memory together
	maxTextBytes  = 4 << 20  // of one of them
	maxDepth      = 10
)

// Tree is the files of a package being read, within the bounds.
type Tree struct {
	FS fs.FS
	// Files are the blobs that were named: digest to name.
	Files map[string]string
	Notes []string

	rows     []toolchain.Language
	plain    *plain
	links    *linked
	remarked map[remark][]string // names of files
	told     map[string]bool     // whether something of a file was to be told
	texts    int                 // bytes that were read whole
	blobs    int64               // bytes that were hashed
}

// NewTree looks through the files and refuses what must not be in a package before anything is read. Names that
// begin with a dot or a dash are passed over, as if they were not there, save those that keep names; so is what macOS
// adds to archives. Links are followed, but none out of the package. Text is shown as plain text, save where raw, which may be nil, says that a file is to be as it is.
func NewTree(fsys fs.FS, rows []toolchain.Language, raw func(name string) bool, keep ...string) (*Tree, error) {
	links, err := newLinked(visible{fsys, keep})
	if err != nil {
		return nil, err
	}
	shown := newPlain(links, raw)
	t := &Tree{FS: shown, links: links, Files: map[string]string{}, rows: rows, plain: shown, remarked: map[remark][]string{}, told: map[string]bool{}}
	count, total := 0, int64(0)
	err = fs.WalkDir(t.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return Fault(name, "cannot be read: %s", err)
		}
		if count++; count > MaxFiles {
			return Fault("", "the package has more than %d files", MaxFiles)
		}
		if strings.Count(name, "/") > maxDepth {
			return Fault(name, "folders are nested too deeply")
		}
		if d.IsDir() {
			return nil
		}
		if !d.Type().IsRegular() {
			return Fault(name, "only regular files and links to them may be in a package, no devices")
		}
		info, err := d.Info()
		if err != nil {
			return Fault(name, "cannot be read: %s", err)
		}
		if total += info.Size(); info.Size() > MaxFileBytes || info.Size() < 0 || total > MaxTotalBytes {
			return Fault(name, "the package is too large: at most %d MB a file and %d MB together", MaxFileBytes>>20, MaxTotalBytes>>20)
		}
		return nil
	})
	return t, err
}

// visible hides the names that formats pass over. What it hides cannot be opened either.
type visible struct {
	fs.FS
	keep []string
}

func (v visible) hidden(name string) bool {
	for element := range strings.SplitSeq(name, "/") {
		if element == macOSFolder {
			return true
		}
		if element == "." || element == "" || element[0] != '.' && element[0] != '-' {
			continue
		}
		kept := false
		for _, k := range v.keep {
			kept = kept || k == element
		}
		if !kept {
			return true
		}
	}
	return false
}

// macOSFolder is where archives of macOS keep what only it knows of their files.
const macOSFolder = "__MACOSX"

// ReadLink implements fs.ReadLinkFS.
func (v visible) ReadLink(name string) (string, error) { return readLink(v.FS, name) }

// Lstat implements fs.ReadLinkFS.
func (v visible) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(v.FS, name) }

func (v visible) Open(name string) (fs.File, error) {
	if v.hidden(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return v.FS.Open(name)
}

// ReadDir implements fs.ReadDirFS.
func (v visible) ReadDir(name string) ([]fs.DirEntry, error) {
	if v.hidden(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	all, err := fs.ReadDir(v.FS, name)
	shown := all[:0:0]
	for _, e := range all {
		if !v.hidden(e.Name()) {
			shown = append(shown, e)
		}
	}
	return shown, err
}

// Fault is the refusal of a package; name is the file at fault, or empty.
func Fault(name, detail string, args ...any) *errs.Error {
	e := errs.New(errs.Invalid, "package_invalid", detail, args...)
	if name == "" {
		return e
	}
	e.Detail = name + ": " + e.Detail
	return e.At("/" + name)
}

// IsMissing reports that a file is not there.
func IsMissing(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// Note records what was passed over.
func (t *Tree) Note(format string, args ...any) {
	t.Notes = append(t.Notes, fmt.Sprintf(format, args...))
}

// Has reports whether there is such a file or folder.
func (t *Tree) Has(name string) bool {
	_, err := fs.Stat(t.FS, name)
	return err == nil
}

// Text reads a small file whole.
func (t *Tree) Text(name string) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, Fault(name, "leads out of the package")
	}
	f, err := t.FS.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	data, err := io.ReadAll(io.LimitReader(f, maxTextBytes+1))
	if err == nil && len(data) > maxTextBytes {
		return nil, Fault(name, "is larger than %d MB", maxTextBytes>>20)
	}
	if t.texts += len(data); t.texts > MaxTextsBytes {
		return nil, Fault(name, "statements, samples and programs are larger than %d MB together", MaxTextsBytes>>20)
	}
	if err != nil {
		return nil, Fault(name, "cannot be read: %s", err)
	}
	return data, nil
}

// Blob names a file of test data by its content.
func (t *Tree) Blob(name string) (string, error) {
	if !fs.ValidPath(name) {
		return "", Fault(name, "leads out of the package")
	}
	f, err := t.FS.Open(name)
	if err != nil {
		return "", Fault(name, "cannot be read: %s", err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	h := sha256.New()
	n, err := io.Copy(h, io.LimitReader(f, MaxFileBytes+1))
	if err != nil {
		return "", Fault(name, "cannot be read: %s", err)
	}
	if t.blobs += n; n > MaxFileBytes || t.blobs > 2*MaxTotalBytes {
		return "", Fault(name, "the package is too large: at most %d MB a file and %d MB together", MaxFileBytes>>20, MaxTotalBytes>>20)
	}
	t.remarkOn(name)
	digest := hex.EncodeToString(h.Sum(nil))
	if _, ok := t.Files[digest]; !ok {
		if t.Files[digest], err = t.links.real(name); err != nil {
			return "", Fault(name, "cannot be read: %s", err)
		}
	}
	return digest, nil
}

// Blobs names every file below a folder, by its name in there.
func (t *Tree) Blobs(folder string) (all []judge.NamedBlob, err error) {
	err = t.walk(folder, func(name, inside string) error {
		digest, err := t.Blob(name)
		all = append(all, judge.NamedBlob{Name: inside, Digest: digest})
		return err
	})
	return all, err
}

// List is what a folder holds, in the order of names; nothing when there is no such folder.
func (t *Tree) List(folder string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(t.FS, folder)
	if err != nil && !IsMissing(err) {
		return nil, Fault(folder, "cannot be read: %s", err)
	}
	return entries, nil
}

// Sources reads a program: a file, or every file below a folder.
func (t *Tree) Sources(at string) (files []toolchain.File, language string, err error) {
	err = t.walk(at, func(name, inside string) error {
		text, err := t.Text(name)
		if err != nil {
			return err
		}
		files = append(files, toolchain.File{Name: inside, Data: text})
		if l, ok := toolchain.ByExtension(t.rows, name); ok && language == "" {
			language = l.ID
		}
		return nil
	})
	return files, language, err
}

// walk calls for every file at or below a path, with its name within.
func (t *Tree) walk(at string, visit func(name, inside string) error) error {
	return fs.WalkDir(t.FS, at, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && name == at && IsMissing(err):
			return nil
		case err != nil:
			return Fault(name, "cannot be read: %s", err)
		case d.IsDir():
			return nil
		case name == at:
			return visit(name, path.Base(name))
		}
		return visit(name, strings.TrimPrefix(name, at+"/"))
	})
}

// Rows are the languages that are known.
func (t *Tree) Rows() []toolchain.Language { return t.rows }
