package edit

import (
	"math"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// maxSections bounds the memory and time one change set can cost; replacing every "a" in a long file stays below it.
const maxSections = 1 << 16

// ParseChangeSet reads CodeMirror's JSON form: a number keeps that many units, [n] deletes n,
// [n, "line", "line"] puts the lines in the place of n. Sections that CodeMirror would have joined or
// left out, and line breaks within a line, are refused: two ends that disagree about them diverge.
func ParseChangeSet(data []byte) (ChangeSet, error) {
	s := scanner{data: data}
	var c ChangeSet
	total := 0
	err := s.list(func() error {
		part, err := s.section()
		if err != nil {
			return err
		}
		total += part.length
		last := c.last()
		switch {
		case total > math.MaxInt32:
			return malformed("its sections are longer than any document")
		case part.length == 0 && len(part.text) == 0:
			return malformed("a section is empty")
		case last != nil && joins(*last, part):
			return malformed("two sections should be one")
		case len(c.sections) == maxSections:
			return malformed("it has more than %d sections", maxSections)
		}
		c.sections = append(c.sections, part)
		return nil
	})
	if err == nil {
		err = s.end()
	}
	if err != nil {
		return ChangeSet{}, err
	}
	return c, nil
}

// UnmarshalJSON reads what ParseChangeSet reads.
func (c *ChangeSet) UnmarshalJSON(data []byte) error {
	parsed, err := ParseChangeSet(data)
	if err == nil {
		*c = parsed
	}
	return err
}

// MarshalJSON writes CodeMirror's JSON form.
func (c ChangeSet) MarshalJSON() ([]byte, error) { return c.append(nil), nil }

// String is the JSON form, for storage and logs of tests.
func (c ChangeSet) String() string { return string(c.append(nil)) }

func (c ChangeSet) append(b []byte) []byte {
	b = append(b, '[')
	for i, s := range c.sections {
		if i > 0 {
			b = append(b, ',')
		}
		if s.kept {
			b = strconv.AppendInt(b, int64(s.length), 10)
			continue
		}
		b = strconv.AppendInt(append(b, '['), int64(s.length), 10)
		if len(s.text) > 0 {
			b = appendLines(b, s.text)
		}
		b = append(b, ']')
	}
	return append(b, ']')
}

func appendLines(b []byte, text []uint16) []byte {
	start := 0
	for i, unit := range text {
		if unit == '\n' {
			b = appendQuoted(append(b, ','), text[start:i])
			start = i + 1
		}
	}
	return appendQuoted(append(b, ','), text[start:])
}

// section reads one element of a change set.
func (s *scanner) section() (section, error) {
	if s.peek() != '[' {
		n, err := s.number()
		return section{length: n, kept: true}, err
	}
	var part section
	items := 0
	err := s.list(func() (err error) {
		defer func() { items++ }()
		if items == 0 {
			part.length, err = s.number()
			return err
		}
		if items > 1 {
			part.text = append(part.text, '\n')
		}
		before := len(part.text)
		if part.text, err = s.text(part.text); err != nil {
			return err
		}
		for _, unit := range part.text[before:] {
			if unit == '\n' || unit == '\r' {
				return malformed("a line holds a line break")
			}
		}
		return nil
	})
	if err == nil && items == 0 {
		err = malformed("a section is empty")
	}
	return part, err
}

func malformed(detail string, args ...any) error {
	return errs.New(errs.Malformed, "changes_malformed", "the change set cannot be read: "+detail, args...)
}
