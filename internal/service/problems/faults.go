package problems

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/text"
)

// faults gathers every rule that a document's attributes break.
type faults []error

func (f *faults) add(attribute, detail string, args ...any) {
	*f = append(*f, errs.New(errs.Invalid, "invalid", detail, args...).At("/data/attributes/"+attribute))
}

// rule adds a fault unless the rule holds.
func (f *faults) rule(holds bool, attribute, detail string, args ...any) {
	if !holds {
		f.add(attribute, detail, args...)
	}
}

// line wants one line of printable text; lengths are in characters.
func (f *faults) line(attribute, s string, least, most int) {
	n := utf8.RuneCountInString(s)
	f.rule(n >= least && n <= most, attribute, "this has %d to %d characters", least, most)
	f.rule(!strings.ContainsFunc(s, unicode.IsControl), attribute, "this is one line without control characters")
}

// text wants text that every database can keep; most is in bytes.
func (f *faults) text(attribute, s string, most int) {
	f.rule(len(s) <= most, attribute, "this is %d bytes long; at most %d are taken", len(s), most)
	line, why := text.Fault([]byte(s))
	f.rule(why == "", attribute, "line %d %s: it must be text in UTF-8", line, why)
}

// plain is text as other systems store it, without their marks and with line feeds.
func plain(s string) string { return string(text.Plain([]byte(s))) }

func (f *faults) err() error { return errors.Join(*f...) }

// clip bounds what of the input an error repeats.
func clip(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return s
}
