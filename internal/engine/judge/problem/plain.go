package problem

import (
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"

	"github.com/codecraft-hq/codecraft/internal/base/text"
)

// plain shows the files of a package as plain text, whatever system they come from; what is binary is shown as it is,
// and so is what raw names, if it is not nil. A file that need not be changed is the one below, so that its host may be asked for it.
type plain struct {
	fs.FS
	raw func(name string) bool

	mu    sync.Mutex
	forms map[string]text.Form
}

func newPlain(below fs.FS, raw func(name string) bool) *plain {
	return &plain{FS: below, raw: raw, forms: map[string]text.Form{}}
}

func (p *plain) Open(name string) (fs.File, error) {
	f, err := p.FS.Open(name)
	if err != nil {
		return nil, err
	}
	form := p.form(name)
	if form.IsPlain() {
		return f, nil
	}
	return plainFile{f, form.Reader(f)}, nil
}

// form is how a file is stored. One that cannot be read is left to who reads it.
func (p *plain) form(name string) text.Form {
	if p.raw != nil && p.raw(name) {
		return text.Form{}
	}
	p.mu.Lock()
	form, known := p.forms[name]
	p.mu.Unlock()
	if known {
		return form
	}
	f, err := p.FS.Open(name)
	if err != nil {
		return text.Form{}
	}
	defer f.Close() //nolint:errcheck // it was only read
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return text.Form{}
	}
	if form, err = text.FormOf(io.LimitReader(f, MaxFileBytes)); err != nil {
		return text.Form{}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.forms[name] = form
	return form
}

// ReadDir implements fs.ReadDirFS.
func (p *plain) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(p.FS, name) }

// Stat implements fs.StatFS: whether there is a file is asked more often than what is in it.
func (p *plain) Stat(name string) (fs.FileInfo, error) { return fs.Stat(p.FS, name) }

// plainFile is a file that is shown otherwise than it is stored.
type plainFile struct {
	fs.File
	plain io.Reader
}

// Read implements fs.File.
func (f plainFile) Read(p []byte) (int, error) { return f.plain.Read(p) }

// remark is what is to be told of how a file was stored.
type remark string

const (
	lineEndsChanged remark = "lines ended with CR and LF, or with CR: they end with LF now"
	markLeftOut     remark = "the byte order mark is left out"
	decodedUTF16    remark = "the file was UTF-16: it is UTF-8 now"
	isBinary        remark = "the file holds bytes that no text has: it is taken as it is"
	oddReturns      remark = "there are carriage returns amid lines: the file is taken as it is"
)

// remarks are in the order in which they are told.
var remarks = []remark{lineEndsChanged, markLeftOut, decodedUTF16, oddReturns, isBinary}

// maxRemarked files are named in one note.
const maxRemarked = 50

// remarkOn keeps what is to be told of a file, once.
func (t *Tree) remarkOn(name string) {
	form := t.plain.form(name)
	if t.told[name] {
		return
	}
	t.told[name] = true
	for r, applies := range map[remark]bool{
		isBinary:        form.Binary,
		oddReturns:      form.Ends == text.Odd,
		decodedUTF16:    form.UTF16 && !form.Binary,
		markLeftOut:     form.Mark && !form.UTF16 && !form.Binary,
		lineEndsChanged: form.Ends == text.CRLF || form.Ends == text.CR,
	} {
		if applies {
			t.remarked[r] = append(t.remarked[r], name)
		}
	}
}

// AllNotes are what was passed over, and what is not as it was stored.
func (t *Tree) AllNotes() []string {
	all := t.Notes
	for _, r := range remarks {
		names := t.remarked[r]
		more := ""
		if len(names) > maxRemarked {
			more = fmt.Sprintf(" and %d more", len(names)-maxRemarked)
			names = names[:maxRemarked]
		}
		if len(names) > 0 {
			all = append(all, fmt.Sprintf("%s%s: %s", strings.Join(names, ", "), more, r))
		}
	}
	return all
}

// Prose reads a text for people, or settings: it is UTF-8, or of a kind that says what it is.
func (t *Tree) Prose(name string) (string, error) {
	data, err := t.Text(name)
	if err != nil {
		return "", err
	}
	if line, why := text.Fault(data); why != "" {
		return "", Fault(name, "line %d %s: save the file as UTF-8", line, why)
	}
	return string(data), nil
}
