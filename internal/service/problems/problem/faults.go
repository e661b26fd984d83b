package problem

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/text"
)

// Faults gathers every rule that a document's attributes break.
type Faults []error

// Add adds a fault of an attribute.
func (f *Faults) Add(attribute, detail string, args ...any) {
	*f = append(*f, errs.New(errs.Invalid, "invalid", detail, args...).At("/data/attributes/"+attribute))
}

// Rule adds a fault unless the rule holds.
func (f *Faults) Rule(holds bool, attribute, detail string, args ...any) {
	if !holds {
		f.Add(attribute, detail, args...)
	}
}

// Line wants one line of printable text; lengths are in characters.
func (f *Faults) Line(attribute, s string, least, most int) {
	n := utf8.RuneCountInString(s)
	f.Rule(n >= least && n <= most, attribute, "this has %d to %d characters", least, most)
	f.Rule(!strings.ContainsFunc(s, unicode.IsControl), attribute, "this is one line without control characters")
}

// Text wants text that every database can keep; most is in bytes.
func (f *Faults) Text(attribute, s string, most int) {
	f.Rule(len(s) <= most, attribute, "this is %d bytes long; at most %d are taken", len(s), most)
	line, why := text.Fault([]byte(s))
	f.Rule(why == "", attribute, "line %d %s: it must be text in UTF-8", line, why)
}

// Plain is text as other systems store it, without their marks and with line feeds.
func Plain(s string) string { return string(text.Plain([]byte(s))) }

// Err is all faults as one error; nil without any.
func (f *Faults) Err() error { return errors.Join(*f...) }

// Clip bounds what of the input an error repeats.
func Clip(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return s
}
