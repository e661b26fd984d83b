package judge

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Mode is how an output is compared with the answer.
type Mode string

// The modes.
const (
	// Exact compares byte for byte; only one newline at the very end may be missing or too many.
	Exact Mode = "exact"
	// Tokens compares the words between white space: the default of the ICPC formats.
	Tokens Mode = "tokens"
	// Float is Tokens, where words that are decimal numbers may differ by the tolerances.
	Float Mode = "float"
)

// Comparison says when an output is right.
type Comparison struct {
	Mode          Mode `json:"mode"`
	CaseSensitive bool `json:"caseSensitive,omitempty"` // Tokens and Float; otherwise ASCII letters match in either case
	// SpaceSensitive is for Tokens and Float: the white space must be the same too, as far as it must be in Exact.
	SpaceSensitive bool    `json:"spaceSensitive,omitempty"`
	AbsTolerance   float64 `json:"absTolerance,omitempty"` // Float: |got - expected| <= AbsTolerance, or
	RelTolerance   float64 `json:"relTolerance,omitempty"` // Float: |got - expected| <= RelTolerance * |expected|
}

// Validate refuses modes that do not exist and tolerances that mean nothing.
func (c Comparison) Validate() error {
	switch c.Mode {
	case Exact, Tokens:
		if c.AbsTolerance != 0 || c.RelTolerance != 0 {
			return invalid("/comparison/mode", "tolerances need the mode %q", Float)
		}
	case Float:
		if !(c.AbsTolerance >= 0) || !(c.RelTolerance >= 0) || c.AbsTolerance+c.RelTolerance == 0 {
			return invalid("/comparison/absTolerance", "the mode %q needs an absolute or relative tolerance above zero", Float)
		}
	default:
		return invalid("/comparison/mode", "there is no comparison mode %q; use %q, %q or %q", c.Mode, Exact, Tokens, Float)
	}
	return nil
}

// Compare tells the first place where output differs from answer, or nil when it is right.
// Both are streamed: memory does not grow with their size. The error is one of reading.
func Compare(output, answer io.Reader, c Comparison) (*Difference, error) {
	if c.Mode == Exact {
		return compareExact(output, answer)
	}
	got, want := newScanner(output, c), newScanner(answer, c)
	for {
		g, w := got.next(), want.next()
		if err := firstError(got.err, want.err); err != nil {
			return nil, err
		}
		if d := c.differ(g, w); d != nil {
			return d, nil
		}
		if g.size == 0 && w.size == 0 {
			return nil, nil
		}
	}
}

func firstError(all ...error) error {
	for _, err := range all {
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	}
	return nil
}

// differ compares one token of the output with the one in its place in the answer.
func (c Comparison) differ(g, w token) *Difference {
	wrong := !c.same(g, w)
	if !wrong && (!c.SpaceSensitive || sameSpace(g, w)) {
		return nil
	}
	d := &Difference{Line: g.line, Column: g.column}
	if !wrong {
		d.Reason = fmt.Sprintf("line %d, column %d: the white space before this place differs", g.line, g.column)
		return d
	}
	d.Expected, d.Got = w.text(), g.text()
	switch {
	case g.size == 0:
		d.Reason = fmt.Sprintf("the output ends at line %d where %s should follow", g.line, quote(d.Expected))
	case w.size == 0:
		d.Reason = fmt.Sprintf("line %d, column %d: nothing should follow, got %s", g.line, g.column, quote(d.Got))
	default:
		d.Reason = fmt.Sprintf("line %d, column %d: expected %s, got %s", g.line, g.column, quote(d.Expected), quote(d.Got))
	}
	return d
}

func (c Comparison) same(g, w token) bool {
	if g.size == w.size && g.sum == w.sum && bytes.Equal(g.folded, w.folded) {
		return true
	}
	return c.Mode == Float && c.near(g, w)
}
