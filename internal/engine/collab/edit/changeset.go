package edit

import (
	"unicode/utf16"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// ChangeSet says how one document becomes another: a row of sections that together cover the whole old
// document. It is CodeMirror's change set, section by section. The zero value leaves an empty document
// empty. A ChangeSet is immutable and may be shared.
type ChangeSet struct {
	sections []section
}

// section keeps length units of the old document, or puts text in their place.
type section struct {
	length int
	kept   bool
	text   []uint16
}

// ErrLengths says that changes were made for another document than the one they came to.
var ErrLengths = errs.New(errs.Invalid, "changes_do_not_fit", "the changes were made for a document of another length")

// Keep is the change set that leaves a document of that many units as it is.
func Keep(units int) ChangeSet {
	var c ChangeSet
	c.keep(units)
	return c
}

// Replace puts text in the place of the units [from, to) of a document that has units in all.
func Replace(units, from, to int, text string) (ChangeSet, error) {
	if from < 0 || from > to || to > units {
		return ChangeSet{}, errs.New(errs.Invalid, "range_invalid", "there is no range %d to %d in a document of %d units", from, to, units)
	}
	var c ChangeSet
	c.keep(from)
	c.replace(to-from, utf16.Encode([]rune(normalizeLines(text))), false)
	c.keep(units - to)
	return c, nil
}

// Before is the length in UTF-16 units of the document the changes are for.
func (c ChangeSet) Before() int {
	n := 0
	for _, s := range c.sections {
		n += s.length
	}
	return n
}

// After is the length in UTF-16 units of the document the changes make.
func (c ChangeSet) After() int {
	n := 0
	for _, s := range c.sections {
		if s.kept {
			n += s.length
		} else {
			n += len(s.text)
		}
	}
	return n
}

// Empty reports whether the changes leave the document as it is.
func (c ChangeSet) Empty() bool {
	return len(c.sections) == 0 || len(c.sections) == 1 && c.sections[0].kept
}

// Sections is how many parts there are, of what is kept and of what is replaced.
func (c ChangeSet) Sections() int { return len(c.sections) }

// Inserted counts the UTF-16 units the changes bring.
func (c ChangeSet) Inserted() int {
	n := 0
	for _, s := range c.sections {
		n += len(s.text)
	}
	return n
}

// Insertion is a text that changes bring, and where in the document they are for.
type Insertion struct {
	At   int // UTF-16 units from its beginning
	Text string
}

// Insertions are the texts the changes bring, in order; a lone surrogate becomes U+FFFD.
func (c ChangeSet) Insertions() []Insertion {
	var all []Insertion
	at := 0
	for _, s := range c.sections {
		if len(s.text) > 0 {
			all = append(all, Insertion{At: at, Text: string(utf16.Decode(s.text))})
		}
		at += s.length
	}
	return all
}

// keep and replace grow a change set under construction; they join what CodeMirror joins.
func (c *ChangeSet) keep(n int) {
	if n == 0 {
		return
	}
	if last := c.last(); last != nil && last.kept {
		last.length += n
		return
	}
	c.sections = append(c.sections, section{length: n, kept: true})
}

func (c *ChangeSet) replace(n int, text []uint16, join bool) {
	if n == 0 && len(text) == 0 {
		return
	}
	last := c.last()
	if last != nil && !last.kept && (join || joins(*last, section{length: n, text: text})) {
		last.length += n
		last.text = append(last.text[:len(last.text):len(last.text)], text...)
		return
	}
	c.sections = append(c.sections, section{length: n, text: text})
}

// joins tells which neighbours are one section: two kept, two deleted, two inserted.
func joins(a, b section) bool {
	if a.kept || b.kept {
		return a.kept && b.kept
	}
	return len(a.text) == 0 && len(b.text) == 0 || a.length == 0 && b.length == 0
}

func (c *ChangeSet) last() *section {
	if len(c.sections) == 0 {
		return nil
	}
	return &c.sections[len(c.sections)-1]
}
