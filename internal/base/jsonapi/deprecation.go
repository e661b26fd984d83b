package jsonapi

import (
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// Deprecation is declared of what still answers and should no longer be built upon. Its answers, refusals among them, say
// so in the headers Deprecation (RFC 9745) and Sunset (RFC 8594), and the document has deprecated: true.
type Deprecation struct {
	Since  time.Time
	Sunset time.Time // when it goes, which is not yet decided when zero
	Link   string    // what to use instead, for people; empty for none
}

// deprecate declares it of an operation that is being mounted; nil declares nothing.
func (s *API) deprecate(op *huma.Operation, d *Deprecation) {
	if d == nil {
		return
	}
	if d.Since.IsZero() || !d.Sunset.IsZero() && d.Sunset.Before(d.Since) {
		panic("jsonapi: " + op.Path + ": a deprecation begins, and ends after that")
	}
	op.Deprecated = true
	s.deprecated[op] = *d
}

// tell writes what is to be said into the header of an answer.
func (d Deprecation) tell(h http.Header) {
	h.Set("Deprecation", fmt.Sprintf("@%d", d.Since.Unix()))
	if !d.Sunset.IsZero() {
		h.Set("Sunset", d.Sunset.UTC().Format(http.TimeFormat))
	}
	if d.Link != "" {
		h.Add("Link", "<"+d.Link+`>; rel="deprecation"`)
	}
}
