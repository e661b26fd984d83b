package run

import (
	"errors"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/text"
)

// faults gathers every rule that a document's attributes break.
type faults []error

// rule adds a fault unless the rule holds.
func (f *faults) rule(holds bool, attribute, detail string, args ...any) {
	if !holds {
		*f = append(*f, errs.New(errs.Invalid, "invalid", detail, args...).At("/data/attributes/"+attribute))
	}
}

// source wants the text of a program; total is the bytes of all files up to this one.
func (f *faults) source(attribute, s string, total int) {
	if total > maxSource {
		*f = append(*f, errs.New(errs.Invalid, "source_too_large", "the program is %d bytes long; at most %d are taken", total, maxSource).
			At("/data/attributes/"+attribute))
	}
	plain := string(text.Plain([]byte(s))) // as it is compiled
	if strings.Contains(plain, "\x00") || strings.Count(plain, "\uFFFD") > 8 {
		*f = append(*f, errs.New(errs.Invalid, "source_binary", "this is not the text of a program: it holds NUL characters or bytes that are no UTF-8").
			At("/data/attributes/"+attribute))
	}
}

func (f *faults) err() error { return errors.Join(*f...) }
